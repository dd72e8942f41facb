"""A package with faults is refused as a whole, and every fault is named by its pointer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from contests.models import Contest, Organization
from leaderboards.package.carry import (
    PackageRefused,
    PackageUnreadable,
    export_contest,
    import_contest,
    read,
    write,
)
from submissions.models import Attachment, Entry
from tests.package.whole import small, whole

pytestmark = pytest.mark.django_db

Change = Callable[[dict[str, Any]], object]


def faults_of(document: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(PackageRefused) as refused:
        import_contest(document=document)
    return [(fault.pointer, fault.code) for fault in refused.value.errors]


CASES: dict[str, tuple[Change, list[tuple[str, str | None]]]] = {
    "broken reference": (
        lambda d: d["sheets"][1].update(entry="B-999"),
        [("/sheets/1/entry", "unknown-code")],
    ),
    "duplicate entry": (
        lambda d: d["entries"].append({"code": "E1"}),
        [("/entries/2/code", "duplicate-code")],
    ),
    "unknown judge": (
        lambda d: d.update(judges=[{"code": "J9"}]),
        [("/sheets/0/judge", "unknown-code"), ("/sheets/1/judge", "unknown-code")],
    ),
    "bad number": (
        lambda d: d["sheets"][0]["values"].update(idea="8,5"),
        [("/sheets/0/values/idea", "type")],
    ),
    "value out of domain": (
        lambda d: d["sheets"][0]["values"].update(idea=11),
        [("/sheets/0/values/idea", "above-max")],
    ),
    "unknown item": (
        lambda d: d["sheets"][0]["values"].update(ideas=1),
        [("/sheets/0/values/ideas", "unknown-item")],
    ),
    "empty item of a submitted sheet": (
        lambda d: d["sheets"][0]["values"].pop("style"),
        [("/sheets/0/values/style", "required")],
    ),
    "missing form version": (
        lambda d: d["rounds"][0].update(form_version=3),
        [("/rounds/0/form_version", "unknown-code")],
    ),
    "two sheets of one judge": (
        lambda d: d["sheets"].append(d["sheets"][0]),
        [("/sheets/2", "duplicate-code")],
    ),
    "unknown member": (
        lambda d: d["sheets"][0].update(jugde="J1"),
        [("/sheets/0/jugde", "unknown-member")],
    ),
    "missing member": (lambda d: d["sheets"][0].pop("judge"), [("/sheets/0", "missing-member")]),
    "no policy": (lambda d: d.pop("policy"), [("", "shape-oneOf")]),
    "other format": (lambda d: d.update(version=2), [("/version", "shape-const")]),
    "instant without offset": (
        lambda d: d["contest"].update(entries_open_at="2026-10-01T08:00:00"),
        [("/contest/entries_open_at", "shape-format")],
    ),
    "window upside down": (
        lambda d: d["contest"].update(team_min=4, team_max=3),
        [("/contest/team_max", None)],
    ),
    "form that cannot be used": (
        lambda d: d["forms"][0]["definition"]["items"][1].pop("options"),
        [("/forms/0/definition/items/1/options", "list-expected")],
    ),
    "policy of an unknown round": (
        lambda d: d["policy"]["rounds"].update(semi={}),
        [("/policy/rounds/semi", "unknown-round")],
    ),
    "last revision that says otherwise": (
        lambda d: d["sheets"][0].update(revisions=[{"values": {"idea": 1, "style": "plain"}}]),
        [("/sheets/0/revisions/0/values", "last-revision")],
    ),
    "altered publication": (
        lambda d: d.update(
            publications=[
                {"state": "proposed", "payload": {"rows": []}, "payload_sha256": "0" * 64}
            ]
        ),
        [("/publications/0/payload", "payload-altered")],
    ),
    "division to be chosen": (
        lambda d: d.update(divisions=[{"code": "a"}, {"code": "b"}]),
        [("/entries/0/division", "code-needed"), ("/entries/1/division", "code-needed")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_fault_is_named(name: str) -> None:
    change, expected = CASES[name]
    document = small()
    change(document)
    assert faults_of(document) == expected


def test_nothing_of_a_refused_package_is_written() -> None:
    document = whole()
    document["sheets"][0]["judge"] = "nobody"
    faults_of(document)
    assert (Contest.objects.count(), Organization.objects.count(), Entry.objects.count()) == (
        0,
        0,
        0,
    )


def test_a_refused_replacement_leaves_the_contest_as_it_was() -> None:
    contest = import_contest(document=whole()).contest
    before = write(export_contest(contest=contest))
    document = whole()
    document["entries"][0]["division"] = "nowhere"
    with pytest.raises(PackageRefused):
        import_contest(document=document, replace=True)
    assert write(export_contest(contest=Contest.objects.get(slug="cup"))) == before


def test_a_contest_is_not_replaced_unasked() -> None:
    import_contest(document=small())
    assert faults_of(small()) == [("/contest/slug", "contest-exists")]


def test_a_contest_with_works_is_not_replaced() -> None:
    import_contest(document=small())
    Attachment.objects.create(
        entry=Entry.objects.get(code="E1"), name="a.pdf", media_type="application/pdf",
        size_bytes=1, sha256="0" * 64, file="a.pdf",
    )  # fmt: skip
    with pytest.raises(PackageRefused) as refused:
        import_contest(document=small(), replace=True)
    assert [fault.code for fault in refused.value.errors] == ["works-lost"]
    assert Entry.objects.count() == 2


def test_a_hundred_faults_are_told_and_all_are_counted() -> None:
    document = small()
    document["sheets"] = [
        {"entry": f"X{n}", "judge": "J1", "values": {"idea": 1, "style": "plain"}}
        for n in range(150)
    ]
    with pytest.raises(PackageRefused) as refused:
        import_contest(document=document)
    assert (len(refused.value.errors), refused.value.params["count"]) == (100, 150)


def test_faults_speak_both_languages() -> None:
    document = small()
    document["sheets"][1]["entry"] = "B-999"
    with pytest.raises(PackageRefused) as refused:
        import_contest(document=document)
    assert refused.value.errors[0].detail == {
        "vi": "không có bài dự thi nào mang mã “B-999”; hãy khai báo hoặc sửa lại mã",
        "en": "no entry has the code 'B-999'; declare it or correct the code",
    }


@pytest.mark.parametrize("text", ["{", '{"a": NaN}', "[" * 100_000, "\ufeff"])
def test_what_is_no_json_is_unreadable(text: str) -> None:
    with pytest.raises(PackageUnreadable):
        read(text)


@pytest.mark.parametrize("document", [None, [], "text", 3])
def test_what_is_no_object_is_refused(document: object) -> None:
    assert faults_of(document) == [("", "shape-type")]


def test_the_command_names_the_faults(tmp_path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(write({**small(), "entrys": []}), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("import_contest", str(path), language="en")
    assert str(refused.value) == (
        "The package has 1 faults; nothing was written.\n"
        "  /entrys: there is no member 'entrys'; check its spelling"
    )
