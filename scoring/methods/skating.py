"""The skating system: majority placing of ballroom dancing, rules 5 to 11.

Source: the rules as in A. Dawson, "The Skating System" (restated in docs/scoring.md). Marks and
places are ranks, 1 the best. Ties that no rule separates share the mean of their places.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

Marks = Mapping[str, Sequence[Fraction]]


def majority_places(marks: Marks) -> dict[str, Fraction]:
    """Places in one dance by rules 5-8 from every judge's marks."""
    return _numbered(_by_majority(marks, list(marks), 1), 1)


def overall_places(places: Marks, marks: Marks | None = None) -> dict[str, Fraction]:
    """Places over all dances: rule 9 (sum), rule 10 (ties), rule 11 (all marks, if given)."""
    totals: dict[Fraction, list[str]] = {}
    for entry, given in places.items():
        totals.setdefault(sum(given, Fraction(0)), []).append(entry)
    result: dict[str, Fraction] = {}
    for total in sorted(totals):
        result |= _rule_10(places, marks, totals[total], len(result) + 1)
    return result


def _rule_10(
    places: Marks, marks: Marks | None, tied: list[str], place: int
) -> dict[str, Fraction]:
    """Most results of the place under review or better, then their smaller sum, then rule 11.

    Entries still equal on both are all placed by rule 11; those behind them stay behind.
    """
    result: dict[str, Fraction] = {}
    while tied:
        keys = {entry: _count_and_sum(places[entry], place) for entry in tied}
        best = min(keys.values())
        first = [entry for entry in tied if keys[entry] == best]
        if len(first) > 1 and marks is not None:
            result |= _numbered(_by_majority(marks, first, place), place)
        else:
            result |= _numbered([first], place)
        place += len(first)
        tied = [entry for entry in tied if entry not in first]
    return result


def _by_majority(marks: Marks, entries: list[str], start: int) -> list[list[str]]:
    """Entries in order, equal ones together, looking at columns from `start` on."""
    if not entries:
        return []
    majority = len(marks[entries[0]]) // 2 + 1
    last = max(ceil(max(marks[entry], default=Fraction(0))) for entry in entries)
    order: list[list[str]] = []
    remaining = list(entries)
    for column in range(start, last + 1):
        ready = [e for e in remaining if -_count_and_sum(marks[e], column)[0] >= majority]
        order.extend(_separate(marks, ready, column, last))
        remaining = [e for e in remaining if e not in ready]
    return [*order, remaining] if remaining else order


def _separate(marks: Marks, ready: list[str], column: int, last: int) -> list[list[str]]:
    """Rules 6 and 7: the larger majority, then the smaller sum, then the next column."""
    if len(ready) < 2:
        return [ready] if ready else []
    if column > last:
        return [ready]
    keys = {entry: _count_and_sum(marks[entry], column) for entry in ready}
    order: list[list[str]] = []
    for key in sorted(set(keys.values())):
        equal = [entry for entry in ready if keys[entry] == key]
        order.extend(_separate(marks, equal, column + 1, last))
    return order


def _count_and_sum(given: Sequence[Fraction], column: int) -> tuple[int, Fraction]:
    """(minus the count, the sum) of the marks at the column or better; smaller is better."""
    reached = [mark for mark in given if mark <= column]
    return -len(reached), sum(reached, Fraction(0))


def _numbered(order: list[list[str]], place: int) -> dict[str, Fraction]:
    result: dict[str, Fraction] = {}
    for group in order:
        shared = place + Fraction(len(group) - 1, 2)
        result.update(dict.fromkeys(group, shared))
        place += len(group)
    return result
