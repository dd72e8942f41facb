"""The phase of a contest, at every boundary."""

from datetime import UTC, datetime, timedelta

import pytest

from contests.models import Contest
from contests.phases import (
    Phase,
    entries_are_open,
    entries_open_at,
    judging_is_open,
    phase,
    submissions_are_open,
)
from tests.factories.contests import make_contest

START = datetime(2026, 10, 1, tzinfo=UTC)


def at(day: int) -> datetime:
    return START + timedelta(days=day)


CONTEST = Contest(
    state="open",
    entries_open_at=at(1),
    entries_close_at=at(2),
    submissions_close_at=at(3),
    judging_open_at=at(4),
    judging_close_at=at(5),
)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "expected", "entries", "submissions", "judging"),
    [
        (at(1) - MOMENT, Phase.UPCOMING, False, False, False),
        (at(1), Phase.ENTRIES, True, True, False),
        (at(2) - MOMENT, Phase.ENTRIES, True, True, False),
        (at(2), Phase.SUBMISSIONS, False, True, False),
        (at(3) - MOMENT, Phase.SUBMISSIONS, False, True, False),
        (at(3), Phase.JUDGING, False, False, False),
        (at(4), Phase.JUDGING, False, False, True),
        (at(5) - MOMENT, Phase.JUDGING, False, False, True),
        (at(5), Phase.CLOSED, False, False, False),
    ],
)
def test_phase_changes_at_the_instant(
    now: datetime, expected: Phase, entries: bool, submissions: bool, judging: bool
) -> None:
    assert phase(CONTEST, now) == expected
    assert entries_are_open(CONTEST, now) is entries
    assert submissions_are_open(CONTEST, now) is submissions
    assert judging_is_open(CONTEST, now) is judging


def test_contest_without_instants_takes_entries_and_is_judged() -> None:
    contest = Contest(state="open")
    assert phase(contest, START) == Phase.ENTRIES
    assert entries_are_open(contest, START)
    assert submissions_are_open(contest, START)
    assert judging_is_open(contest, START)


def test_works_end_with_the_entries_unless_said_otherwise() -> None:
    contest = Contest(state="open", entries_close_at=at(2))
    assert submissions_are_open(contest, at(2) - MOMENT)
    assert not submissions_are_open(contest, at(2))


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_nothing_is_open_in_a_contest_that_is_not(state: str) -> None:
    contest = Contest(state=state)
    assert not entries_are_open(contest, START)
    assert not submissions_are_open(contest, START)
    assert not judging_is_open(contest, START)


@pytest.mark.django_db
def test_query_agrees_with_the_function() -> None:
    contests = [
        make_contest(),
        make_contest(state="draft"),
        make_contest(entries_open_at=at(1)),
        make_contest(entries_open_at=at(1), entries_close_at=at(2)),
        make_contest(entries_close_at=at(1)),
    ]
    for now in (at(0), at(1), at(2)):
        expected = {contest.pk for contest in contests if entries_are_open(contest, now)}
        found = Contest.objects.filter(entries_open_at(now)).values_list("pk", flat=True)
        assert set(found) == expected
