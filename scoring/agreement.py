"""Agreement of judges: Kendall's W, intraclass correlations, Krippendorff's alpha, rank correlation.

Statistics are reports, never rank keys, so p values and correlations are floats.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.methods.judges import mean
from scoring.methods.ranks import average_ranks

Ratings = Mapping[str, Sequence[Fraction]]
"""Each judge's points (or ranks) for the same entries in the same order."""


RatingsWithGaps = Mapping[str, Sequence[Fraction | None]]
"""The same, None where the judge did not score the entry."""

Level = Literal["nominal", "ordinal", "interval", "ratio"]
"""How far two values are apart: not at all or wholly; by ranks; by difference; by proportion."""


@dataclass(frozen=True, slots=True)
class Intraclass:
    """The six intraclass correlations of Shrout and Fleiss, and their mean squares.

    1: other judges for each entry. 2: the same judges, drawn from many. 3: these judges only.
    `single` is of one judge, `mean` of the mean of all. None where the ratio has no value.
    """

    judges: int
    entries: int
    between: Fraction
    within: Fraction
    between_judges: Fraction
    error: Fraction
    icc1_single: Fraction | None
    icc2_single: Fraction | None
    icc3_single: Fraction | None
    icc1_mean: Fraction | None
    icc2_mean: Fraction | None
    icc3_mean: Fraction | None


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W with ties corrected, m(n-1)W and its upper chi-square tail."""

    w: Fraction
    chi_square: Fraction
    degrees: int
    p: float


def kendall_w(ratings: Ratings) -> Concordance | None:
    """Kendall's coefficient of concordance (Kendall & Babington Smith 1939).

    W = 12 S / (m^2 (n^3 - n) - m T), S the sum of squared deviations of the rank sums, T the sum of
    t^3 - t over each judge's ties (Siegel & Castellan 1988, 9.3). p by the chi-square approximation
    with n - 1 degrees of freedom. None for fewer than 2 judges or entries, or if all are tied.
    Direction does not matter. ValueError if judges rated different numbers of entries.
    """
    columns = [_ranks(values) for values in ratings.values()]
    if len({len(column) for column in columns}) > 1:
        raise ValueError("judges rated different numbers of entries")
    judges, entries = len(columns), len(columns[0]) if columns else 0
    if judges < 2 or entries < 2:
        return None
    sums = [sum(ranks, Fraction(0)) for ranks in zip(*columns, strict=True)]
    middle = mean(sums)
    spread = sum(((s - middle) ** 2 for s in sums), Fraction(0))
    ties = sum(_tie_term(column) for column in columns)
    most = judges**2 * (entries**3 - entries) - judges * ties
    if most == 0:
        return None
    w = 12 * spread / most
    chi_square = judges * (entries - 1) * w
    return Concordance(w, chi_square, entries - 1, chi_square_tail(float(chi_square), entries - 1))


def intraclass(ratings: Ratings) -> Intraclass | None:
    """Intraclass correlations from the two-way analysis of variance (Shrout & Fleiss 1979,
    Psychological Bulletin 86, pp. 422-426). None for fewer than 2 judges or entries.

    ValueError if judges rated different numbers of entries.
    """
    columns = list(ratings.values())
    if len({len(column) for column in columns}) > 1:
        raise ValueError("judges rated different numbers of entries")
    k, n = len(columns), len(columns[0]) if columns else 0
    if k < 2 or n < 2:
        return None
    rows = list(zip(*columns, strict=True))
    grand = mean([value for row in rows for value in row])
    total = sum(((value - grand) ** 2 for row in rows for value in row), Fraction(0))
    of_entries = k * sum(((mean(row) - grand) ** 2 for row in rows), Fraction(0))
    of_judges = n * sum(((mean(column) - grand) ** 2 for column in columns), Fraction(0))
    between, judges = of_entries / (n - 1), of_judges / (k - 1)
    within = (total - of_entries) / (n * (k - 1))
    error = (total - of_entries - of_judges) / ((n - 1) * (k - 1))
    return Intraclass(
        judges=k, entries=n,
        between=between, within=within, between_judges=judges, error=error,
        icc1_single=_ratio(between - within, between + (k - 1) * within),
        icc2_single=_ratio(
            between - error, between + (k - 1) * error + Fraction(k, n) * (judges - error)
        ),
        icc3_single=_ratio(between - error, between + (k - 1) * error),
        icc1_mean=_ratio(between - within, between),
        icc2_mean=_ratio(between - error, between + (judges - error) / n),
        icc3_mean=_ratio(between - error, between),
    )  # fmt: skip


def krippendorff_alpha(ratings: RatingsWithGaps, level: Level) -> Fraction | None:
    """Krippendorff's alpha = 1 - observed / expected disagreement, with missing values
    (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; 2004, Content Analysis, 11.3).

    From the coincidences of values within entries that at least two judges scored, each pair
    weighing 1 / (scores of the entry - 1). None without such entries, or where all values are the
    same. ValueError for a negative value on the ratio level, or if judges have different numbers of
    places.
    """
    units = [
        [value for value in unit if value is not None]
        for unit in zip(*ratings.values(), strict=True)
    ]
    units = [unit for unit in units if len(unit) > 1]
    counts = Counter(value for unit in units for value in unit)
    if level == "ratio" and any(value < 0 for value in counts):
        raise ValueError("the ratio level has no negative values")
    distance = _distance(level, counts)
    observed = sum(
        (_pair_sum(Counter(unit), distance) / (len(unit) - 1) for unit in units), Fraction(0)
    )
    expected = _pair_sum(counts, distance)
    return 1 - (counts.total() - 1) * observed / expected if expected else None


def _distance(level: Level, counts: Counter[Fraction]) -> Callable[[Fraction, Fraction], Fraction]:
    """The squared difference of two values on a level; the ordinal one counts what lies between."""
    if level == "nominal":
        return lambda a, b: Fraction(a != b)
    if level == "interval":
        return lambda a, b: (a - b) ** 2
    if level == "ratio":
        return lambda a, b: ((a - b) / (a + b)) ** 2 if a != b else Fraction(0)
    places: dict[Fraction, Fraction] = {}
    below = 0
    for value in sorted(counts):
        places[value] = below + Fraction(counts[value], 2)
        below += counts[value]
    return lambda a, b: (places[a] - places[b]) ** 2


def _pair_sum(
    counts: Counter[Fraction], distance: Callable[[Fraction, Fraction], Fraction]
) -> Fraction:
    """The sum of distances over all ordered pairs of different judgements."""
    return sum(
        (n * m * distance(a, b) for a, n in counts.items() for b, m in counts.items()), Fraction(0)
    )


def _ratio(top: Fraction, bottom: Fraction) -> Fraction | None:
    return top / bottom if bottom else None


def judge_against_rest(ratings: Ratings) -> dict[str, float | None]:
    """Spearman's correlation of each judge's ranks with the sum of the other judges' ranks.

    Average ranks for ties. None where either side does not vary.
    """
    ranks = {judge: _ranks(values) for judge, values in ratings.items()}
    result: dict[str, float | None] = {}
    for judge, own in ranks.items():
        others = [column for name, column in ranks.items() if name != judge]
        rest = [sum(values, Fraction(0)) for values in zip(*others, strict=True)]
        result[judge] = spearman(own, rest) if rest else None
    return result


def spearman(left: Sequence[Fraction], right: Sequence[Fraction]) -> float | None:
    """Spearman's rank correlation: Pearson's of the average ranks (Spearman 1904)."""
    a, b = _ranks(left), _ranks(right)
    if not a:
        return None
    mean_a, mean_b = mean(a), mean(b)
    together = sum(((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True)), Fraction(0))
    own = sum(((x - mean_a) ** 2 for x in a), Fraction(0))
    other = sum(((y - mean_b) ** 2 for y in b), Fraction(0))
    if own == 0 or other == 0:
        return None
    return float(together) / math.sqrt(own * other)


def chi_square_tail(value: float, degrees: int) -> float:
    """P(X >= value) for a chi-square variable: Q(degrees / 2, value / 2)."""
    return 1.0 if value <= 0 else upper_gamma(degrees / 2, value / 2)


def upper_gamma(a: float, x: float) -> float:
    """Regularised upper incomplete gamma Q(a, x) for a > 0, x > 0.

    Series below a + 1, Lentz's continued fraction above (Abramowitz & Stegun 6.5.29, 6.5.31).
    """
    scale = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = a
        while abs(term) > 1e-17 * abs(total):
            n += 1
            term *= x / n
            total += term
        return 1 - scale * total
    tiny = 1e-300
    b = x + 1 - a
    c, d = 1 / tiny, 1 / b
    fraction = d
    for i in range(1, 10_000):
        factor = -i * (i - a)
        b += 2
        d = 1 / ((factor * d + b) or tiny)
        c = (b + factor / c) or tiny
        fraction *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return scale * fraction


def _ranks(values: Sequence[Fraction]) -> list[Fraction]:
    """Average ranks, lowest value first."""
    ranks = average_ranks(dict(enumerate(values)), "asc")
    return [ranks[index] for index in range(len(values))]


def _tie_term(ranks: Sequence[Fraction]) -> int:
    counts = [ranks.count(rank) for rank in set(ranks)]
    return sum(count**3 - count for count in counts)
