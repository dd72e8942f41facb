"""What the judges' devices tell: that they are there, and turns put off. Never touches a score."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from common.errors import Fault
from common.preconditions import OperationReused
from common.text import single_line
from judging.errors import ReasonRequired
from judging.models import DeviceSeen, Scoresheet, SkippedTurn


def record_heartbeat(*, user: User, device: str, unsent: int) -> DeviceSeen:
    """Note that the person's device is there and how many sheets it has not sent yet."""
    seen, _ = DeviceSeen.objects.update_or_create(
        user=user,
        device=single_line(device),
        defaults={"unsent": unsent, "seen_at": timezone.now()},
    )
    return seen


def skip_turn(
    *,
    sheet: Scoresheet,
    operation: str,
    kind: str,
    note: str = "",
    device: str = "",
    skipped_at: datetime | None = None,
) -> SkippedTurn:
    """Record that the sheet's judge could not score yet, and why.

    It may arrive late, from a device that was offline. The judge's repeat of `operation` answers
    with what it made. Raises ReasonRequired, OperationReused.
    """
    note = single_line(note)
    if kind == SkippedTurn.Kind.OTHER and not note:
        raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/note")])
    digest = _digest(sheet, kind, note, device, skipped_at)
    turn, _ = SkippedTurn.objects.get_or_create(
        judge=sheet.judge,
        operation=operation,
        defaults={
            "attempt": sheet.attempt,
            "kind": kind,
            "note": note,
            "request_sha256": digest,
            "device": single_line(device),
            "skipped_at": skipped_at,
        },
    )
    if turn.request_sha256 != digest:
        raise OperationReused
    return turn


def _digest(
    sheet: Scoresheet, kind: str, note: str, device: str, skipped_at: datetime | None
) -> str:
    asked = json.dumps([sheet.pk, kind, note, device, skipped_at], default=str)
    return hashlib.sha256(asked.encode()).hexdigest()
