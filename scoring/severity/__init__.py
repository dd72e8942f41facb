"""Severity of judges who share entries: connectivity, least squares, mixed and slope models.

The only part of the scoring core in floats and numpy: what it estimates is shown beside the raw
result with its standard errors and never becomes a rank key by itself. `adjust` is the door: it
refuses designs that cannot carry a model. Nothing else in `scoring` imports this package.
"""

from scoring.severity.adjustment import Adjustment, Estimate, JudgeEstimate, adjust
from scoring.severity.connectivity import (
    STRONG,
    Component,
    Connectivity,
    connectivity,
    largest_possible,
)
from scoring.severity.design import Score
from scoring.severity.models import MIN_SCORES_FOR_SLOPE, Model, Refusal

__all__ = [
    "MIN_SCORES_FOR_SLOPE",
    "STRONG",
    "Adjustment",
    "Component",
    "Connectivity",
    "Estimate",
    "JudgeEstimate",
    "Model",
    "Refusal",
    "Score",
    "adjust",
    "connectivity",
    "largest_possible",
]
