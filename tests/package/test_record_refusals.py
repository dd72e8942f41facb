"""What was decided and recorded round a contest: every fault in it is named, and nothing written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contests.models import Contest
from leaderboards.package.carry import PackageRefused, import_contest
from tests.package.whole import whole

pytestmark = pytest.mark.django_db

Change = Callable[[dict[str, Any]], object]


def ceremony(d: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = d["publications"][0]["ceremony"]
    return found


CASES: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    "running ceremony without its beginning": (
        lambda d: ceremony(d).pop("started_at"),
        [("/publications/0/ceremony/started_at", "ceremony-started")],
    ),
    "ceremony that is over without its end": (
        lambda d: ceremony(d).update(state="done"),
        [("/publications/0/ceremony/done_at", "ceremony-done")],
    ),
    "ceremony of results that nobody approved": (
        lambda d: d["publications"][0].update(state="proposed"),
        [("/publications/0/ceremony/state", "ceremony-approved")],
    ),
    "step after the last": (
        lambda d: ceremony(d).update(step=7),
        [("/publications/0/ceremony/step", "step-unknown")],
    ),
    "entry of a script": (
        lambda d: ceremony(d)["script"]["entries"].append("A9"),
        [("/publications/0/ceremony/script/entries/A9", "unknown-code")],
    ),
    "two rules of one board": (
        lambda d: d["boards"].append({"top": 3}),
        [("/boards/2", "duplicate-code")],
    ),
    "board of a calibration round": (
        lambda d: d["boards"][1].update(round="trial"),
        [("/boards/1/round", "calibration-round")],
    ),
    "override that was approved before it was proposed": (
        lambda d: d["overrides"][0]["events"].reverse(),
        [("/overrides/0/events", "override-course")],
    ),
    "override of two": (
        lambda d: d["overrides"].append(d["overrides"][0]),
        [("/overrides/1", "duplicate-code")],
    ),
    "override without a reason": (
        lambda d: d["overrides"][0]["events"][0].pop("reason"),
        [("/overrides/0/events/0/reason", "reason-needed")],
    ),
    "override of an unknown round": (
        lambda d: d["overrides"][0].update(round="semi"),
        [("/overrides/0/round", "unknown-code")],
    ),
    "discrepancy of an unknown attempt": (
        lambda d: d["discrepancies"][0].update(attempt=4),
        [("/discrepancies/0", "unknown-code")],
    ),
    "marks of an unknown judge": (
        lambda d: d["discrepancies"][0]["events"][0]["marks"].update(J9="3"),
        [("/discrepancies/0/events/0/marks/J9", "unknown-code")],
    ),
    "discussion without its words": (
        lambda d: d["discrepancies"][0]["events"][1].pop("reason"),
        [("/discrepancies/0/events/1/reason", "reason-needed")],
    ),
    "sample in a round that counts": (
        lambda d: d["attempts"].append({"entry": "MAU-01", "round": "run"}),
        [("/attempts/3/entry", "sample-round")],
    ),
    "entry in a calibration round": (
        lambda d: d["assignments"].append({"judge": "J1", "entry": "A1", "round": "trial"}),
        [("/assignments/4/entry", "sample-round")],
    ),
    "link of an entry that is no sample": (
        lambda d: d["entries"][1].update(link="https://example.org/"),
        [("/entries/1/link", "link-of-sample")],
    ),
    "link that is none": (
        lambda d: d["entries"][3].update(link="javascript:alert(1)"),
        [("/entries/3/link", "shape-pattern")],
    ),
    "lock that does not agree with its round": (
        lambda d: d["rounds"][1].pop("locked_at"),
        [("/locks/0/locked", "lock-differs")],
    ),
    "altered minutes": (
        lambda d: d["locks"][0]["minutes"]["document"].update(number=2),
        [("/locks/0/minutes/document", "minutes-altered")],
    ),
    "form version that is not there": (
        lambda d: d["form_changes"][0].update(after=3),
        [("/form_changes/0/after", "unknown-code")],
    ),
    "judge of a recusal": (
        lambda d: d["recusals"][0].update(judge="J9"),
        [("/recusals/0/judge", "unknown-code")],
    ),
    "release from the seat without a reason": (
        lambda d: d["seat_changes"][0].pop("reason"),
        [("/seat_changes/0/reason", "reason-needed")],
    ),
    "look at a sheet that is not there": (
        lambda d: d["looks"][0].update(entry="A2", judge="J2"),
        [("/looks/0", "unknown-code")],
    ),
    "comment of another division": (
        lambda d: d["releases"][0].update(division="senior"),
        [("/releases/0/comments/0/entry", "other-division")],
    ),
    "comment held back without a reason": (
        lambda d: d["held_comments"][0].pop("reason"),
        [("/held_comments/0/reason", "reason-needed")],
    ),
    "paper of a revision that is not there": (
        lambda d: d["papers"][0]["rulings"][0].update(revision=5),
        [("/papers/0/rulings/0/revision", "revision-unknown")],
    ),
    "three transcripts": (
        lambda d: d["papers"][0]["transcripts"].append({"position": 2}),
        [("/papers/0/transcripts/2", "duplicate-code")],
    ),
    "appeal that was concluded before it was accepted": (
        lambda d: d["appeals"][0]["events"].pop(1),
        [("/appeals/0/events/1/state", "appeal-course")],
    ),
    "appeal without who marks anew": (
        lambda d: d["appeals"][0].pop("judge"),
        [("/appeals/0/judge", "appeal-judge")],
    ),
    "appeal against a publication that is not there": (
        lambda d: d["appeals"][0].update(publication=2),
        [("/appeals/0/publication", "unknown-code")],
    ),
    "appeal on an unknown item": (
        lambda d: d["appeals"][0].update(items=["ideas"]),
        [("/appeals/0/items/0", "unknown-item")],
    ),
    "override of an appeal": (
        lambda d: d["appeals"][0].update(override=2),
        [("/appeals/0/override", "unknown-code")],
    ),
    "appeals that end before they begin": (
        lambda d: d["appeal_window"].update(closes_at="2026-10-05T02:00:00Z"),
        [("/appeal_window/closes_at", "window-order")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_fault_is_named_in_both_languages(name: str) -> None:
    change, expected = CASES[name]
    document = whole()
    change(document)
    with pytest.raises(PackageRefused) as refused:
        import_contest(document=document)
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == expected
    for fault in refused.value.errors:
        assert set(fault.detail) == {"vi", "en"}
    assert not Contest.objects.exists()
