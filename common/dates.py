"""Instants as people in Vietnam read them; contests run on Vietnamese time wherever they are read."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def local_time(moment: datetime) -> str:
    """14:30 03/10/2026, on Vietnamese time."""
    return f"{moment.astimezone(HANOI):%H:%M %d/%m/%Y}"


def local_date(moment: datetime) -> date:
    """The day that it is in Vietnam."""
    return moment.astimezone(HANOI).date()
