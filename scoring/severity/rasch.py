"""Many-facet Rasch model for coarse scales: points are ordered categories, not quantities.

log(P_k / P_(k-1)) = entry - severity of the judge - threshold_k, in logits (Linacre 1989,
Many-Facet Rasch Measurement), one set of thresholds for all judges (the rating scale model: Andrich
1978, Psychometrika 43). The categories are the different points that were given, in their order;
points that nobody gave are no category.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.severity.design import Design, Floats, Indices
from scoring.severity.models import Fit, Refusal

_RIDGE = 0.01
"""Prior precision of severities and thresholds: finite ones for a judge who gave one value only."""

_STEPS = 500
_TOLERANCE = 1e-8
_LONGEST = 1.0
"""Logits that one step may move a measure by, and the step below which the estimate stands."""

_SLACK = 1e-10
"""Rounding of the objective, as a share of it, that a step may seem to lose."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Estimates in logits, in the order of the design's codes.

    Severities and thresholds are of mean zero. `steps` is how many the estimate took; it stands at
    the maximum where `converged`.
    """

    entries: Floats
    entry_errors: Floats
    severities: Floats
    severity_errors: Floats
    thresholds: Floats
    steps: int
    converged: bool


def rasch(design: Design, points: Floats) -> Fit:
    """The measures told in points.

    An entry's value is what a judge of mean severity is expected to give it, sum of points x
    probability (Linacre's fair average). A judge's severity is what the judge is expected to take
    off the mean over all entries, less the judges' mean. Errors by the delta method.
    Raises Refusal where the estimate does not settle.
    """
    scale, category = np.unique(points, return_inverse=True)
    found = measure(design, category.reshape(-1), len(scale))
    if not found.converged:
        raise Refusal("few-scores")
    entries, slopes = _expected(scale, found.entries, found.thresholds)
    faced = found.entries[:, None] - found.severities
    given, given_slopes = _expected(scale, faced, found.thresholds)
    means = given.mean(axis=0)
    severities = means.mean() - means
    chances = _chances(
        found.entries[design.entry] - found.severities[design.judge], found.thresholds
    )
    variance = chances @ scale**2 - (chances @ scale) ** 2
    return Fit(
        level=float(entries.mean()),
        entries=entries,
        entry_errors=slopes * found.entry_errors,
        severities=severities,
        severity_errors=given_slopes.mean(axis=0) * found.severity_errors,
        residual_deviation=float(np.sqrt(np.maximum(variance, 0.0).mean())),
        degrees=free_scores(design, len(scale)),
        judge_deviation=float(severities.std()),
    )


def free_scores(design: Design, categories: int) -> int:
    """Scores - entries - (judges - 1) - (thresholds - 1): what is left to tell chance."""
    return design.size - len(design.entries) - len(design.judges) + 1 - max(categories - 2, 0)


def measure(design: Design, category: Indices, categories: int) -> Measures:
    """Joint maximum likelihood (Wright & Masters 1982, Rating Scale Analysis), its bias reduced.

    Maximises log L + 1/2 sum log I_i - ridge / 2 (severities^2 + thresholds^2), I_i the information
    on entry i. To an entry the middle term is Warm's weighted likelihood (1989, Psychometrika 54):
    finite where all its scores are the least or the greatest, and not drawn to other entries. To
    judges and thresholds it is the correction from the profile to the conditional likelihood with
    the entries eliminated (Barndorff-Nielsen & Cox 1979, JRSS B 41), in place of the factor
    (L - 1) / L of Wright & Douglas (1977). A maximum exists always; Fisher scoring with steps
    halved until the objective grows, hastened by squared extrapolation (Varadhan & Roland 2008,
    Scandinavian Journal of Statistics 35).
    """
    state = _State(design, category, categories)
    at = state.start()
    now = state.objective(at)
    steps, converged = 0, False
    while steps < _STEPS and not converged:
        steps += 1
        first, middle, now = state.climb(at, now)
        second, end, now = state.climb(middle, now)
        converged = float(np.abs(second).max()) < _TOLERANCE
        # Steps that shrink slowly point further: squared extrapolation, kept where it gains.
        bend = second - first
        curved = float(np.sqrt(bend @ bend))
        ratio = float(np.sqrt(first @ first)) / curved if curved else 0.0
        if ratio > 1 and not converged:
            leap = at + 2 * ratio * first + ratio**2 * bend
            gained = state.objective(leap)
            if gained > now:
                end, now = leap, gained
        at = end
    return state.measures(at, steps, converged)


class _State:
    """The likelihood of the scores at a point: entries, severities and thresholds in one array."""

    def __init__(self, design: Design, category: Indices, categories: int) -> None:
        self.design = design
        self.category = category
        self.numbers = np.arange(categories, dtype=np.float64)
        self.reached = (category[:, None] >= np.arange(1, categories)).astype(np.float64)
        self.totals = design.per_entry(category.astype(np.float64))
        self.ends = (len(design.entries), len(design.entries) + len(design.judges))

    def start(self) -> Floats:
        """Entries at the logit of their share of the greatest total, all else at zero."""
        most = self.design.per_entry() * (len(self.numbers) - 1)
        entries = np.log((self.totals + 0.5) / (most - self.totals + 0.5))
        return np.concatenate([entries, np.zeros(self.ends[1] - self.ends[0] + self._thresholds)])

    @property
    def _thresholds(self) -> int:
        return len(self.numbers) - 1

    def _parts(self, at: Floats) -> tuple[Floats, Floats, Floats]:
        entries, severities, thresholds = np.split(at, self.ends)
        return entries, severities, thresholds

    def _chances(self, at: Floats) -> Floats:
        entries, severities, thresholds = self._parts(at)
        return _chances(entries[self.design.entry] - severities[self.design.judge], thresholds)

    def _information(self, chances: Floats) -> Floats:
        """On each entry: the sum of its scores' variances."""
        apart = self.numbers - (chances @ self.numbers)[:, None]
        # A scale of one value tells nothing: a constant in place of log 0.
        return np.maximum(self.design.per_entry((chances * apart**2).sum(axis=1)), 1e-300)

    def objective(self, at: Floats) -> float:
        chances = self._chances(at)
        likely = np.log(np.maximum(chances[np.arange(len(chances)), self.category], 1e-300)).sum()
        weights = np.log(self._information(chances)).sum() / 2
        ridge = _RIDGE / 2 * (at[self.ends[0] :] ** 2).sum()
        return float(likely + weights - ridge)

    def step(self, at: Floats) -> Floats:
        """The gradient over the information, with the weights' curvature for the entries."""
        chances = self._chances(at)
        mean = chances @ self.numbers
        apart = self.numbers - mean[:, None]
        variance, third = ((chances * apart**power).sum(axis=1) for power in (2, 3))
        fourth = (chances * apart**4).sum(axis=1) - 3 * variance**2
        information = self._information(chances)
        half = (0.5 / information)[self.design.entry]
        pull = self.category - mean + half * third
        # Of each threshold: third cumulants of category, category and "reached the threshold".
        above = _above(chances)
        joint = _above(chances * apart**2) - variance[:, None] * above
        push = self.reached - above + half[:, None] * joint
        gradient = np.concatenate(
            [
                self.design.per_entry(pull),
                -self.design.per_judge(pull),
                -push.sum(axis=0),
            ]
        )
        gradient[self.ends[0] :] -= _RIDGE * at[self.ends[0] :]
        skew = self.design.per_entry(third) / information
        curve = (skew**2 - self.design.per_entry(fourth) / information) / 2
        diagonal = information + np.maximum(curve, 0.0)
        cross, rest = self._blocks(chances)
        shares = cross / diagonal[:, None]
        first = gradient[: self.ends[0]]
        moved = np.linalg.solve(
            rest - cross.T @ shares, gradient[self.ends[0] :] - shares.T @ first
        )
        return self._centred(np.concatenate([first / diagonal - shares @ moved, moved]))

    def climb(self, at: Floats, now: float) -> tuple[Floats, Floats, float]:
        """One step, where it leads, and the objective there, which is `now` at the start."""
        step = self.step(at)
        longest = float(np.abs(step).max())
        if longest > _LONGEST:
            step *= _LONGEST / longest
        after = self.objective(at + step)
        while after < now - _SLACK * abs(now) and float(np.abs(step).max()) > _TOLERANCE:
            step /= 2
            after = self.objective(at + step)
        return step, at + step, after

    def _centred(self, at: Floats) -> Floats:
        """The same chances with severities and thresholds of mean zero: the entries move along."""
        entries, severities, thresholds = self._parts(at)
        judge, cut = severities.mean(), thresholds.mean() if len(thresholds) else 0.0
        return np.concatenate([entries - judge - cut, severities - judge, thresholds - cut])

    def _blocks(self, chances: Floats) -> tuple[Floats, Floats]:
        """Information of entries x others, and of others x others with the ridge."""
        design, judges, cuts = self.design, len(self.design.judges), self._thresholds
        apart = self.numbers - (chances @ self.numbers)[:, None]
        variance = (chances * apart**2).sum(axis=1)
        shared = _above(chances * apart)  # of the category with each threshold reached
        cross = np.zeros((len(design.entries), judges + cuts))
        np.add.at(cross, (design.entry, design.judge), -variance)
        rest = np.zeros((judges + cuts, judges + cuts))
        rest[np.diag_indices(judges)] = design.per_judge(variance)
        for cut in range(cuts):
            cross[:, judges + cut] = -design.per_entry(shared[:, cut])
            rest[:judges, judges + cut] = design.per_judge(shared[:, cut])
        rest[judges:, :judges] = rest[:judges, judges:].T
        above = _above(chances)
        later = np.maximum.outer(np.arange(cuts), np.arange(cuts))
        rest[judges:, judges:] = above.sum(axis=0)[later] - above.T @ above
        rest[np.diag_indices_from(rest)] += _RIDGE
        return cross, rest

    def measures(self, at: Floats, steps: int, converged: bool) -> Measures:
        """With errors from the inverse information, means of severities and thresholds known."""
        chances = self._chances(at)
        information = self._information(chances)
        cross, rest = self._blocks(chances)
        shares = cross / information[:, None]
        covariance = np.linalg.inv(rest - cross.T @ shares)
        judges = len(self.design.judges)
        centre = np.eye(len(rest))
        centre[:judges, :judges] -= 1 / judges
        if self._thresholds:
            centre[judges:, judges:] -= 1 / self._thresholds
        covariance = centre @ covariance @ centre
        entries, severities, thresholds = self._parts(at)
        entry_variance = 1 / information + (shares @ covariance * shares).sum(axis=1)
        return Measures(
            entries=entries,
            entry_errors=np.sqrt(entry_variance),
            severities=severities,
            severity_errors=np.sqrt(np.maximum(np.diag(covariance)[:judges], 0.0)),
            thresholds=thresholds,
            steps=steps,
            converged=converged,
        )


def _chances(measure: Floats, thresholds: Floats) -> Floats:
    """The probability of each category (last axis) at entry - severity."""
    steps = measure[..., None] - thresholds
    logs = np.concatenate([np.zeros((*measure.shape, 1)), np.cumsum(steps, axis=-1)], axis=-1)
    odds = np.exp(logs - logs.max(axis=-1, keepdims=True))
    chances: Floats = odds / odds.sum(axis=-1, keepdims=True)
    return chances


def _above(values: Floats) -> Floats:
    """Sums over the categories from each threshold on."""
    sums: Floats = np.cumsum(values[:, :0:-1], axis=1)[:, ::-1]
    return sums


def _expected(scale: Floats, measure: Floats, thresholds: Floats) -> tuple[Floats, Floats]:
    """Expected points, and by how much they grow with the measure: cov(points, category)."""
    chances = _chances(measure, thresholds)
    mean = chances @ scale
    numbers = np.arange(len(scale), dtype=np.float64)
    slope = chances @ (scale * numbers) - mean * (chances @ numbers)
    return mean, slope
