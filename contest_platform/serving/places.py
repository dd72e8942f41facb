"""A bounded number of places, of which one address never gets all.

Whoever comes when all are taken gets the place of the one that holds one longest, once that one had
its time: many slow clients are in each other's way, not in the way of the quick.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from contest_platform.serving.errors import Busy


@dataclass(eq=False, slots=True)
class Place:
    """One that is taken, by an address; `give_way` ends what holds it."""

    address: str
    give_way: Callable[[], None]
    since: float = field(default_factory=time.monotonic)
    size: int = 0  # bytes
    yields: bool = True


class Places:
    """To be used by one thread."""

    def __init__(
        self, *, total: int, per_address: int, max_bytes: int = 0, own_seconds: float = 5.0
    ) -> None:
        self._total, self._per_address, self._max_bytes = total, per_address, max_bytes
        self._own_seconds = own_seconds
        self._taken: dict[Place, None] = {}  # the oldest first
        self._counts: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()

    def take(self, address: str, give_way: Callable[[], None]) -> Place:
        """Raises Busy if nobody can give way."""
        if self._counts[address] >= self._per_address:
            self._end_oldest([place for place in self._taken if place.address == address])
        elif len(self._taken) >= self._total:
            self._end_oldest(list(self._taken))
        place = Place(address, give_way)
        self._taken[place] = None
        self._counts[address] += 1
        return place

    def grow(self, place: Place, size: int) -> None:
        """So many bytes more. Raises Busy: together at most `max_bytes`, of one address half."""
        if (
            self._bytes.total() + size > self._max_bytes
            or (self._bytes[place.address] + size) * 2 > self._max_bytes
        ):
            raise Busy
        place.size += size
        self._bytes[place.address] += size

    def leave(self, place: Place) -> None:
        if place in self._taken:
            del self._taken[place]
            for counter, amount in ((self._counts, 1), (self._bytes, place.size)):
                counter[place.address] -= amount
                if not counter[place.address]:
                    del counter[place.address]

    def _end_oldest(self, places: list[Place]) -> None:
        limit = time.monotonic() - self._own_seconds
        for place in places:
            if place.yields and place.since <= limit:
                self.leave(place)
                place.give_way()
                return
        raise Busy
