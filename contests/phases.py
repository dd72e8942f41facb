"""The phase of a contest at an instant; the server's clock decides, nobody else's.

Holds only comparisons of instants; never reads the clock itself and never the database.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, TextChoices

from contests.models import Contest


class Phase(TextChoices):
    """What goes on in a contest. Judging begins when entrants can change nothing any more."""

    UPCOMING = "upcoming"
    ENTRIES = "entries"
    SUBMISSIONS = "submissions"
    JUDGING = "judging"
    CLOSED = "closed"


def phase(contest: Contest, now: datetime) -> Phase:
    """The phase at `now`. An instant that is not set never comes."""
    if contest.state == Contest.State.ARCHIVED or _passed(contest.judging_close_at, now):
        return Phase.CLOSED
    if _passed(contest.judging_open_at, now):
        return Phase.JUDGING
    if contest.entries_open_at and now < contest.entries_open_at:
        return Phase.UPCOMING
    if not _passed(contest.entries_close_at, now):
        return Phase.ENTRIES
    if contest.submissions_close_at and now < contest.submissions_close_at:
        return Phase.SUBMISSIONS
    return Phase.JUDGING


def entries_are_open(contest: Contest, now: datetime) -> bool:
    """Whether entries may be made and changed by entrants."""
    return (
        contest.state == Contest.State.OPEN
        and not (contest.entries_open_at and now < contest.entries_open_at)
        and not _passed(contest.entries_close_at, now)
    )


def submissions_are_open(contest: Contest, now: datetime) -> bool:
    """Whether work may be sent in. Without an end of its own, until entries close."""
    return (
        contest.state == Contest.State.OPEN
        and not (contest.entries_open_at and now < contest.entries_open_at)
        and not _passed(contest.submissions_close_at or contest.entries_close_at, now)
    )


def judging_is_open(contest: Contest, now: datetime) -> bool:
    """Whether judges may write."""
    return (
        contest.state == Contest.State.OPEN
        and not (contest.judging_open_at and now < contest.judging_open_at)
        and not _passed(contest.judging_close_at, now)
    )


def entries_open_at(now: datetime) -> Q:
    """The contests for which `entries_are_open` holds."""
    return (
        Q(state=Contest.State.OPEN)
        & (Q(entries_open_at=None) | Q(entries_open_at__lte=now))
        & (Q(entries_close_at=None) | Q(entries_close_at__gt=now))
    )


def _passed(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and now >= instant
