"""Severity models against published designs and the equations written out in full."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from scoring.severity import (
    Model,
    Refusal,
    Score,
    adjust,
    connectivity,
)
from tests.scoring.designs import JOSHI, KUEHL, BlockDesign

# Shrout & Fleiss 1979, Psychological Bulletin 86, table 2: six targets a row, four judges.
SHROUT_FLEISS = ("9 2 5 8", "6 1 3 2", "8 4 6 8", "7 1 2 6", "10 5 6 9", "6 2 4 7")


def shrout_fleiss() -> list[Score]:
    return [
        Score(str(target), judge, float(points))
        for target, row in enumerate(SHROUT_FLEISS)
        for judge, points in zip("ABCD", row.split(), strict=True)
    ]


def simulated(entries: int = 40, judges: int = 8, each: int = 3, seed: int = 4) -> list[Score]:
    """Unbalanced at random, connected."""
    random = np.random.default_rng(seed)
    quality, severity = random.normal(6, 1, entries), random.normal(0, 0.8, judges)
    return [
        Score(f"e{e:02}", f"j{j}", float(quality[e] - severity[j] + random.normal(0, 0.7)))
        for e in range(entries)
        for j in random.choice(judges, each - e % 2, replace=False).tolist()
    ]


@pytest.mark.parametrize(("design", "eigenvalue"), [(KUEHL, 2.5), (JOSHI, 2.4)])
def test_least_squares_gives_the_published_intrablock_estimates(
    design: BlockDesign, eigenvalue: float
) -> None:
    result = adjust(design.scores(), "least_squares")
    assert {code: entry.value for code, entry in result.entries.items()} == pytest.approx(
        design.adjusted, abs=1e-6
    )
    assert result.residual_deviation**2 * result.degrees == pytest.approx(design.residual)
    assert sum(judge.severity for judge in result.judges.values()) == pytest.approx(0, abs=1e-9)
    assert result.connectivity.lambda2 == pytest.approx(eigenvalue)
    assert result.warnings == ("weak",)


def test_standard_error_of_a_difference_in_a_balanced_design() -> None:
    """Var(difference) = 2 k s^2 / (lambda v) (Cochran & Cox 1957, 11.5): Kuehl's k 3, lambda 3, v 5.

    The mean of all entries has variance s^2 / n besides; errors hold both.
    """
    result = adjust(KUEHL.scores(), "least_squares")
    variance = result.residual_deviation**2
    expected = (2 * 3 * variance / (3 * 5)) / 2 * (1 - 1 / 5) + variance / 30
    assert result.entries["250"].error ** 2 == pytest.approx(expected)


@pytest.mark.parametrize("model", ["additive", "random"])
def test_reml_of_a_complete_design_is_the_analysis_of_variance(model: Model) -> None:
    """Table 3 of Shrout & Fleiss: mean squares of targets 11.24, judges 32.49, residual 1.02.

    In complete designs REML estimates are (mean square - residual) / replications (Searle, Casella
    & McCulloch 1992, 4.7).
    """
    result = adjust(shrout_fleiss(), model)
    error = 1.0194444444
    assert result.residual_deviation**2 == pytest.approx(error)
    assert (result.judge_deviation or 0) ** 2 == pytest.approx((32.4861111111 - error) / 6)
    if model == "random":
        assert (result.entry_deviation or 0) ** 2 == pytest.approx((11.2416666667 - error) / 4)
        assert result.level == pytest.approx(127 / 24)


@pytest.mark.parametrize("model", ["additive", "random"])
def test_mixed_models_solve_the_equations_written_out(model: Model) -> None:
    """Henderson's equations with every row, and no better variances nearby."""
    scores = simulated()
    result = adjust(scores, model)
    residual, judge = result.residual_deviation**2, (result.judge_deviation or 0) ** 2
    entry = None if result.entry_deviation is None else result.entry_deviation**2
    solution, covariance = henderson(scores, residual, judge, entry)
    entries = [value.value for value in result.entries.values()]
    severities = [value.severity for value in result.judges.values()]
    assert entries == pytest.approx(solution[: len(entries)], abs=1e-6)
    assert severities == pytest.approx(-solution[len(entries) :], abs=1e-6)
    errors = [value.error for value in (*result.entries.values(), *result.judges.values())]
    assert errors == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-6)
    best = deviance(scores, residual, judge, entry)
    for factor in (0.97, 1.03):
        assert deviance(scores, residual * factor, judge, entry) > best
        assert deviance(scores, residual, judge * factor, entry) > best
        if entry is not None:
            assert deviance(scores, residual, judge, entry * factor) > best


