"""How far the marks of a panel on one thing lie apart, and whose lie far off. Exact; never ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.exact import square_root
from scoring.methods.judges import mean, median

FAR = Fraction(1, 5)
"""Of the scale's width: a mark further than this from the panel's median is far off."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Of at least one mark. `deviation` is the sample's (n - 1), None for a single mark."""

    count: int
    least: Fraction
    most: Fraction
    mean: Fraction
    median: Fraction
    deviation: Fraction | None
    far: frozenset[str]


def spread(marks: Mapping[str, Fraction], width: Fraction | None) -> Spread | None:
    """The spread of marks by judge; None without any. Nobody is far off an unknown width."""
    if not marks:
        return None
    values = list(marks.values())
    centre, middle = mean(values), median(values)
    deviation = None
    if len(values) > 1:
        squares = sum(((value - centre) ** 2 for value in values), Fraction(0))
        deviation = square_root(squares / (len(values) - 1))
    far = {
        judge
        for judge, value in marks.items()
        if width is not None and abs(value - middle) > FAR * width
    }
    return Spread(len(values), min(values), max(values), centre, middle, deviation, frozenset(far))
