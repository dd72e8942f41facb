"""The entries of a contest's rounds as those who oversee the judging watch them.

A page of entries costs a few queries; an entry's flags are told by one rule for all rounds: too few
judges, what the policy's protocol says of their difference, overrides. Never writes anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from judging.definitions import form_of
from judging.models import Attempt, Discrepancy, RoundResult, ScoreOverride, Scoresheet
from judging.permissions import ModerationPolicy
from judging.selectors.awaited import NOT_COUNTED_ROLES, SUBMITTED_STATES
from judging.selectors.short import judged, judges_of, short

_LIVE = (ScoreOverride.State.PROPOSED, ScoreOverride.State.EFFECTIVE)

Place = tuple[int, int]
"""An entry and a round, by their ids."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a page of entries needs beside its rows, by place; no sheets of attempts that count nowhere."""

    sheets: Mapping[Place, Sequence[Scoresheet]]
    discrepancies: Mapping[Place, Sequence[Discrepancy]]
    overrides: Mapping[Place, ScoreOverride]


def watched_entries(user: User) -> QuerySet[RoundResult]:
    """The entries that are to be judged in the contests that `user` oversees, round by round."""
    return (
        judged()
        .filter(ModerationPolicy.readable(user, "round__contest"))
        .annotate(judges=judges_of())
        .select_related("entry__division", "round__form_version")
    )


def flagged() -> Q:
    """Rows of `watched_entries` with any flag."""
    return (
        short()
        | Q(
            Exists(
                Discrepancy.objects.filter(
                    attempt__entry=OuterRef("entry"), attempt__round=OuterRef("round")
                ).exclude(state=Discrepancy.State.LAPSED)
            )
        )
        | Q(
            Exists(
                ScoreOverride.objects.filter(
                    entry=OuterRef("entry"), round=OuterRef("round"), state__in=_LIVE
                )
            )
        )
    )


def watched(rows: Iterable[RoundResult]) -> Watched:
    """Sheets, discrepancies and live overrides of a page, in three queries."""
    rows = list(rows)
    entries = {row.entry_id for row in rows}
    rounds = {row.round_id for row in rows}
    sheets: defaultdict[Place, list[Scoresheet]] = defaultdict(list)
    found = (
        Scoresheet.objects.filter(attempt__entry__in=entries, attempt__round__in=rounds)
        .exclude(attempt__state__in=Attempt.NOT_COUNTED)
        .select_related("judge", "attempt__round")
        .order_by("attempt__number", "judge__code")
    )
    for sheet in found:
        sheets[sheet.attempt.entry_id, sheet.attempt.round_id].append(sheet)
    discrepancies: defaultdict[Place, list[Discrepancy]] = defaultdict(list)
    for row in Discrepancy.objects.filter(
        attempt__entry__in=entries, attempt__round__in=rounds
    ).select_related("attempt"):
        discrepancies[row.attempt.entry_id, row.attempt.round_id].append(row)
    overrides = {
        (override.entry_id, override.round_id): override
        for override in ScoreOverride.objects.filter(
            entry__in=entries, round__in=rounds, state__in=_LIVE
        )
    }
    return Watched(sheets, discrepancies, overrides)


def flags(row: RoundResult, of: Watched) -> list[str]:
    """What there is to look at; the most pressing first. Of a row of `watched_entries`."""
    judges: int = row.judges  # type: ignore[attr-defined]  # annotated
    place = row.entry_id, row.round_id
    states = {each.state for each in of.discrepancies.get(place, ())} - {Discrepancy.State.LAPSED}
    override = of.overrides.get(place)
    found = []
    if Discrepancy.State.OPEN in states:
        found.append("discrepancy")
    if Discrepancy.State.THIRD_MARKING in states:
        found.append("third_marking")
    if override is not None and override.state == ScoreOverride.State.PROPOSED:
        found.append("override_proposed")
    if judges < row.round.judges_per_entry and row.round.locked_at is None:
        found.append("short")
    if states - {Discrepancy.State.OPEN, Discrepancy.State.THIRD_MARKING}:
        found.append("settled")
    if override is not None and override.state == ScoreOverride.State.EFFECTIVE:
        found.append("override")
    return found


def spread(sheets: Iterable[Scoresheet]) -> Fraction | None:
    """The largest difference between the counted sheets of one attempt; None below two of them."""
    points: defaultdict[int, list[Fraction]] = defaultdict(list)
    for sheet in sheets:
        counted = sheet.state in SUBMITTED_STATES and sheet.judge.role not in NOT_COUNTED_ROLES
        if counted and sheet.points is not None:
            points[sheet.attempt_id].append(Fraction(sheet.points))
    return max((max(each) - min(each) for each in points.values() if len(each) > 1), default=None)


def maximum(row: RoundResult) -> Fraction | None:
    """The most that a sheet of the round may have."""
    return form_of(row.round.form_version).maximum
