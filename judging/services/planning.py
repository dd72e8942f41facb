"""Planning a round's assignments without writing any: the dry run of `filling` and of `seats`."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace

from common.language import Text
from contests.models import Round
from judging.allocation import Note, Pair, Plan, Problem, allocate
from judging.allocation.messages import text
from judging.errors import AllocationTooLarge, RoundLocked
from judging.selectors.situation import Options, Situation, situation_of
from submissions.models import Entry

MOST_PAIRS = 2_000_000
"""Entries times judges beyond which a plan would take minutes."""
_PLEASANT = 400_000  # pairs looked at in all before fewer plans are compared


@dataclass(frozen=True, slots=True)
class Uncovered:
    """An entry that has fewer judges than its round asks for, and why."""

    entry: Entry
    missing: int
    reasons: tuple[Note, ...]

    @property
    def reason(self) -> Text:
        """What is wrong and what to do, in every language."""
        return {
            language: " ".join(text(note, language) for note in self.reasons)
            for language in ("vi", "en")
        }


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan for one round, with what it would change.

    `made`, `kept`, `removed` hold trainees' assignments too; `trainees` are their loads.
    """

    round: Round
    options: Options
    situation: Situation
    plan: Plan
    made: frozenset[Pair]
    kept: frozenset[Pair]
    removed: frozenset[Pair]
    trainees: dict[str, int]
    uncovered: tuple[Uncovered, ...]

    @property
    def per_entry(self) -> int:
        return self.situation.problem.per_entry


def plan_assignments(*, round_: Round, options: Options | None = None) -> Planned:
    """What filling the round would do now. Raises RoundLocked, AllocationTooLarge."""
    if round_.locked_at is not None:
        raise RoundLocked(round=round_.code)
    options = options or Options()
    return planned(round_, options, situation_of(round_, options))


def planned(round_: Round, options: Options, situation: Situation) -> Planned:
    """The plan of a situation. Raises AllocationTooLarge."""
    plan = solve(situation.problem)
    learners = _trainees(situation, plan, keep=options.keep)
    existing = set(situation.seated)
    wanted = set(plan.pairs) | learners
    removed = frozenset(situation.dropped - wanted)
    trainees = Counter(pair.judge for pair in learners)
    return Planned(
        round=round_,
        options=options,
        situation=situation,
        plan=plan,
        made=frozenset(wanted - existing),
        kept=frozenset(existing - removed),
        removed=removed,
        trainees={code: trainees[code] for code in situation.trainees},
        uncovered=uncovered_of(situation, plan),
    )


def uncovered_of(situation: Situation, plan: Plan) -> tuple[Uncovered, ...]:
    return tuple(
        Uncovered(situation.entries[row.entry], row.missing, row.reasons) for row in plan.uncovered
    )


def solve(problem: Problem) -> Plan:
    """The allocation; a large one compares fewer plans. Raises AllocationTooLarge."""
    entries, judges = len(problem.entries), len(problem.judges)
    pairs = entries * judges
    if pairs > MOST_PAIRS:
        raise AllocationTooLarge(entries=entries, judges=judges)
    tries = max(1, min(problem.tries, _PLEASANT // max(1, pairs)))
    try:
        return allocate(replace(problem, tries=tries))
    except OverflowError as error:
        raise AllocationTooLarge(entries=entries, judges=judges) from error


def _trainees(situation: Situation, plan: Plan, *, keep: bool) -> set[Pair]:
    """The trainees' own entries, beside the judges': as many as a judge has, in their own panel."""
    most = max(plan.loads.values(), default=0)
    seated = {
        pair
        for pair, seat in situation.seated.items()
        if pair.judge in situation.trainees
        and (seat.entered or (keep and pair not in situation.dropped))
    }
    if not situation.trainees or not most:
        return seated
    panels = {code: situation.judges[code].panel for code in situation.trainees}
    homes = set(situation.homes.values())
    seats = {
        code: panel.code if panel is not None and panel.code in homes else None
        for code, panel in panels.items()
    }
    elsewhere = {
        Pair(entry, code)
        for entry, home in situation.homes.items()
        for code, seat in seats.items()
        if seat is not None and home != seat
    }
    problem = Problem(
        entries=dict.fromkeys(situation.homes),
        judges=dict.fromkeys(situation.trainees),
        per_entry=max(1, math.ceil(len(seats) * most / len(situation.homes))),
        conflicts=situation.barred | situation.problem.spent | elsewhere,
        limits=dict.fromkeys(situation.trainees, most),
        fixed=frozenset(seated),
        tries=1,
    )
    return set(solve(problem).pairs)
