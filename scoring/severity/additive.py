"""Additive model: points = entry - severity of the judge + noise, with fixed entries.

Judges fixed (least squares) or random (REML). Entries are absorbed first, so that only a matrix of
judges x judges is decomposed, whatever the number of entries.
"""

from __future__ import annotations

import numpy as np

from scoring.severity.connectivity import schur
from scoring.severity.design import Design, Floats
from scoring.severity.minimum import minimum
from scoring.severity.models import Fit

_ZERO = 1e-9
"""Eigenvalues of S below this share of the largest are zero: one a component."""

_LOG_RATIO = 16.0
"""Bounds of the logarithm of judge variance / residual variance."""


def least_squares(design: Design, points: Floats) -> Fit:
    """Entries and judges fixed, judges' effects of sum zero (Yates 1936: intrablock estimates).

    With S = U diag(d) U' and t = U' Z'M y (M takes each entry's mean off), effects are U (t / d)
    over the positive d. Degrees of freedom: scores - entries - judges + components.
    """
    centred, values, vectors, rotated = _absorbed(design, points)
    positive = values > _ZERO * values.max(initial=1.0)
    inverse = np.where(positive, 1 / np.where(positive, values, 1.0), 0.0)
    residual = float(centred @ centred - (rotated**2 * inverse).sum())
    degrees = design.size - len(design.entries) - int(positive.sum())
    deviation = float(np.sqrt(max(residual, 0.0) / degrees)) if degrees else float("nan")
    return _fit(design, points, vectors, rotated, inverse, deviation, degrees, None)


def mixed(design: Design, points: Floats) -> Fit:
    """Entries fixed, judges random: REML (Patterson & Thompson 1971, Biometrika 58).

    In the coordinates of S, with g = judge variance / residual variance and p entries,
    -2 log L = (n - p) log Q(g) + sum log(1 + g d),  Q(g) = y'My - sum g t^2 / (1 + g d),
    one variable, minimised over g >= 0; residual variance Q / (n - p). Severities are the best
    linear unbiased predictions U (g t / (1 + g d)) (Henderson 1975, Biometrics 31), errors from the
    inverse of his mixed-model equations; those of an entry hold its judges' uncertainty.
    """
    centred, values, vectors, rotated = _absorbed(design, points)
    degrees = design.size - len(design.entries)
    total = float(centred @ centred)

    def remaining(ratio: Floats) -> Floats:
        shares = ratio[:, None] * rotated**2 / (1 + ratio[:, None] * values)
        left: Floats = np.maximum(total - shares.sum(axis=1), np.finfo(float).tiny)
        return left

    def deviance(ratio: Floats) -> Floats:
        logs = np.log1p(ratio[:, None] * values).sum(axis=1)
        result: Floats = degrees * np.log(remaining(ratio)) + logs
        return result

    best = np.exp(
        minimum(
            lambda logs: deviance(np.exp(logs[:, 0])),
            low=-_LOG_RATIO, high=_LOG_RATIO, dimensions=1, steps=33,
        )
    )  # fmt: skip
    none = np.zeros(1)
    ratio = none if deviance(none)[0] <= deviance(best)[0] else best
    deviation = float(np.sqrt(remaining(ratio)[0] / degrees))
    shrunk = ratio[0] / (1 + ratio[0] * values)
    judge_deviation = deviation * float(np.sqrt(ratio[0]))
    return _fit(design, points, vectors, rotated, shrunk, deviation, degrees, judge_deviation)


def _absorbed(design: Design, points: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """My, the eigenvalues and eigenvectors of S, and t = U' Z'M y."""
    means = design.per_entry(points) / design.per_entry()
    centred = points - means[design.entry]
    values, vectors = np.linalg.eigh(schur(design))
    return centred, np.maximum(values, 0.0), vectors, vectors.T @ design.per_judge(centred)


def _fit(
    design: Design,
    points: Floats,
    vectors: Floats,
    rotated: Floats,
    inverse: Floats,
    deviation: float,
    degrees: int,
    judge_deviation: float | None,
) -> Fit:
    """Effects and errors; `inverse` is the spectrum of the effects' covariance / variance."""
    effects = vectors @ (inverse * rotated)
    covariance = (vectors * inverse) @ vectors.T
    counts = design.per_entry()
    entries = design.per_entry(points - effects[design.judge]) / counts
    shares = design.incidence() / counts[:, None]
    entry_variance = 1 / counts + (shares @ covariance * shares).sum(axis=1)
    return Fit(
        level=float(entries.mean()),
        entries=entries,
        entry_errors=deviation * np.sqrt(entry_variance),
        severities=-effects,
        severity_errors=deviation * np.sqrt(np.maximum(np.diag(covariance), 0.0)),
        residual_deviation=deviation,
        degrees=degrees,
        judge_deviation=judge_deviation,
    )
