"""How much of what anybody may repeat at will is written, so that no guesser fills the disk.

Counted in this process's memory: what is not written costs the database nothing. A restart forgets
the counts, and each process has its own.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final

PER_MINUTE: Final = 20
PER_DAY: Final = 300
ALL_PER_DAY: Final = 3000
_SOURCES: Final = 20_000  # remembered at once

_DAY: Final = 86_400


class Bounds:
    """Counts by kind and source: a person, or where nobody is known a network address."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = Lock()
        self._counts: OrderedDict[tuple[str, int], int] = OrderedDict()

    def left(self, kind: str, source: str, *, together: bool) -> int:
        """How many more of this are written, this one included; counts it as written if any.

        With `together` all sources share a limit: for what needs no account.
        """
        now = int(self._clock())
        limits = [
            ((f"{kind} {source}", now // 60), PER_MINUTE),
            ((f"{kind} {source} day", now // _DAY), PER_DAY),
        ]
        if together:
            limits.append(((f"{kind} all", now // _DAY), ALL_PER_DAY))
        with self._lock:
            left = min(most - self._counts.get(key, 0) for key, most in limits)
            if left > 0:
                for key, _ in limits:
                    self._counts[key] = self._counts.get(key, 0) + 1
                    self._counts.move_to_end(key)
                while len(self._counts) > _SOURCES:
                    self._counts.popitem(last=False)
        return left

    def clear(self) -> None:
        """Forget every count."""
        with self._lock:
            self._counts.clear()


BOUNDS: Final = Bounds()
