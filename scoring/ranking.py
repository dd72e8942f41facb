"""Ranking by keys in order: each key splits the entries that are still equal.

Missing values come last whichever way a key is ordered. What no key separates shares a rank.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from scoring.exact import comparable
from scoring.field import KeyValue

Values = Mapping[str, KeyValue]


@dataclass(frozen=True, slots=True)
class Column:
    """One rank key over the field. `within` gives its values inside a group of equal entries
    (head to head depends on who is tied); most keys ignore the group."""

    id: str
    order: str
    within: Callable[[Sequence[str]], Values]


class Group(NamedTuple):
    """Entries that share a rank. `decided_by` names the key that put them behind those above."""

    entries: tuple[str, ...]
    decided_by: str | None


def sort_tokens(values: Sequence[KeyValue], order: str) -> list[Any]:
    """What sorts each value best first and missing last; vectors compare element by element, and
    a vector that ends earlier comes after."""
    sign = 1 if order == "asc" else -1
    numbers = [value for value in values if isinstance(value, Fraction)]
    if len(numbers) == len(values):
        return [sign * number for number in comparable(numbers)]
    scaled = iter(comparable(numbers))
    return [
        (1,)
        if value is None
        else (0, _vector(value, sign))
        if isinstance(value, tuple)
        else (0, sign * next(scaled))
        for value in values
    ]


def _vector(value: tuple[Fraction | None, ...], sign: int) -> tuple[Any, ...]:
    return (*((1, 0) if v is None else (0, sign * v) for v in value), (1, 0))


def refine(
    entries: Sequence[str],
    columns: Sequence[Column],
    seen: Callable[[str, Values], None] | None = None,
) -> list[Group]:
    """Groups best first. `seen` is told each key's values for each group that it was asked for."""
    if len(entries) == 0:
        return []
    if not columns or len(entries) == 1:
        return [Group(tuple(sorted(entries)), None)]
    column, rest = columns[0], columns[1:]
    values = column.within(entries)
    if seen is not None:
        seen(column.id, values)
    given = [values.get(entry) for entry in entries] if values else ()
    if not any(value is not None for value in given):
        return refine(entries, rest, seen)
    tokens = sort_tokens(given, column.order)
    parts: dict[Any, list[str]] = {}
    for entry, token in zip(entries, tokens, strict=True):
        parts.setdefault(token, []).append(entry)
    groups: list[Group] = []
    for index, token in enumerate(sorted(parts)):
        inner = refine(parts[token], rest, seen)
        if index > 0:
            inner[0] = Group(inner[0].entries, column.id)
        groups.extend(inner)
    return groups
