"""Slope model: judges differ in level, in spread and in noise.

points = a_j + b_j * quality + noise of standard deviation s_j. For judges of at least
MIN_SCORES_FOR_SLOPE entries each; where all spreads are alike, the additive model is better.
"""

from __future__ import annotations

import numpy as np

from scoring.severity.design import Design, Floats
from scoring.severity.models import Fit

_STEPS = 400
_TOLERANCE = 1e-5
_NOISE_WEIGHT = 8.0
"""Prior scores that pull a judge's noise variance to the common one."""

_SPREAD_FLOOR = 0.2
"""Least prior standard deviation of slopes, as a share of the mean slope."""


def slope_model(design: Design, points: Floats) -> Fit:
    """Congeneric measurements (Joreskog 1971, Psychometrika 36): level, slope and noise of each judge.

    Quality is N(0, 1). Mean-field variational EM (Bishop 2006, Pattern Recognition and Machine
    Learning, ch. 10): alternately the distributions of quality and of (a_j, b_j), and the means and
    variances of their priors.
    """
    entry, judge = design.entry, design.judge
    loads = design.per_judge()
    offset, scale = float(points.mean()), float(points.std()) or 1.0
    y = (points - offset) / scale
    coefficient = np.stack([np.zeros(len(loads)), np.full(len(loads), 0.7)], axis=1)
    covariance: Floats = np.zeros((len(loads), 2, 2))
    noise = np.full(len(loads), 0.5)
    prior_mean, prior_variance = np.array([0.0, 0.7]), np.array([0.3, 0.05])
    quality = np.zeros(len(design.entries))
    for _ in range(_STEPS):
        before = quality
        # The distribution of quality, given the judges.
        slope_square = coefficient[:, 1] ** 2 + covariance[:, 1, 1]
        cross = coefficient[:, 0] * coefficient[:, 1] + covariance[:, 0, 1]
        variance = 1 / (1 + design.per_entry((slope_square / noise)[judge]))
        pull = (coefficient[judge, 1] * y - cross[judge]) / noise[judge]
        quality = variance * design.per_entry(pull)
        # The distribution of each judge's level and slope, given quality.
        first, second = quality[entry], (quality**2 + variance)[entry]
        precision = np.empty_like(covariance)
        precision[:, 0, 0] = loads / noise + 1 / prior_variance[0]
        precision[:, 0, 1] = precision[:, 1, 0] = design.per_judge(first) / noise
        precision[:, 1, 1] = design.per_judge(second) / noise + 1 / prior_variance[1]
        right = np.stack([design.per_judge(y), design.per_judge(first * y)], axis=1)
        right = right / noise[:, None] + prior_mean / prior_variance
        covariance = np.asarray(np.linalg.inv(precision), dtype=np.float64)
        coefficient = np.einsum("jab,jb->ja", covariance, right)
        # Noise, drawn to the common noise; then the priors.
        level, slope = coefficient[judge, 0], coefficient[judge, 1]
        square = (y - level - slope * first) ** 2 + slope**2 * variance[entry]
        square += covariance[judge, 0, 0] + 2 * covariance[judge, 0, 1] * first
        square += covariance[judge, 1, 1] * second
        common = 1 / float((1 / noise).mean())
        noise = (_NOISE_WEIGHT * common + design.per_judge(square)) / (_NOISE_WEIGHT + loads)
        prior_mean = coefficient.mean(axis=0)
        spread = (coefficient - prior_mean) ** 2 + np.diagonal(covariance, axis1=1, axis2=2)
        prior_variance = np.maximum(
            spread.mean(axis=0), [1e-6, (_SPREAD_FLOOR * prior_mean[1]) ** 2]
        )
        if float(np.abs(quality - before).max()) < _TOLERANCE:
            break
    return _fit(design, quality, variance, coefficient, covariance, noise, offset, scale)


def _fit(
    design: Design,
    quality: Floats,
    variance: Floats,
    coefficient: Floats,
    covariance: Floats,
    noise: Floats,
    offset: float,
    scale: float,
) -> Fit:
    """Quality as the mean judge would score it; a judge's severity is at mean quality."""
    level, slope = coefficient.mean(axis=0)
    entries = offset + scale * (level + slope * quality)
    noises = scale * np.sqrt(noise)
    return Fit(
        level=offset + scale * float(level),
        entries=entries,
        entry_errors=scale * abs(slope) * np.sqrt(variance),
        severities=scale * (level - coefficient[:, 0]),
        severity_errors=scale * np.sqrt(covariance[:, 0, 0]),
        residual_deviation=float(np.sqrt((noises**2).mean())),
        degrees=design.size,
        judge_deviation=scale * float(coefficient[:, 0].std()),
        entry_deviation=scale * float(abs(slope)),
        slopes=coefficient[:, 1] / slope,
        noises=noises,
    )
