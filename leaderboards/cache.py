"""What is kept in the process for a second, so that thousands of polling viewers cost one computation.

Right with several processes: what is kept is used on only while the state of its sources, asked of
the database, is the same. Never knows what it keeps.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

FRESH_SECONDS = 1.0
STALE_SECONDS = 2.0  # past the fresh one, while another thread computes anew
# Titles are no part of the state, and a consent may miss it (`submissions.consents.moved`); a name
# that is withdrawn must be gone within a minute.
KEPT_SECONDS = 30.0
MAX_BYTES = 128 * 1024 * 1024  # of one process
_LOCKS = 64
_PACK_FROM = 1024  # bytes; less is not worth packing


class Sized(Protocol):
    @property
    def size(self) -> int:
        """Bytes that it takes, about."""


T = TypeVar("T", bound=Sized)
S = TypeVar("S")


@dataclass(slots=True)
class _Item(Generic[T]):
    value: T
    state: object
    fresh_until: float  # time.monotonic()
    kept_until: float


class Kept(Generic[T]):
    """Values by key; the longest unused make room."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._items: OrderedDict[Hashable, _Item[T]] = OrderedDict()
        self._bytes = 0
        self._max_bytes = max_bytes
        self._guard = threading.Lock()
        self._computing = [threading.Lock() for _ in range(_LOCKS)]

    def fresh(self, key: Hashable) -> T | None:
        """The value if its state was asked for less than a second ago."""
        item = self._items.get(key)
        return item.value if item is not None and time.monotonic() < item.fresh_until else None

    def get(self, key: Hashable, state: Callable[[], S], make: Callable[[S], T]) -> T:
        """The kept value, or a new one, made of its state, if that moved.

        One thread computes. Others have what was there if that is a moment old, or wait.
        """
        if (fresh := self.fresh(key)) is not None:
            return fresh
        lock, item = self._computing[hash(key) % _LOCKS], self._items.get(key)
        usable = item is not None and time.monotonic() < item.fresh_until + STALE_SECONDS
        if not lock.acquire(blocking=not usable) and item is not None:
            return item.value
        try:
            if (fresh := self.fresh(key)) is not None:
                return fresh
            return self._renewed(key, state(), make)
        finally:
            lock.release()

    def _renewed(self, key: Hashable, state: S, make: Callable[[S], T]) -> T:
        """`state` was read before `make` reads: what comes between is seen the next time."""
        asked = time.monotonic()
        item = self._items.get(key)
        if item is None or item.state != state or asked >= item.kept_until:
            item = _Item(make(state), state, 0.0, asked + KEPT_SECONDS)
        item.fresh_until = time.monotonic() + FRESH_SECONDS
        with self._guard:
            old = self._items.pop(key, None)
            self._items[key] = item
            self._bytes += item.value.size - (old.value.size if old else 0)
            while self._bytes > self._max_bytes and len(self._items) > 1:
                self._bytes -= self._items.popitem(last=False)[1].value.size
        return item.value

    def clear(self) -> None:
        with self._guard:
            self._items.clear()
            self._bytes = 0


@dataclass(slots=True)
class Answer:
    """A body with its ETag, a weak digest of the body: the packed one says the same."""

    body: bytes
    etag: str = field(init=False)
    _packed: bytes | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.etag = f'W/"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    @property
    def size(self) -> int:
        return len(self.body) + len(self._packed or b"")

    @property
    def packed(self) -> bytes | None:
        """The body by gzip, made when first asked for; None if it is small."""
        if self._packed is None and len(self.body) >= _PACK_FROM:
            self._packed = gzip.compress(self.body, compresslevel=1, mtime=0)
        return self._packed
