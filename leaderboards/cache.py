"""Answers kept for a second, so that thousands of polling viewers cost one computation.

An answer whose sources have not moved since is kept on without being computed again.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache

FRESH_SECONDS = 1.0
KEPT_SECONDS = 60  # names of people and titles are no part of the fingerprint

_computing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with its ETag (a digest of the body) and the state of its sources."""

    body: bytes
    etag: str
    fingerprint: str
    fresh_until: float  # time.time()


def kept(key: str) -> Answer | None:
    """The answer if it was made less than a second ago."""
    answer: Answer | None = cache.get(key)
    return answer if answer is not None and time.time() < answer.fresh_until else None


def answer(key: str, fingerprint: Callable[[], str], make: Callable[[], bytes]) -> Answer:
    """The kept answer, or a new one if its sources moved. One thread computes, others wait."""
    if (fresh := kept(key)) is not None:
        return fresh
    with _computing:
        if (fresh := kept(key)) is not None:
            return fresh
        state = fingerprint()
        old: Answer | None = cache.get(key)
        body = old.body if old is not None and old.fingerprint == state else make()
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        new = Answer(body, etag, state, time.time() + FRESH_SECONDS)
        cache.set(key, new, KEPT_SECONDS)
        return new


def clear() -> None:
    """Forget all."""
    cache.clear()
