"""Additive model with entries and judges both random, by REML.

It shrinks entries towards their mean, so an entry with fewer scores is drawn in more: a report to
compare with published fits, not a way to rank entries of unequal numbers of scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.severity.design import Design, Floats
from scoring.severity.minimum import minimum
from scoring.severity.models import Fit

_LOG_RATIOS = (-20.0, 14.0)
"""Bounds of the logarithms of the variance ratios; the lower one is as good as zero."""


@dataclass(frozen=True, slots=True)
class _Solution:
    """The mixed-model equations at given variance ratios, entries absorbed."""

    deviance: float
    variance: float
    level: float
    effects: Floats
    shrink: Floats


def both_random(design: Design, points: Floats) -> Fit:
    """Level fixed, entries N(0, va), judges N(0, vu): REML as lme4's (1|entry) + (1|judge).

    -2 log L = log|V| + log(1'V^-1 1) + (n - 1) log Q with V = I + ga A A' + gu Z Z', minimised over
    the two variance ratios (Patterson & Thompson 1971; Searle, Casella & McCulloch 1992, Variance
    Components, ch. 6).
    """
    offset = float(points.mean())
    equations = _Equations(design, points - offset)

    def deviances(logs: Floats) -> Floats:
        return np.array([equations.solve(*np.exp(row)).deviance for row in logs])

    low, high = _LOG_RATIOS
    best = minimum(deviances, low=low, high=high, dimensions=2, steps=9)
    entry_ratio, judge_ratio = (float(value) for value in np.exp(best))
    solution = equations.solve(entry_ratio, judge_ratio)
    return equations.fit(solution, judge_ratio, offset, entry_ratio)


class _Equations:
    """Sums of the data that every pair of variance ratios needs."""

    def __init__(self, design: Design, points: Floats) -> None:
        self.incidence = design.incidence()
        self.counts = design.per_entry()
        self.loads = design.per_judge()
        self.sums = design.per_entry(points)
        self.judge_sums = design.per_judge(points)
        self.square = float(points @ points)
        self.size = design.size

    def solve(self, entry_ratio: float, judge_ratio: float) -> _Solution:
        """Level, effects and deviance; W = (I + ga A A')^-1 has the entries absorbed."""
        shrink = entry_ratio / (1 + self.counts * entry_ratio)
        matrix, border, corner = self._reduced(shrink)
        right = self.judge_sums - self.incidence.T @ (shrink * self.sums)
        top = float(self.sums @ (1 - shrink * self.counts))
        square = self.square - float(shrink @ self.sums**2)
        inner = np.eye(len(matrix)) + judge_ratio * matrix
        solved = judge_ratio * np.linalg.solve(inner, np.stack([right, border], axis=1))
        information = corner - float(border @ solved[:, 1])
        level = (top - float(border @ solved[:, 0])) / information
        left = square - float(right @ solved[:, 0])
        left -= level * (top - float(border @ solved[:, 0]))
        left = max(left, float(np.finfo(float).tiny))
        deviance = (
            float(np.log1p(self.counts * entry_ratio).sum())
            + float(np.linalg.slogdet(inner)[1])
            + float(np.log(information))
            + (self.size - 1) * float(np.log(left))
        )
        effects = solved[:, 0] - level * solved[:, 1]
        return _Solution(deviance, left / (self.size - 1), level, effects, shrink)

    def fit(
        self, solution: _Solution, judge_ratio: float, offset: float, entry_ratio: float
    ) -> Fit:
        """Predictions and their errors (the inverse of the mixed-model equations by blocks)."""
        matrix, border, corner = self._reduced(solution.shrink)
        judges = len(matrix)
        full = np.empty((judges + 1, judges + 1))
        full[0, 0] = corner
        full[0, 1:] = full[1:, 0] = border
        full[1:, 1:] = matrix + np.eye(judges) / judge_ratio
        covariance = np.linalg.inv(full)
        rows = np.column_stack(
            [1 - solution.shrink * self.counts, -solution.shrink[:, None] * self.incidence]
        )
        variance = solution.shrink + (rows @ covariance * rows).sum(axis=1)
        residuals = self.sums - self.counts * solution.level - self.incidence @ solution.effects
        deviation = float(np.sqrt(solution.variance))
        return Fit(
            level=offset + solution.level,
            entries=offset + solution.level + solution.shrink * residuals,
            entry_errors=deviation * np.sqrt(variance),
            severities=-solution.effects,
            severity_errors=deviation * np.sqrt(np.diag(covariance)[1:]),
            residual_deviation=deviation,
            degrees=self.size - 1,
            judge_deviation=deviation * float(np.sqrt(judge_ratio)),
            entry_deviation=deviation * float(np.sqrt(entry_ratio)),
        )

    def _reduced(self, shrink: Floats) -> tuple[Floats, Floats, float]:
        """Z'WZ, Z'W1 and 1'W1."""
        matrix = np.diag(self.loads) - self.incidence.T @ (shrink[:, None] * self.incidence)
        border = self.loads - self.incidence.T @ (shrink * self.counts)
        return matrix, border, float(self.counts @ (1 - shrink * self.counts))