def matrices(scores: Iterable[Score]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    listed = list(scores)
    entries = sorted({score.entry for score in listed})
    judges = sorted({score.judge for score in listed})
    of_entries = np.array([[score.entry == code for code in entries] for score in listed], float)
    of_judges = np.array([[score.judge == code for code in judges] for score in listed], float)
    return of_entries, of_judges, np.array([float(score.points) for score in listed])


def henderson(
    scores: Iterable[Score], residual: float, judge: float, entry: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Values of entries, effects of judges, and their covariance, from the full equations."""
    a, z, y = matrices(scores)
    ones = np.ones((len(y), 1))
    design = np.hstack([a, z] if entry is None else [ones, a, z])
    ridge = [0.0] * (a.shape[1] if entry is None else 1)
    ridge += [] if entry is None else [residual / entry] * a.shape[1]
    ridge += [residual / judge] * z.shape[1]
    inverse = np.linalg.inv(design.T @ design + np.diag(ridge))
    to_values = np.eye(len(ridge))
    if entry is not None:
        to_values = to_values[1:]
        to_values[: a.shape[1], 0] = 1
    return (
        to_values @ inverse @ design.T @ y,
        residual * to_values @ inverse @ to_values.T,
    )


def deviance(scores: Iterable[Score], residual: float, judge: float, entry: float | None) -> float:
    """-2 log restricted likelihood, without its constant."""
    a, z, y = matrices(scores)
    fixed = a if entry is None else np.ones((len(y), 1))
    covariance = residual * np.eye(len(y)) + judge * z @ z.T + (entry or 0.0) * a @ a.T
    inverse = np.linalg.inv(covariance)
    information = fixed.T @ inverse @ fixed
    left = y - fixed @ np.linalg.solve(information, fixed.T @ inverse @ y)
    logs = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(information)[1]
    return float(logs + left @ inverse @ left)


def test_equal_judges_change_nothing() -> None:
    scores = [
        Score(e, j, points + noise)
        for e, points in {"a": 3, "b": 5, "c": 8}.items()
        for j, noise in zip("xyz", (0.5, -0.5, 0.0) if e != "b" else (-1.0, 1.0, 0.0), strict=True)
    ]
    result = adjust(scores)
    assert result.judge_deviation == 0
    assert [judge.severity for judge in result.judges.values()] == [0, 0, 0]
    assert all(entry.value == pytest.approx(entry.raw) for entry in result.entries.values())


def test_a_disconnected_design_is_refused() -> None:
    scores = [Score(e, j, 1.0) for e, j in (("a", "x"), ("a", "y"), ("b", "z"), ("b", "w"))]
    with pytest.raises(Refusal) as refused:
        adjust(scores)
    assert refused.value.code == "disconnected"
    found = connectivity((score.entry, score.judge) for score in scores)
    assert [part.judges for part in found.components] == [("x", "y"), ("w", "z")]
    assert found.lambda2 == 0
    assert not found.strong


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ([Score("a", "x", 1), Score("b", "x", 2)], "few-judges"),
        ([Score("a", "x", 1), Score("a", "y", 2)], "few-scores"),
        ([], "few-judges"),
    ],
)
def test_a_design_that_says_nothing_is_refused(scores: list[Score], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        adjust(scores)
    assert refused.value.code == code


def test_slope_model_names_judges_of_too_few_scores() -> None:
    scores = [Score(f"{e:02}", j, e % 7) for e in range(12) for j in "xyz"]
    kept = [score for score in scores if score.judge != "z" or score.entry < "09"]
    with pytest.raises(Refusal) as refused:
        adjust(kept, "slope")
    assert (refused.value.code, refused.value.judges) == ("few-scores-of-judge", ("z",))


def test_slope_model_finds_spreads_and_noise() -> None:
    random = np.random.default_rng(8)
    quality = random.normal(0, 1, 120)
    truth = {"wide": (7.0, 2.0, 0.2), "even": (6.0, 1.0, 0.2), "flat": (5.0, 0.5, 0.8)}
    scores = [
        Score(f"{e:03}", judge, float(level + slope * quality[e] + random.normal(0, noise)))
        for judge, (level, slope, noise) in truth.items()
        for e in range(120)
    ]
    judges = adjust(scores, "slope").judges
    assert judges["wide"].severity == pytest.approx(-1, abs=0.15)
    assert judges["flat"].severity == pytest.approx(1, abs=0.15)
    slopes = {code: judge.slope or 0 for code, judge in judges.items()}
    assert slopes["wide"] / slopes["even"] == pytest.approx(2, abs=0.15)
    assert slopes["even"] / slopes["flat"] == pytest.approx(2, abs=0.3)
    assert judges["flat"].noise == pytest.approx(0.8, abs=0.15)


def test_adjusting_nears_the_truth_where_severities_differ() -> None:
    """The lenient judge's entries come down, the severe one's go up."""
    truth = {"a": 5.0, "b": 6.0, "c": 7.0, "d": 8.0}
    severity = {"x": 1.0, "y": 0.0, "z": -1.0}
    pairs = ["ax", "ay", "bx", "by", "cy", "cz", "dy", "dz", "dx"]
    scores = [
        Score(e, j, truth[e] - severity[j] + (0.01 if e + j == "ax" else 0)) for e, j in pairs
    ]
    result = adjust(scores)
    order = sorted(truth, key=lambda code: result.entries[code].value)
    assert order == ["a", "b", "c", "d"]
    assert result.entries["a"].raw == pytest.approx(4.505)
    assert result.entries["a"].value == pytest.approx(5.0, abs=0.02)
    assert result.judges["x"].severity == pytest.approx(1.0, abs=0.02)


def test_connectivity_of_a_complete_design_by_hand() -> None:
    """n entries, all judges: S = n (I - J / m), eigenvalues n."""
    found = connectivity((f"{e}", f"{j}") for e in range(7) for j in range(4))
    assert found.lambda2 == pytest.approx(7)
    assert found.strong


def test_points_must_be_finite() -> None:
    with pytest.raises(ValueError, match="finite"):
        adjust([Score("a", "x", math.inf), Score("a", "y", 1)])


def test_the_rest_of_the_core_does_not_load_numpy() -> None:
    program = (
        "import importlib, pkgutil, sys, scoring, scoring.methods\n"
        "for package in (scoring, scoring.methods):\n"
        "    for found in pkgutil.iter_modules(package.__path__, package.__name__ + '.'):\n"
        "        if found.name != 'scoring.severity': importlib.import_module(found.name)\n"
        "print('numpy' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"
