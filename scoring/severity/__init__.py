"""Severity of judges who share entries: connectivity, least squares, mixed, slope, Rasch models.

The only part of the scoring core in floats and numpy: what it estimates is shown beside the raw
result with its standard errors, and becomes a value only where a round's policy names a model.
`adjust` is the door: it refuses designs that cannot carry a model; `with_severity` is the door for
standings. Nothing else in `scoring` imports this package.
"""

from scoring.severity.adjustment import Adjustment, Estimate, JudgeEstimate, adjust
from scoring.severity.connectivity import (
    STRONG,
    Component,
    Connectivity,
    connectivity,
)
from scoring.severity.design import Score
from scoring.severity.models import MAX_CATEGORIES, MIN_SCORES_FOR_SLOPE, Model, Refusal
from scoring.severity.rounds import RoundSeverity, scores_of, severity_of, with_severity

__all__ = [
    "MAX_CATEGORIES",
    "MIN_SCORES_FOR_SLOPE",
    "STRONG",
    "Adjustment",
    "Component",
    "Connectivity",
    "Estimate",
    "JudgeEstimate",
    "Model",
    "Refusal",
    "RoundSeverity",
    "Score",
    "adjust",
    "connectivity",
    "scores_of",
    "severity_of",
    "with_severity",
]
