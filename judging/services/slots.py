"""When and where panels sit: a slot has two ends, and a room holds one panel at a time."""

from __future__ import annotations

from datetime import datetime

from common.errors import Fault
from common.faults import phrase
from judging.errors import PanelSlotInvalid, RoomTaken
from judging.models import Panel


def slot_valid(starts_at: datetime | None, ends_at: datetime | None) -> bool:
    """Whether both ends are told in order, or neither."""
    if starts_at is None or ends_at is None:
        return starts_at is ends_at
    return starts_at < ends_at


def check_place(panel: Panel) -> None:
    """Raises PanelSlotInvalid, RoomTaken; the panel need not be stored yet."""
    if not slot_valid(panel.starts_at, panel.ends_at):
        raise PanelSlotInvalid(errors=[Fault(PanelSlotInvalid.text, "/ends_at")])
    if not panel.room or panel.starts_at is None or panel.ends_at is None:
        return
    others = Panel.objects.filter(
        contest=panel.contest_id, starts_at__lt=panel.ends_at, ends_at__gt=panel.starts_at
    ).exclude(pk=panel.pk)
    for other in others:
        if other.room.casefold() == panel.room.casefold():
            fault = Fault(
                phrase(RoomTaken.text, room=panel.room, panel=other.name), "/room", RoomTaken.code
            )
            raise RoomTaken(room=panel.room, panel=other.name, errors=[fault])
