"""The door to the severity models: scores in, adjusted values by code out, or a refusal.

Never ranks and never replaces a result: raw means stand beside the adjusted values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from scoring.severity.additive import least_squares, mixed
from scoring.severity.connectivity import Connectivity, connectivity_of
from scoring.severity.crossed import both_random
from scoring.severity.design import Design, Floats, Score, read_scores
from scoring.severity.models import MAX_CATEGORIES, MIN_SCORES_FOR_SLOPE, Fit, Model, Refusal
from scoring.severity.rasch import free_scores, rasch
from scoring.severity.slope import slope_model

_FITS: dict[Model, Callable[[Design, Floats], Fit]] = {
    "additive": mixed,
    "least_squares": least_squares,
    "random": both_random,
    "slope": slope_model,
    "rasch": rasch,
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """An entry: its adjusted value, its standard error, its raw mean and number of scores."""

    value: float
    error: float
    raw: float
    scores: int


@dataclass(frozen=True, slots=True)
class JudgeEstimate:
    """A judge: points that it takes off an average entry, and the standard error.

    `slope` (1 is the mean spread) and `noise` only in the slope model.
    """

    severity: float
    error: float
    scores: int
    slope: float | None = None
    noise: float | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a model makes of the scores; deviations are standard deviations in points.

    `warnings`: "weak" where the design is connected by little (Connectivity.strong).
    """

    model: Model
    level: float
    entries: Mapping[str, Estimate]
    judges: Mapping[str, JudgeEstimate]
    residual_deviation: float
    judge_deviation: float | None
    entry_deviation: float | None
    degrees: int
    connectivity: Connectivity
    warnings: tuple[str, ...]


def adjust(scores: Iterable[Score], model: Model = "additive") -> Adjustment:
    """Fit a severity model to scores of a round.

    Raises Refusal where the design cannot carry the model, ValueError for points not finite.
    """
    design, points = read_scores(scores)
    linked = connectivity_of(design)
    _refuse(design, points, linked, model)
    fit = _FITS[model](design, points)
    raw = design.per_entry(points) / design.per_entry()
    return Adjustment(
        model=model,
        level=fit.level,
        entries={
            code: Estimate(*values)
            for code, *values in zip(
                design.entries,
                fit.entries.tolist(),
                fit.entry_errors.tolist(),
                raw.tolist(),
                design.per_entry().astype(int).tolist(),
                strict=True,
            )
        },
        judges=_judges(design, fit),
        residual_deviation=fit.residual_deviation,
        judge_deviation=fit.judge_deviation,
        entry_deviation=fit.entry_deviation,
        degrees=fit.degrees,
        connectivity=linked,
        warnings=() if linked.strong else ("weak",),
    )


def _refuse(design: Design, points: Floats, linked: Connectivity, model: Model) -> None:
    if len(design.judges) < 2:
        raise Refusal("few-judges")
    if not linked.connected:
        raise Refusal("disconnected")
    if design.size <= len(design.entries) + len(design.judges) - 1:
        raise Refusal("few-scores")
    if model == "slope":
        loads = design.per_judge()
        few = tuple(
            code
            for code, load in zip(design.judges, loads.tolist(), strict=True)
            if load < MIN_SCORES_FOR_SLOPE
        )
        if few:
            raise Refusal("few-scores-of-judge", few)
    if model == "rasch":
        categories = len(np.unique(points))
        if categories > MAX_CATEGORIES:
            raise Refusal("many-categories")
        if free_scores(design, categories) < 1:
            raise Refusal("few-scores")


def _judges(design: Design, fit: Fit) -> dict[str, JudgeEstimate]:
    missing = np.full(len(design.judges), math.nan)
    slopes = missing if fit.slopes is None else fit.slopes
    noises = missing if fit.noises is None else fit.noises
    return {
        code: JudgeEstimate(
            severity,
            error,
            scores,
            None if math.isnan(slope) else slope,
            None if math.isnan(noise) else noise,
        )
        for code, severity, error, scores, slope, noise in zip(
            design.judges,
            fit.severities.tolist(),
            fit.severity_errors.tolist(),
            design.per_judge().astype(int).tolist(),
            slopes.tolist(),
            noises.tolist(),
            strict=True,
        )
    }
