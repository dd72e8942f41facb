"""Heartbeats of the judges' devices. Never touches a score."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import User
from common.text import single_line
from judging.models import DeviceSeen


def record_heartbeat(*, user: User, device: str, unsent: int) -> DeviceSeen:
    """Note that the person's device is there and how many sheets it has not sent yet."""
    seen, _ = DeviceSeen.objects.update_or_create(
        user=user,
        device=single_line(device),
        defaults={"unsent": unsent, "seen_at": timezone.now()},
    )
    return seen
