"""Ranks, sums of ranks, z-scores and shares over a field of entries."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, groupby
from typing import TypeVar

from scoring.exact import comparable, square_root
from scoring.methods.judges import mean

E = TypeVar("E", bound=Hashable)


def _groups(values: Mapping[E, Fraction], order: str) -> list[list[E]]:
    """Entries with equal values together, best first."""
    numbers = dict(zip(values, comparable(list(values.values())), strict=True))
    best_first = sorted(numbers, key=numbers.__getitem__, reverse=order == "desc")
    return [list(group) for _, group in groupby(best_first, key=numbers.__getitem__)]


def ranks(values: Mapping[E, Fraction], order: str = "desc") -> dict[E, int]:
    """Standard competition ranks: ties share the best, then a gap (1, 2, 2, 4)."""
    numbers = comparable(list(values.values()))
    with_it = Counter(numbers)
    best_first = sorted(with_it, reverse=order == "desc")
    better = accumulate([with_it[number] for number in best_first], initial=1)
    places = dict(zip(best_first, better, strict=False))
    return dict(zip(values, map(places.__getitem__, numbers), strict=True))


def average_ranks(values: Mapping[E, Fraction], order: str = "desc") -> dict[E, Fraction]:
    """Fractional ranks: ties share the mean of their places (1, 2.5, 2.5, 4)."""
    result: dict[E, Fraction] = {}
    for group in _groups(values, order):
        place = len(result) + Fraction(len(group) + 1, 2)
        result.update(dict.fromkeys(group, place))
    return result


def judge_ranks(
    marks: Mapping[E, Mapping[str, Fraction]], order: str
) -> dict[E, tuple[Fraction, ...]]:
    """Each judge's average ranks, for the entries that every judge has marked.

    Judges are those with a mark on any entry; ranks are in the order of their names.
    """
    judges = sorted({judge for given in marks.values() for judge in given})
    whole = {entry: given for entry, given in marks.items() if len(given) == len(judges)}
    columns = [
        average_ranks({e: given[judge] for e, given in whole.items()}, order) for judge in judges
    ]
    return {entry: tuple(column[entry] for column in columns) for entry in whole}


def deviation(values: Sequence[Fraction]) -> Fraction:
    """Population standard deviation; its square root to 50 digits unless rational."""
    middle = mean(values)
    return square_root(mean([(v - middle) ** 2 for v in values]))


def z_scale(
    values: Sequence[Fraction], target_mean: Fraction, target_deviation: Fraction
) -> tuple[Fraction, Fraction]:
    """(factor, offset) that bring the values to that mean and population deviation.

    If they do not vary, every value becomes the mean.
    """
    spread = deviation(values)
    factor = Fraction(0) if spread == 0 else target_deviation / spread
    return factor, target_mean - factor * mean(values)


def share_of_best(values: Mapping[E, Fraction], order: str, scale: Fraction) -> dict[E, Fraction]:
    """scale * value / best, or scale * best / value where low is best (RoboCupJunior).

    Without a positive best the rest have 0: where high is best everyone, else all but the best.
    """
    if not values:
        return {}
    if order == "desc":
        best = max(values.values())
        return {e: scale * v / best if best > 0 else Fraction(0) for e, v in values.items()}
    best = min(values.values())
    return {
        e: scale if v == best else scale * best / v if best > 0 else Fraction(0)
        for e, v in values.items()
    }
