"""Lets services run as of an instant in the past, so that demo entries are older than today.

For the demo command alone: it works in one thread of one process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Inside, `django.utils.timezone.now()` answers `instant` (aware, UTC)."""
    real = timezone.now
    timezone.now = lambda: instant
    try:
        yield
    finally:
        timezone.now = real
