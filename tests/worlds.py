"""Worlds that many tests share: built once, handed to each test as if it were its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def shared(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is written inside stands until the block ends, and is gone afterwards.

    Each test begins a savepoint of its own within, so none sees what another one wrote. Objects in
    memory are no rows: a test that changes them wants a copy. Not for tests that commit
    (`transaction=True`): they empty all tables.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
