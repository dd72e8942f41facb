"""Names of the severity models, why one is refused, and what every fit hands back.

Never estimates; the models stand in `additive`, `crossed`, `slope` and `rasch`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.severity.design import Floats

Model = Literal["additive", "least_squares", "random", "slope", "rasch"]
"""additive: entries fixed, judges random, REML. least_squares: both fixed. random: both random,
REML. slope: judges differ in level, spread and noise. rasch: points are ordered
categories, joint maximum likelihood."""

MIN_SCORES_FOR_SLOPE = 10
"""Fewer scores of a judge say nothing about its spread."""

MAX_CATEGORIES = 12
"""More different points are no coarse scale: a threshold each would be guessed from few scores."""

RefusalCode = Literal[
    "few-judges", "disconnected", "few-scores", "few-scores-of-judge", "many-categories"
]


class Refusal(ValueError):
    """A design that cannot carry the model; `code` is stable.

    few-judges: fewer than two. disconnected: groups of judges share no entry. few-scores: nothing
    is left to tell severity from noise, or the Rasch estimate does not settle.
    few-scores-of-judge: the slope model, `judges` below MIN_SCORES_FOR_SLOPE. many-categories: the
    Rasch model, more than MAX_CATEGORIES different points.
    """

    def __init__(self, code: RefusalCode, judges: tuple[str, ...] = ()) -> None:
        self.code = code
        self.judges = judges
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Fit:
    """Estimates on the scale of the points, in the order of the design's codes.

    `entries` are values as if every judge were of mean severity; `severities` are what each judge
    takes off, of mean zero. Deviations are standard deviations; None where the model has none.
    """

    level: float
    entries: Floats
    entry_errors: Floats
    severities: Floats
    severity_errors: Floats
    residual_deviation: float
    degrees: int
    judge_deviation: float | None = None
    entry_deviation: float | None = None
    slopes: Floats | None = None
    noises: Floats | None = None
