"""A judge leaves on the day, or comes back.

Leaving hands over what was not begun, and nobody else's assignments change; what was scored stays.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from django.db import transaction

from accounts.models import User
from common.errors import Fault
from common.text import single_line
from contests.models import Round
from judging.allocation import Note, Pair
from judging.errors import ReasonRequired, SeatActive, SeatReleased
from judging.models import Discrepancy, Judge, RoundResult, SeatChange
from judging.selectors.situation import Options, Situation, situation_of
from judging.services.filling import write
from judging.services.panels import seat_moved
from judging.services.planning import Uncovered, solve, uncovered_of
from judging.services.results import hold
from judging.services.rounds import check_unlocked
from submissions.models import Entry

_GAP = 3
"""On the day entries rather stay in their panel's room than make all loads even."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An entry that another judge takes over; `load` is that judge's in the round, afterwards."""

    entry: Entry
    judge: Judge
    load: int


@dataclass(frozen=True, slots=True)
class RoundRelease:
    """What a judge's leaving changes in one round.

    `scored` sheets stay and count. `started` entries have scores that were never handed in: they
    are kept, do not count, and somebody else scores the entry.
    """

    round: Round
    situation: Situation
    taken: tuple[Taken, ...]
    uncovered: tuple[Uncovered, ...]
    scored: int
    started: tuple[Entry, ...]
    given_up: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Release:
    """A judge's leaving, round by round; rounds without the judge and locked ones are left out."""

    judge: Judge
    rounds: tuple[RoundRelease, ...]


def plan_release(*, judge: Judge) -> Release:
    """What releasing the judge would do now; writes nothing. Raises SeatReleased."""
    if not judge.active:
        raise SeatReleased(judge=judge.full_name)
    rounds = judge.contest.rounds.filter(locked_at=None, assignments__judge=judge)
    return Release(judge, tuple(_of_round(judge, round_) for round_ in rounds.distinct()))


@transaction.atomic
def release_judge(*, judge: Judge, actor: User, reason: str) -> Release:
    """End the judge's part in the contest and let others take over what was not begun.

    Raises ReasonRequired, SeatReleased.
    """
    reason = single_line(reason)[:300]
    if not reason:
        raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/reason")])
    judge = _held(judge)
    rounds = judge.contest.rounds.filter(locked_at=None, assignments__judge=judge).distinct()
    held = [check_unlocked(pk) for pk in sorted(rounds.values_list("pk", flat=True))]
    hold(RoundResult.objects.filter(round__in=held))
    release = plan_release(judge=judge)
    for part in release.rounds:
        made = [Pair(taken.entry.code, taken.judge.code) for taken in part.taken]
        write(part.round, part.situation, made=made, removed=part.given_up)
    _set_active(judge, active=False, actor=actor, reason=reason)
    return replace(release, judge=judge)


@transaction.atomic
def reinstate_judge(*, judge: Judge, actor: User, reason: str = "") -> Judge:
    """Let a judge score again. What others took over stays with them; what was begun goes on.

    Raises SeatActive.
    """
    judge = _held(judge)
    if judge.active:
        raise SeatActive(judge=judge.full_name)
    _set_active(judge, active=True, actor=actor, reason=single_line(reason)[:300])
    return judge


def _held(judge: Judge) -> Judge:
    return (
        Judge.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contest", "user", "panel", "organization")
        .get(pk=judge.pk)
    )


def _set_active(judge: Judge, *, active: bool, actor: User, reason: str) -> None:
    before = judge.role, judge.active
    judge.active = active
    judge.save(update_fields=["active"])
    SeatChange.objects.create(judge=judge, active=active, actor=actor, reason=reason)
    seat_moved(judge, before)


def _of_round(judge: Judge, round_: Round) -> RoundRelease:
    situation = situation_of(round_, Options(crossing=0), without=judge)
    own = {pair: seat for pair, seat in situation.seated.items() if pair.judge == judge.code}
    given_up = {pair for pair, seat in own.items() if not seat.entered}
    started = {pair for pair, seat in own.items() if seat.live and seat.entered and not seat.done}
    counts = {pair for pair in given_up | started if situation.counted(pair)}
    open_ = {pair.entry for pair in counts - situation.barred}
    problem = situation.problem
    plan = solve(replace(problem, closed=frozenset(problem.entries) - open_, load_gap=_GAP))
    added = sorted(set(plan.pairs) - problem.fixed)
    loads = Counter(pair.judge for pair in plan.pairs)
    return RoundRelease(
        round=round_,
        situation=situation,
        taken=tuple(
            Taken(situation.entries[pair.entry], situation.judges[pair.judge], loads[pair.judge])
            for pair in added
        ),
        uncovered=(*uncovered_of(situation, plan), *_thirds(judge, round_, situation)),
        scored=sum(seat.done for seat in own.values()),
        started=tuple(situation.entries[pair.entry] for pair in sorted(started)),
        given_up=frozenset(given_up),
    )


def _thirds(judge: Judge, round_: Round, situation: Situation) -> list[Uncovered]:
    """Entries that wait for this judge's third mark: only the head judge appoints another."""
    rows = Discrepancy.objects.filter(
        attempt__round=round_, third=judge, state=Discrepancy.State.THIRD_MARKING
    )
    codes = rows.order_by("attempt__entry__code").values_list("attempt__entry__code", flat=True)
    return [
        Uncovered(situation.entries[code], 1, (Note("third-marking"),))
        for code in codes
        if code in situation.entries
    ]
