"""Plain builders of policies and entries for tests of standings."""

from collections.abc import Mapping, Sequence
from typing import Any

from scoring.exact import number
from scoring.field import AttemptInput, EntryInput, SheetInput
from scoring.policy import Policy, parse_policy


def policy(rule: Mapping[str, Any] | None = None, **rest: Any) -> Policy:
    """A policy with one round "r", or the rounds given."""
    return parse_policy({"schema": 1, "rounds": {"r": rule or {}}, **rest})


def attempt(marks: Sequence[Any] = (), count: int = 1, **values: Any) -> AttemptInput:
    """An attempt with one sheet a mark (None: no show), judges j1, j2, ..."""
    sheets = tuple(
        SheetInput(
            f"j{i}",
            None if mark is None else number(mark),
            {},
            "scored" if mark is not None else "no_show",
        )
        for i, mark in enumerate(marks, 1)
    )
    state = values.pop("state", "done")
    at = values.pop("at", None)
    return AttemptInput(count, state, {k: number(v) for k, v in values.items()}, sheets, at)


def values(*numbers: Any) -> tuple[AttemptInput, ...]:
    """Attempts 1, 2, ... with imported values; None leaves one out."""
    return tuple(
        AttemptInput(i, values={"value": number(n)})
        for i, n in enumerate(numbers, 1)
        if n is not None
    )


def entry(code: str, *attempts: AttemptInput, **rest: Any) -> EntryInput:
    """An entry with attempts in round "r"."""
    rest.setdefault("rounds", {"r": attempts} if attempts else {})
    return EntryInput(code, **rest)


def order(standings: Any) -> list[tuple[str, int | None]]:
    return [(row.entry, row.rank) for row in standings.rows]
