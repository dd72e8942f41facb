"""What people decide on a discrepancy: a discussion noted, a minute, a third marker.

Each is an event with its reason under the lock on the entry's result, which is reduced anew.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from django.db import transaction

from accounts.models import User
from common.errors import Fault
from common.preconditions import RevisionStale
from common.text import many_lines
from contests.models import Round
from contests.selectors import current_policy
from judging.definitions import form_of
from judging.errors import (
    DiscrepancyClosed,
    ReasonRequired,
    ThirdIsMarker,
    ThirdNotAsked,
    ThirdNotCounted,
    ThirdRequired,
    ValueOutOfRange,
    ValueRequired,
)
from judging.models import Discrepancy, Judge, JudgeAssignment, RoundResult
from judging.selectors.awaited import NOT_COUNTED_ROLES
from judging.selectors.remarking import remarking
from judging.services.assignments import seat
from judging.services.discrepancies import stored, write
from judging.services.results import lock_result, reduce_result
from judging.services.rounds import check_unlocked
from scoring.exact import text

State = Discrepancy.State
Action = Discrepancy.Action


@transaction.atomic
def settle_discrepancy(
    *,
    discrepancy_id: int,
    actor: User,
    expected_revision: int,
    reason: str,
    value: Fraction | None = None,
) -> Discrepancy:
    """Note what the discussion or the minute came to; `value` where the policy asks the head judge.

    Raises RevisionStale, DiscrepancyClosed, ReasonRequired, ThirdRequired, ValueRequired,
    ValueOutOfRange.
    """
    row, result = _held(discrepancy_id, expected_revision)
    reason = required_reason(reason)
    if row.state not in (State.OPEN, State.THIRD_MARKING):
        raise DiscrepancyClosed
    if row.action == Action.THIRD_MARKING and row.result != "head":
        raise ThirdRequired
    if row.result != "head":
        value = None
    elif value is None:
        raise ValueRequired(errors=[Fault(ValueRequired.text, "/value")])
    else:
        check_value(row.attempt.round, value, "/value")
    state = {Action.DISCUSS: State.DISCUSSED, Action.MINUTE: State.MINUTED}.get(
        Action(row.action), State.RESOLVED
    )
    write(row, replace(stored(row), state=state, value=value), actor=actor, reason=reason)
    _reduce(row, result, actor)
    return Discrepancy.objects.get(pk=row.pk)


@transaction.atomic
def appoint_third(
    *, discrepancy_id: int, actor: User, expected_revision: int, judge: Judge, reason: str
) -> Discrepancy:
    """Let a third marker score the entry; the first markers' sheets stay as they are.

    Raises RevisionStale, DiscrepancyClosed, ThirdNotAsked, ThirdIsMarker, ReasonRequired,
    RoundLocked and what assigning raises.
    """
    round_id = Discrepancy.objects.values_list("attempt__round_id", flat=True).get(
        pk=discrepancy_id
    )
    round_ = check_unlocked(round_id)  # before the result, as everybody does
    row, result = _held(discrepancy_id, expected_revision)
    reason = required_reason(reason)
    if row.action != Action.THIRD_MARKING:
        raise ThirdNotAsked
    if row.state not in (State.OPEN, State.THIRD_MARKING):
        raise DiscrepancyClosed
    attempt = row.attempt
    if judge.code in row.marks:
        raise ThirdIsMarker(judge=judge.full_name)
    if judge.role in NOT_COUNTED_ROLES:
        raise ThirdNotCounted(judge=judge.full_name)
    here = {"judge": judge, "entry": attempt.entry, "round": attempt.round}
    if not JudgeAssignment.objects.filter(**here).exclude(remarking()).exists():
        seat(judge=judge, entry=attempt.entry, round_=round_)
        result.refresh_from_db()
    row.third = judge
    write(row, replace(stored(row), state=State.THIRD_MARKING), actor=actor, reason=reason)
    _reduce(row, result, actor)
    return Discrepancy.objects.get(pk=row.pk)


def _held(discrepancy_id: int, expected: int) -> tuple[Discrepancy, RoundResult]:
    """The discrepancy under the lock of its entry's result."""
    place = Discrepancy.objects.values_list("attempt__entry_id", "attempt__round_id").get(
        pk=discrepancy_id
    )
    result = lock_result(entry_id=place[0], round_id=place[1])
    row = Discrepancy.objects.select_related(
        "attempt__entry", "attempt__round__contest", "attempt__round__form_version", "third"
    ).get(pk=discrepancy_id)
    if row.revision != expected:
        current = {"revision": row.revision, "state": row.state, "marks": row.marks}
        raise RevisionStale(extra={"current": current}, headers={"ETag": f'"{row.revision}"'})
    return row, result


def required_reason(reason: str) -> str:
    """The reason as it is kept. Raises ReasonRequired."""
    cleaned = many_lines(reason)
    if not cleaned:
        raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/reason")])
    return cleaned


def check_value(round_: Round, value: Fraction, pointer: str) -> None:
    """Raises ValueOutOfRange for what no sheet of the round could have."""
    maximum = form_of(round_.form_version).maximum
    if value < 0 or (maximum is not None and value > maximum):
        shown = "∞" if maximum is None else text(maximum)
        fault = {key: words.format(maximum=shown) for key, words in ValueOutOfRange.text.items()}
        raise ValueOutOfRange(maximum=shown, errors=[Fault(fault, pointer)])


def _reduce(row: Discrepancy, result: RoundResult, actor: User) -> None:
    round_ = row.attempt.round
    reduce_result(
        result=result, policy=current_policy(round_.contest), code=round_.code, actor=actor
    )
