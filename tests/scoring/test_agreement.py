"""Agreement statistics against published values."""

from fractions import Fraction

import pytest

from scoring.agreement import (
    chi_square_tail,
    judge_against_rest,
    kendall_w,
    spearman,
)
from scoring.exact import number

# R. E. Quandt's WINETASTER, liquidasset.com/report104.html (4 December 2006), ranks of 8 wines.
TASTING = {
    "John": "32167845", "Frank": "43756281", "Orley": "62345178", "Bob L": "67381245",
    "Ed": "67854123", "Mike": "75284136", "Bob E": "64518723", "Dick": "12475683",
}  # fmt: skip
# liquidasset.com/report27.html (3 January 2000), 4 wines.
TASTING_27 = {
    "John": "1423", "Orley": "1432", "Burt": "3421", "Ed": "4312", "Bob": "1342",
    "Karl": "3421", "Grant": "1324", "Frank": "1423", "Dick": "1342",
}  # fmt: skip


def ratings(table: dict[str, str]) -> dict[str, list[Fraction]]:
    return {judge: [Fraction(int(rank)) for rank in row] for judge, row in table.items()}


def test_kendall_w_of_a_tasting_is_the_published_one() -> None:
    result = kendall_w(ratings(TASTING))
    assert result is not None
    assert (round(float(result.w), 4), round(result.p, 4)) == (0.0692, 0.7941)
    assert result.degrees == 7


def test_judge_against_rest_is_the_published_one() -> None:
    result = judge_against_rest(ratings(TASTING))
    assert {judge: round(result[judge] or 0, 4) for judge in ("Mike", "Orley", "Frank", "John")} == {
        "Mike": 0.3856, "Orley": 0.0838, "Frank": 0.0359, "John": -0.1429,
    }  # fmt: skip


def test_kendall_w_by_hand_is_exact() -> None:
    """Rank sums of TASTING_27 are 16, 32, 22, 20: S = 139; W = 12 * 139 / (81 * 60)."""
    result = kendall_w(ratings(TASTING_27))
    assert result is not None
    assert result.w == Fraction(12 * 139, 81 * 60)


def test_kendall_w_corrects_for_ties() -> None:
    """Zar, Biostatistical Analysis, example 20.5: 12 birds, 3 lengths, W = .9241 with ties."""
    rows = [
        "10.4 7.4 17.0", "10.8 7.6 17.0", "11.1 7.9 20.0", "10.2 7.2 14.5", "10.3 7.4 15.5",
        "10.2 7.1 13.0", "10.7 7.4 19.5", "10.5 7.2 16.0", "10.8 7.8 21.0", "11.2 7.7 20.0",
        "10.6 7.8 18.0", "11.4 8.3 22.0",
    ]  # fmt: skip
    columns = zip(*([number(v) for v in row.split()] for row in rows), strict=True)
    result = kendall_w({str(i): list(column) for i, column in enumerate(columns)})
    assert result is not None
    assert round(float(result.w), 6) == 0.924135


def test_kendall_w_needs_two_judges_two_entries_and_variation() -> None:
    one = [Fraction(1), Fraction(2)]
    assert kendall_w({}) is None
    assert kendall_w({"a": one}) is None
    assert kendall_w({"a": one[:1], "b": one[:1]}) is None
    assert kendall_w({"a": [Fraction(1)] * 3, "b": [Fraction(2)] * 3}) is None
    with pytest.raises(ValueError, match="different numbers"):
        kendall_w({"a": one, "b": one[:1]})


def test_spearman_is_none_without_variation() -> None:
    assert spearman([Fraction(1), Fraction(1)], [Fraction(1), Fraction(2)]) is None
    assert spearman([Fraction(1), Fraction(2)], [Fraction(5), Fraction(9)]) == 1.0


@pytest.mark.parametrize(
    ("value", "degrees", "tail"),
    [(3.841458820694124, 1, 0.05), (5.991464547107979, 2, 0.05), (18.307038053275146, 10, 0.05),
     (23.209251158954356, 10, 0.01), (0.0, 3, 1.0)],
)  # fmt: skip
def test_chi_square_tail_at_tabled_quantiles(value: float, degrees: int, tail: float) -> None:
    assert chi_square_tail(value, degrees) == pytest.approx(tail, abs=1e-12)
