"""A contest that was carried is the same: its file, its standings, and what the public sees of it."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from contests.models import Contest
from judging.services import rebuild
from leaderboards import staging, viewing
from leaderboards.computing import compute_from_sheets, compute_standings
from leaderboards.package.carry import export_contest, import_contest, read, write
from tests.package.marks import marks, unmarked
from tests.package.scenes import SCENES

pytestmark = pytest.mark.django_db

NOT_CARRIED = {"id", "order", "now", "imports"}  # an order is that of the list
OF_LIVE = {"revision", "updated_at"}  # how often and when this installation computed


def carried(contest: Contest) -> tuple[dict[str, Any], dict[str, Any]]:
    """The contest's file, and the file once it was imported in its place."""
    first = export_contest(contest=contest)
    imported = import_contest(document=read(write(first)), replace=True)
    assert imported.warnings == ()
    return first, export_contest(contest=Contest.objects.get(pk=contest.pk))


def bare(value: Any, drop: set[str]) -> Any:
    if isinstance(value, dict):
        if isinstance(value.get("publication"), int):  # an award's, by id
            drop = drop | {"publication"}
        return {key: bare(each, drop) for key, each in value.items() if key not in drop}
    return [bare(each, drop) for each in value] if isinstance(value, list) else value


def public(contest: Contest) -> dict[str, Any]:
    """What anybody is answered on the contest's results."""
    viewing.clear()
    staging.clear()
    answers: dict[str, Any] = {}
    for path in (
        f"standings/{contest.slug}/",
        f"standings/{contest.slug}/?round=final",
        f"standings/{contest.slug}/?view=live",
        f"ceremonies/{contest.slug}/screen/",
        f"publications/?contest={contest.slug}",
        f"awards/?contest={contest.slug}",
        f"contests/{contest.slug}/",
    ):
        answer = APIClient().get(f"/api/v1/{path}")
        assert answer.status_code == 200, path
        body = answer.json()
        live = isinstance(body, dict) and body.get("state") == "live" and not body["frozen_at"]
        answers[path] = bare(body, NOT_CARRIED | (OF_LIVE if live else set()))
    return answers


def rows(contest: Contest) -> list[Any]:
    stored, whole = compute_standings(contest).standings, compute_from_sheets(contest).standings
    assert [(r.entry, r.rank, r.points) for r in stored.rows] == [
        (r.entry, r.rank, r.points) for r in whole.rows
    ]
    return [
        (r.entry, r.rank, r.tied, r.points, r.state, {c: v.value for c, v in r.rounds.items()})
        for r in stored.rows
    ]


@pytest.mark.parametrize("name", SCENES)
def test_carried_contest_is_the_same(name: str) -> None:
    contest = SCENES[name]()
    shown, ranked = public(contest), rows(contest)
    first, again = carried(contest)
    assert unmarked(again) == unmarked(first)
    for before, after in zip(marks(first), marks(again), strict=True):
        assert after[:-1] == before
        assert after[-1]["organization"] == contest.organization.name
    there = Contest.objects.get(pk=contest.pk)
    for path, answer in public(there).items():
        assert answer == shown[path], path
    assert rows(there) == ranked
    assert rebuild(contests=[there]) == []
