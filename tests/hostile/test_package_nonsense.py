"""A package with one member changed, whichever and to whatever: it is imported, or refused in words
that name the place, and nothing of it is written; and whatever was imported can be shown."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from contests.models import Contest, Organization
from leaderboards import viewing
from leaderboards.package.carry import export_contest
from leaderboards.package.shape import _TEXTS, schema
from tests.factories.accounts import make_user
from tests.package.whole import whole

pytestmark = pytest.mark.django_db

Path = tuple[str | int, ...]

ALL = "FUZZ_EXAMPLES" in os.environ
"""Every value at each place (`make test-all`); else few of them, others at each place."""
STEP = 1 if ALL else 701

_DIGITS = "9" * 400
DELETED = ""
TWICE = "twice"
NUL, SURROGATE = '"\\u0000"', '"\\ud800"'
DEEP = "[" * 120 + "]" * 120
# As JSON, since Python writes some of them in no other way.
VALUES = [
    DELETED, TWICE, "null", "true", "0", "-1", "0.5", _DIGITS, f"-{_DIGITS}.5", "1e400", "9223372036854775808",
    '""', '"x"', f'"{_DIGITS}"', '"' + "a" * 50_000 + '"', '"1/0"', '"A2"', '"final"', NUL, SURROGATE, DEEP,
    "[]", "[1]", "{}", "[{}]", '{"a": {"b": [1]}}',
    '"0001-01-01T00:00:00+14:00"', '"9999-12-31T23:59:59-14:00"', '"2026-10-03T08:00:00+07:00"',
]  # fmt: skip
SHOWN = [
    "standings/cup/", "standings/cup/?round=show", "standings/cup/board.csv", "publications/?contest=cup",
    "awards/?contest=cup", "contests/cup/", "ceremonies/cup/screen/", "entries/?contest=cup",
    "scoresheets/?contest=cup", "minutes/?contest=cup", "appeals/?contest=cup", "decisions/?contest=cup",
]  # fmt: skip


def places(document: Any, path: Path = ()) -> Iterator[Path]:
    """Every member of every row."""
    if path:
        yield path
    if isinstance(document, dict):
        for name in document:
            yield from places(document[name], (*path, name))
    elif isinstance(document, list):
        for place in range(len(document)):
            yield from places(document[place], (*path, place))


def changed(document: Any, path: Path, value: str) -> str:
    """The file with the member at `path` deleted, told twice, or as `value` writes it."""
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    last: Any = path[-1]
    if value == DELETED:
        del holder[last]
    elif value == TWICE:
        holder.append(holder[last])
    else:
        holder[last] = "@@"
    return json.dumps(document).replace('"@@"', value)


def cases() -> Iterator[tuple[Path, str]]:
    for at, path in enumerate(places(whole())):
        for which, value in enumerate(VALUES):
            if (at * 11 + which) % STEP == 0 and (value != TWICE or isinstance(path[-1], int)):
                yield path, value


def check(client: Client, path: Path, value: str) -> None:
    what = f"{path}: {value[:60]}"
    file = SimpleUploadedFile("goi.json", changed(whole(), path, value).encode())
    answer = client.post("/api/v1/contest-packages/", {"file": file, "propose": "true"})
    if answer.status_code == 201:
        contest = Contest.objects.get()
        viewing.clear()
        for shown in SHOWN:
            seen = client.get(f"/api/v1/{shown}").status_code
            assert seen < 500, f"{what}: {shown} -> {seen}"
        export_contest(contest=contest)
        return
    assert 400 <= answer.status_code < 500, f"{what} -> {answer.status_code}"
    assert answer["Content-Type"] == "application/problem+json", what
    problem = answer.json()
    assert problem["detail"], what
    assert not Contest.objects.exists(), what
    assert not Organization.objects.exists(), what
    if problem["type"] == "/problems/package-unreadable":
        return
    pointers = [fault["pointer"] for fault in problem["errors"]]
    assert pointers, what
    assert all(fault["detail"] for fault in problem["errors"]), what
    if value in (NUL, SURROGATE, DEEP):
        here = "".join(f"/{step}" for step in path)
        assert any(pointer.startswith(here) for pointer in pointers), f"{what}: {pointers}"


def test_a_changed_member_is_imported_or_refused_in_words() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user(is_staff=True))
    count = 0
    for path, value in cases():
        with transaction.atomic():
            check(client, path, value)
            transaction.set_rollback(True)
        count += 1
    assert count > (10_000 if ALL else 30)


def test_every_keyword_of_the_schema_has_its_words() -> None:
    said = set(_TEXTS) | {
        "properties", "items", "$ref", "$defs", "$schema", "$id", "title", "description", "default",
    }  # fmt: skip

    def keywords(value: Any) -> Iterator[str]:
        for name, each in value.items():
            yield name
            if name in ("properties", "$defs"):
                for below in each.values():
                    yield from keywords(below)
            elif isinstance(each, dict) and name in ("items", "additionalProperties"):
                yield from keywords(each)
            elif name in ("anyOf", "oneOf"):
                for below in each:
                    yield from keywords(below)

    assert set(keywords(schema())) <= said
