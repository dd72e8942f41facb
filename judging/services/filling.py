"""Filling a round: the plan of `planning`, written in one transaction.

Nothing on which anything was entered is ever removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from contests.models import Round
from judging.allocation import Pair
from judging.selectors.situation import Options, Situation, situation_of
from judging.services.assignments import create_assignments, drop_assignments, hold_results
from judging.services.planning import Planned, Uncovered, plan_assignments, planned
from judging.services.rounds import check_unlocked


@dataclass(frozen=True, slots=True)
class Filling:
    """What filling a round did, and by which plan."""

    planned: Planned

    @property
    def created(self) -> int:
        return len(self.planned.made)

    @property
    def kept(self) -> int:
        return len(self.planned.kept)

    @property
    def removed(self) -> int:
        return len(self.planned.removed)

    @property
    def uncovered(self) -> tuple[Uncovered, ...]:
        return self.planned.uncovered


def fill_assignments(*, round_: Round, options: Options | None = None) -> Filling:
    """Give every entry of the round its number of judges, by the plan that a dry run shows.

    The same data give the same plan. It is made before anything is locked, for it may take
    seconds, and made again only if the data have moved. Raises RoundLocked, AllocationTooLarge.
    """
    plan = plan_assignments(round_=round_, options=options)
    with transaction.atomic():
        round_ = check_unlocked(round_.pk)
        hold_results(round_, [entry.pk for entry in plan.situation.entries.values()])
        now = situation_of(round_, plan.options)
        if _moved(plan.situation, now):
            plan = planned(round_, plan.options, now)
        write(round_, plan.situation, made=plan.made, removed=plan.removed)
    return Filling(plan)


def _moved(before: Situation, now: Situation) -> bool:
    return (before.problem, before.seated, before.trainees) != (
        now.problem,
        now.seated,
        now.trainees,
    )


def write(
    round_: Round, situation: Situation, *, made: Iterable[Pair], removed: Iterable[Pair]
) -> None:
    """Change the round's assignments, inside the caller's transaction. Raises AssignmentUsed."""
    entries, judges = situation.entries, situation.judges
    gone = {(judges[pair.judge].pk, entries[pair.entry].pk) for pair in removed}
    drop_assignments(round_, gone)
    new = [(judges[pair.judge], entries[pair.entry]) for pair in made]
    create_assignments(new, round_)
