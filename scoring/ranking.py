"""Ranking by keys in order: each key splits the entries that are still equal.

Missing values come last whichever way a key is ordered. What no key separates shares a rank.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.field import KeyValue

Values = Mapping[str, KeyValue]


@dataclass(frozen=True, slots=True)
class Column:
    """One rank key over the field. `within` gives its values inside a group of equal entries
    (head to head depends on who is tied); most keys ignore the group."""

    id: str
    order: str
    within: Callable[[Sequence[str]], Values]


@dataclass(frozen=True, slots=True)
class Place:
    """Entries that share a rank. `decided_by` names the key that put them behind those above."""

    entries: tuple[str, ...]
    decided_by: str | None


def sort_token(value: KeyValue, order: str) -> tuple[Any, ...]:
    """A tuple that sorts best first and missing last; vectors compare element by element, and a
    vector that ends earlier comes after."""
    if value is None:
        return (1,)
    sign = 1 if order == "asc" else -1
    if isinstance(value, tuple):
        parts = [(1, 0) if v is None else (0, sign * v) for v in value]
        return (0, (*parts, (1, 0)))
    return (0, sign * value)


def refine(
    entries: Sequence[str],
    columns: Sequence[Column],
    seen: Callable[[str, str, KeyValue], None] | None = None,
) -> list[Place]:
    """Places best first. `seen` is told every key value that was looked at."""
    if len(entries) == 0:
        return []
    if not columns or len(entries) == 1:
        return [Place(tuple(sorted(entries)), None)]
    column, rest = columns[0], columns[1:]
    values = column.within(entries)
    parts: dict[tuple[Any, ...], list[str]] = {}
    for entry in entries:
        value = values.get(entry)
        if seen is not None:
            seen(entry, column.id, value)
        parts.setdefault(sort_token(value, column.order), []).append(entry)
    places: list[Place] = []
    for index, token in enumerate(sorted(parts)):
        inner = refine(parts[token], rest, seen)
        if index > 0:
            inner[0] = Place(inner[0].entries, column.id)
        places.extend(inner)
    return places
