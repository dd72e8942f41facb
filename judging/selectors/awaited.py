"""Which sheets count once they are in, and which their judges still have to do.

The one place that tells it, for counts, lists and locks. Never looks at a score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from contests.models import Contest
from judging.models import Attempt, Judge, Scoresheet
from submissions.models import Entry

SUBMITTED_STATES = (Scoresheet.State.SUBMITTED, Scoresheet.State.LOCKED)
NOT_COUNTED_ROLES = (Judge.Role.TRAINEE, Judge.Role.OBSERVER)
AWAITED = (
    ~Q(judge__role__in=NOT_COUNTED_ROLES)
    & ~Q(state=Scoresheet.State.VOID)
    & ~Q(attempt__state__in=Attempt.NOT_COUNTED)
    & (Q(judge__active=True) | Q(state__in=SUBMITTED_STATES))
)
"""Sheets that count once they are in: what a judge left unfinished who has gone is not waited for."""


def to_do(contest: Contest) -> QuerySet[Scoresheet]:
    """The sheets that the contest's judges were given: of rounds, entries and attempts that count.

    A trainee's too; `AWAITED` leaves those out.
    """
    return (
        Scoresheet.objects.filter(judge__contest=contest, attempt__round__calibration=False)
        .exclude(state=Scoresheet.State.VOID)
        .exclude(attempt__state__in=Attempt.NOT_COUNTED)
        .exclude(attempt__entry__state__in=Entry.NOT_JUDGED)
    )


def counted_sheets_where(where: Mapping[str, Any]) -> dict[tuple[int, int], tuple[int, int]]:
    """The same of all that match `where` (lookups from Attempt), by entry id and round id."""
    counts: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    rows = _awaited(**where).values_list("attempt__entry_id", "attempt__round_id", "state")
    for entry_id, round_id, state in rows:
        count = counts[entry_id, round_id]
        count[0] += 1
        count[1] += state in SUBMITTED_STATES
    return {place: (expected, submitted) for place, (expected, submitted) in counts.items()}


def _awaited(**where: Any) -> QuerySet[Scoresheet]:
    attempts = {f"attempt__{lookup}": value for lookup, value in where.items()}
    return Scoresheet.objects.filter(AWAITED, **attempts).order_by()


def counted_sheets_of_round(round_id: int) -> dict[int, int]:
    """How many sheets count, by entry id, when all are in."""
    rows = (
        Scoresheet.objects.filter(AWAITED, attempt__round_id=round_id)
        .order_by()
        .values_list("attempt__entry_id")
        .annotate(count=Count("pk"))
    )
    return dict(rows)
