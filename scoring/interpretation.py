"""What a statistic of agreement says in a word, by the bounds that its literature names.

W: Schmidt 1997, Decision Sciences 28, table 2 (0.5 moderate, 0.7 strong, 0.9 unusually strong).
ICC: Koo & Li 2016, Journal of Chiropractic Medicine 15 (0.5, 0.75, 0.9). Alpha: Krippendorff 2004,
Content Analysis, p. 241 (from 0.8 reliable, from 0.667 for tentative conclusions only).
A report for people; nothing is decided by it.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

Statistic = Literal["kendall_w", "icc_single", "icc_mean", "alpha"]
Reading = Literal["low", "moderate", "good", "excellent"]

_ICC: tuple[tuple[Fraction, Reading], ...] = (
    (Fraction(9, 10), "excellent"),
    (Fraction(3, 4), "good"),
    (Fraction(1, 2), "moderate"),
)
BOUNDS: Mapping[Statistic, tuple[tuple[Fraction, Reading], ...]] = {
    "kendall_w": (
        (Fraction(9, 10), "excellent"),
        (Fraction(7, 10), "good"),
        (Fraction(1, 2), "moderate"),
    ),
    "icc_single": _ICC,
    "icc_mean": _ICC,
    "alpha": ((Fraction(4, 5), "good"), (Fraction(667, 1000), "moderate")),
}
"""From the highest: the least value, and the word for it; below the last one it is low."""


def reading(statistic: Statistic, value: Fraction) -> Reading:
    """The word for `value`."""
    return next((word for least, word in BOUNDS[statistic] if value >= least), "low")
