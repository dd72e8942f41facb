"""Intraclass correlations and Krippendorff's alpha against published values."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.agreement import Level, intraclass, krippendorff_alpha

# Shrout & Fleiss 1979, Psychological Bulletin 86, table 2: six targets, four judges.
SHROUT_FLEISS = {"1": "9 6 8 7 10 6", "2": "2 1 4 1 5 2", "3": "5 3 6 2 6 4", "4": "8 2 8 6 9 7"}

# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, part C: 12 units, 4 observers.
KRIPPENDORFF = {"A": "123321412...", "B": "1233224125..", "C": ".33323422513", "D": "12332441251."}


def numbers(text: str) -> list[Fraction]:
    return [Fraction(value) for value in text.split()]


def gaps(text: str) -> list[Fraction | None]:
    return [None if value == "." else Fraction(value) for value in text]


def test_intraclass_is_the_published_one() -> None:
    result = intraclass({judge: numbers(row) for judge, row in SHROUT_FLEISS.items()})
    assert result is not None
    squares = (result.between, result.within, result.between_judges, result.error)
    assert [round(float(square), 2) for square in squares] == [11.24, 6.26, 32.49, 1.02]
    single = (result.icc1_single, result.icc2_single, result.icc3_single)
    together = (result.icc1_mean, result.icc2_mean, result.icc3_mean)
    assert [round(float(icc or 0), 2) for icc in single] == [0.17, 0.29, 0.71]
    assert [round(float(icc or 0), 2) for icc in together] == [0.44, 0.62, 0.91]
    assert [round(float(icc or 0), 6) for icc in single] == [0.165742, 0.289764, 0.714841]


def test_intraclass_of_equal_judges_is_one() -> None:
    result = intraclass({"a": numbers("1 2 4"), "b": numbers("1 2 4")})
    assert result is not None
    assert result.icc1_single == result.icc2_single == result.icc3_mean == 1


def test_intraclass_without_variation_or_judges_is_none() -> None:
    result = intraclass({"a": numbers("2 2"), "b": numbers("2 2")})
    assert result is not None
    assert result.icc1_single is None
    assert result.icc3_mean is None
    assert intraclass({"a": numbers("1 2")}) is None
    assert intraclass({"a": numbers("1"), "b": numbers("1")}) is None
    assert intraclass({}) is None


def test_intraclass_needs_equal_numbers_of_entries() -> None:
    with pytest.raises(ValueError, match="different numbers"):
        intraclass({"a": numbers("1 2"), "b": numbers("1")})


@pytest.mark.parametrize(
    ("level", "alpha"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_is_the_published_one(level: Level, alpha: float) -> None:
    result = krippendorff_alpha({name: gaps(row) for name, row in KRIPPENDORFF.items()}, level)
    assert result is not None
    assert round(float(result), 3) == alpha


def test_alpha_by_hand_is_exact() -> None:
    """Units (1, 1), (1, 2): observed 2 * 1, expected over 1, 1, 1, 2: 2 * 3; 1 - 3 * 2 / 6 = 0."""
    assert krippendorff_alpha({"a": gaps("11"), "b": gaps("12")}, "nominal") == 0


def test_alpha_leaves_out_entries_of_one_judge() -> None:
    shared: dict[str, list[Fraction | None]] = {"a": gaps("12"), "b": gaps("13")}
    alone: dict[str, list[Fraction | None]] = {"a": gaps("129"), "b": gaps("13.")}
    assert krippendorff_alpha(alone, "interval") == krippendorff_alpha(shared, "interval")


def test_alpha_without_pairs_or_variation_is_none() -> None:
    assert krippendorff_alpha({}, "nominal") is None
    assert krippendorff_alpha({"a": gaps("1."), "b": gaps(".2")}, "nominal") is None
    assert krippendorff_alpha({"a": gaps("22"), "b": gaps("22")}, "ordinal") is None


def test_alpha_refuses_negative_values_on_the_ratio_level() -> None:
    with pytest.raises(ValueError, match="negative"):
        krippendorff_alpha({"a": [Fraction(-1)], "b": [Fraction(1)]}, "ratio")
