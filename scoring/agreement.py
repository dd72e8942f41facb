"""Agreement of judges: Kendall's W, its chi-square test, each judge against the rest.

Statistics are reports, never rank keys, so p values and correlations are floats.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.methods.judges import mean
from scoring.methods.ranks import average_ranks

Ratings = Mapping[str, Sequence[Fraction]]
"""Each judge's points (or ranks) for the same entries in the same order."""


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
