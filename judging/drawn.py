"""Ids of attempts and sheets that say nothing: in a blind contest they are drawn at random.

Ids given in turn follow the order of assigning, which follows that of entering, and so do public
codes: a judge who sorted the own sheets would know which entry is which.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Final

from contests.models import Contest
from judging.models import Attempt, Scoresheet

LOWEST: Final = 2**40
HIGHEST: Final = 2**52
"""Above what is given in turn, and exact as a number of JavaScript. SQLite goes on from the highest
id that it holds, so there is room above."""


def drawn_id(model: type[Attempt] | type[Scoresheet], contest: Contest) -> int | None:
    """One free id, or None: the database gives the next."""
    return next(drawn_ids(model, contest))


def drawn_ids(
    model: type[Attempt] | type[Scoresheet], contest: Contest
) -> Iterator[int] | Iterator[None]:
    """As many as are wanted, all different."""
    return _drawn(model) if contest.blind else repeat(None)


def _drawn(model: type[Attempt] | type[Scoresheet]) -> Iterator[int]:
    given: set[int] = set()
    while True:
        number = LOWEST + secrets.randbelow(HIGHEST - LOWEST)
        if number not in given and not model.objects.filter(pk=number).exists():
            given.add(number)
            yield number


def give_ids(rows: Iterable[Attempt] | Iterable[Scoresheet], contest: Contest) -> None:
    """Draw ids for rows that are about to be created, where the contest is blind."""
    if contest.blind:
        for row in rows:
            row.pk = drawn_id(type(row), contest)
