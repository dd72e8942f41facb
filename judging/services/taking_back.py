"""How a conflict of interest ends: its judge asks and the head judge rules, or the organiser lifts it.

It stands until then, and nobody decides on a conflict of their own. Never gives an entry back.
"""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from common.errors import Fault
from common.text import single_line
from judging.errors import (
    ConflictOver,
    ConflictPinned,
    ConflictYours,
    ReasonRequired,
    TakeBackTwice,
)
from judging.models import ConflictLift, ConflictOfInterest, TakeBack, TakeBackRuling


@transaction.atomic
def take_back_conflict(*, conflict: ConflictOfInterest, reason: str) -> TakeBack:
    """The judge of a declared conflict asks to score the entry after all.

    Raises ReasonRequired, ConflictOver, ConflictPinned, TakeBackTwice.
    """
    reason = _required(reason)
    current = _held(conflict.pk)
    if current.pinned:
        raise ConflictPinned
    if waiting(current) is not None:
        raise TakeBackTwice
    return TakeBack.objects.create(
        judge_id=current.judge_id,
        entry_id=current.entry_id,
        kind=current.kind,
        note=current.note,
        reason=reason,
    )


@transaction.atomic
def rule_take_back(
    *, take_back: TakeBack, actor: User, agreed: bool, reason: str = ""
) -> TakeBackRuling:
    """The head judge agrees, and the conflict is gone; or it stays, with a reason.

    Assignments that went with the conflict do not come back. Raises ConflictYours, ConflictOver,
    ReasonRequired.
    """
    _require_other(take_back.judge.user_id, actor)
    reason = single_line(reason)[:300] if agreed else _required(reason)
    conflict = ConflictOfInterest.objects.filter(
        judge=take_back.judge_id, entry=take_back.entry_id
    ).first()
    if conflict is None:
        raise ConflictOver
    current = _held(conflict.pk)
    if TakeBackRuling.objects.filter(take_back=take_back).exists():
        raise ConflictOver
    if agreed and current.pinned:  # pinned since it was asked
        raise ConflictPinned
    ruling = TakeBackRuling.objects.create(
        take_back=take_back, agreed=agreed, reason=reason, actor=actor
    )
    if agreed:
        current.delete()
    return ruling


@transaction.atomic
def lift_conflict(*, conflict: ConflictOfInterest, actor: User, reason: str) -> ConflictLift:
    """Take a conflict back on the organiser's word; detection leaves the pair alone from then on.

    What its judge asked about it is over. Raises ReasonRequired, ConflictYours, ConflictOver.
    """
    reason = _required(reason)
    current = _held(conflict.pk)
    _require_other(current.judge.user_id, actor)
    asked = waiting(current)
    if asked is not None:
        TakeBackRuling.objects.create(take_back=asked, agreed=True, reason=reason, actor=actor)
    lift = ConflictLift.objects.create(
        judge_id=current.judge_id, entry_id=current.entry_id, kind=current.kind,
        note=current.note, reason=reason, actor=actor,
    )  # fmt: skip
    current.delete()
    return lift


def waiting(conflict: ConflictOfInterest) -> TakeBack | None:
    """What the conflict's judge asked and nobody ruled on yet."""
    return TakeBack.objects.filter(
        judge=conflict.judge_id, entry=conflict.entry_id, ruling=None
    ).first()


def _held(pk: int) -> ConflictOfInterest:
    """The conflict, locked until the transaction ends. Raises ConflictOver."""
    current = (
        ConflictOfInterest.objects.select_for_update(of=("self",))
        .select_related("judge")
        .filter(pk=pk)
        .first()
    )
    if current is None:
        raise ConflictOver
    return current


def _required(reason: str) -> str:
    reason = single_line(reason)[:300]
    if not reason:
        raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/reason")])
    return reason


def _require_other(judge_user: int | None, actor: User) -> None:
    if judge_user == actor.pk:
        raise ConflictYours
