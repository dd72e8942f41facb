"""Reducing the marks of several judges on one attempt. Marks come as (judge, points) pairs."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from scoring.rules import JudgesRule

Mark = tuple[str, Fraction]
Reduced = tuple[Fraction | None, dict[str, str]]
"""The value, and the judges whose marks were dropped with the reason "high" or "low"."""


def mean(values: Sequence[Fraction]) -> Fraction:
    """Arithmetic mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    """Middle value, or the mean of the two middle ones."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def drop(marks: Sequence[Mark], high: int, low: int, aggregate: str) -> Reduced:
    """Drop the highest and lowest marks, then take the mean or the sum of the rest.

    Olympic diving until 2012: 1 + 1 of 7, sum; since 2013: 2 + 2 of 7, sum (World Aquatics,
    Competition Regulations, Diving); snowboard halfpipe: 1 + 1 of 6, mean (FIS judging handbook).
    With too few marks there is no value.
    """
    if len(marks) <= high + low:
        return None, {}
    ordered = sorted(marks, key=lambda mark: (mark[1], mark[0]))
    end = len(ordered) - high
    dropped = {judge: "low" for judge, _ in ordered[:low]}
    dropped |= {judge: "high" for judge, _ in ordered[end:]}
    kept = [points for _, points in ordered[low:end]]
    return (sum(kept, Fraction(0)) if aggregate == "sum" else mean(kept)), dropped


def trimmed(marks: Sequence[Mark], share: Fraction) -> Reduced:
    """Trimmed mean: floor(share * n) marks are dropped at each end (Tukey 1962)."""
    count = math.floor(share * len(marks))
    return drop(marks, count, count, "mean")


def reduce_marks(rule: JudgesRule, marks: Sequence[Mark]) -> Reduced:
    """One attempt's value from its judges' marks; None below the least number of sheets."""
    if len(marks) < max(rule.minimum_sheets, 1):
        return None, {}
    if rule.method == "trimmed":
        return trimmed(marks, rule.share)
    if rule.method == "drop":
        return drop(marks, rule.high, rule.low, rule.aggregate)
    return _WHOLE[rule.method]([points for _, points in sorted(marks)]), {}


_WHOLE: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "mean": mean,
    "median": median,
    "sum": lambda values: sum(values, Fraction(0)),
    "single": lambda values: values[0],
}
