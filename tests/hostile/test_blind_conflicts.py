"""Judges of a blind contest declare conflicts by school or name, and learn of no entry by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from accounts.models import User
from judging.models import (
    ConflictDeclaration,
    ConflictOfInterest,
    Judge,
    JudgeAssignment,
)
from judging.selectors import queue
from judging.selectors.situation import Options
from judging.services import (
    assign,
    fill_assignments,
    lift_conflict,
)
from tests.factories.blind import MENTOR, PERSON, TEAM, World, make_world
from tests.factories.judging import make_judge
from tests.factories.submissions import make_entry
from tests.worlds import shared

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup: Any, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with shared(django_db_blocker):
        yield make_world()


@pytest.fixture
def world(built: World, db: None) -> World:
    return built


def declare(world: World, judge: Judge, user: User | None = None, **body: Any) -> Any:
    return world.post("conflict-declarations/", {"judge": judge.pk, **body}, user or judge.user)


def test_school_declared_beforehand_keeps_its_entries_from_the_judge(world: World) -> None:
    fresh = make_judge(world.contest)
    answer = declare(world, fresh, organization=world.school.code, kind="same_school")
    assert (answer.status_code, answer.json()["entries"]) == (201, None)
    conflict = ConflictOfInterest.objects.get(judge=fresh)
    assert (conflict.entry, conflict.kind, conflict.pinned) == (
        world.planted, "same_school", True,
    )  # fmt: skip
    late = make_entry(world.contest, title="Bài nộp sau", organization=world.school)
    fill_assignments(round_=world.round, options=Options(judges_per_entry=3))
    given = set(JudgeAssignment.objects.filter(judge=fresh).values_list("entry_id", flat=True))
    assert given == {entry.pk for entry in world.entries[1:]}
    assert {late.pk, world.planted.pk}.isdisjoint(given)


@pytest.mark.parametrize("name", ["luong thi GIAU ten", MENTOR, TEAM])
def test_name_declared_beforehand_is_found_however_it_is_written(world: World, name: str) -> None:
    fresh = make_judge(world.contest)
    assert declare(world, fresh, name=name).status_code == 201
    assert ConflictOfInterest.objects.get(judge=fresh).entry == world.planted


def test_answer_does_not_tell_whether_anybody_has_that_name(world: World) -> None:
    answers = []
    for name in (PERSON, "Không Có Ai Tên Này"):
        told = declare(world, make_judge(world.contest), name=name).json()
        assert told.pop("name") == name
        answers.append({key: told[key] for key in ("organization", "kind", "note", "entries")})
        assert told["applied_at"] is not None
    assert answers[0] == answers[1]


def test_declaration_after_the_assignment_moves_no_sheet_until_it_is_applied(world: World) -> None:
    """Sheets that went away upon a school's name would tell whose they were."""
    before = queue(world.judge.user)["sheets"]
    told = declare(world, world.judge, organization=world.school.code).json()
    assert told["applied_at"] is None
    assert queue(world.judge.user)["sheets"] == before
    own = world.get("conflict-declarations/", world.judge.user).json()["results"]
    assert [each["entries"] for each in own] == [None]
    (office,) = world.get("conflict-declarations/", world.organiser).json()["results"]
    assert office["entries"] == 1
    path = f"conflict-declarations/{told['id']}/apply/"
    assert world.post(path, {}, world.judge.user).status_code == 403
    assert world.post(path, {}, world.organiser).json()["applied_at"] is not None
    again = world.post(path, {}, world.organiser)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/declaration-applied")
    assert len(queue(world.judge.user)["sheets"]) == len(before) - 1


def test_lifted_pair_is_left_alone_by_its_declaration(world: World) -> None:
    fresh = make_judge(world.contest)
    declare(world, fresh, organization=world.school.code)
    conflict = ConflictOfInterest.objects.get(judge=fresh)
    lift_conflict(conflict=conflict, actor=world.organiser, reason="nhầm trường")
    assign(judge=fresh, entry=world.planted, round_=world.round)


@pytest.mark.parametrize("both", [True, False])
def test_declaration_names_a_school_or_a_name(world: World, both: bool) -> None:
    body = {"organization": world.school.code, "name": PERSON} if both else {"name": "  "}
    refused = declare(world, world.judge, **body)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/declaration-empty")
    assert not ConflictDeclaration.objects.exists()


def test_nobody_declares_for_another_judge_but_who_arranges(world: World) -> None:
    body = {"name": PERSON}
    assert declare(world, world.judge, world.other.user, **body).status_code == 403
    assert declare(world, world.judge, world.organiser, **body).status_code == 201
