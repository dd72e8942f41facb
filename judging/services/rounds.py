"""Locking and unlocking a round. Never touches a sheet: a locked round locks all of them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import Fault
from contests.models import Round
from judging.errors import DiscrepanciesOpen, ReasonRequired, RoundLocked, RoundNotLocked
from judging.models import RoundLock, RoundResult
from judging.selectors.attention import unsettled
from judging.services.minutes import draw_up
from judging.services.results import hold


@transaction.atomic
def lock_round(*, round_id: int, actor: User, reason: str = "") -> Round:
    """End the scoring of a round and draw up its minutes. Writes that are under way end before it, later ones are refused.

    Raises RoundLocked if it is locked already, DiscrepanciesOpen.
    """
    round_ = hold_round(round_id)
    if round_.locked_at is not None:
        raise RoundLocked(round=round_.code)
    hold(RoundResult.objects.filter(round=round_))
    _check_settled(round_)
    round_.locked_at = timezone.now()
    round_.save(update_fields=["locked_at"])
    lock = RoundLock.objects.create(round=round_, locked=True, reason=reason.strip(), actor=actor)
    draw_up(round_=round_, lock=lock)
    return round_


def _check_settled(round_: Round) -> None:
    waiting = unsettled().filter(attempt__round=round_)
    codes = list(
        waiting.order_by("attempt__entry__code").values_list("attempt__entry__code", flat=True)
    )
    if codes:
        shown = ", ".join(codes[:5]) + (", …" if len(codes) > 5 else "")
        raise DiscrepanciesOpen(round=round_.code, count=len(codes), entries=shown)


@transaction.atomic
def unlock_round(*, round_id: int, actor: User, reason: str) -> Round:
    """Open a locked round again. Raises ReasonRequired, RoundNotLocked."""
    if not reason.strip():
        raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/reason")])
    round_ = hold_round(round_id)
    if round_.locked_at is None:
        raise RoundNotLocked(round=round_.code)
    round_.locked_at = None
    round_.save(update_fields=["locked_at"])
    RoundLock.objects.create(round=round_, locked=False, reason=reason.strip(), actor=actor)
    return round_


def hold_round(round_id: int) -> Round:
    """The round, held until the transaction ends; before any result of it."""
    return Round.everything.select_for_update(no_key=True).get(pk=round_id)


def check_unlocked(round_id: int) -> Round:
    """The round, held until the transaction ends; raises RoundLocked."""
    round_ = hold_round(round_id)
    if round_.locked_at is not None:
        raise RoundLocked(round=round_.code)
    return round_
