"""The parts of a scoring policy as parsed: plain frozen data, no computation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from scoring.exact import rounded
from scoring.expression import Expression

Order = Literal["desc", "asc"]
Action = Literal["accept", "discuss", "minute", "third_marking"]
RANKING_JUDGES = frozenset({"rank_sum", "majority"})
SEVERITY_MODELS = ("additive", "slope", "rasch")


@dataclass(frozen=True, slots=True)
class Rounding:
    """Rounding at one named place."""

    digits: int
    mode: str

    def of(self, value: Fraction) -> Fraction:
        return rounded(value, self.digits, self.mode)


SEVERITY_ROUNDING = Rounding(6, "half_even")
"""What a severity model estimates becomes a decimal here, unless the policy rounds otherwise."""


@dataclass(frozen=True, slots=True)
class JudgesRule:
    """How the sheets of one attempt become one value. `order` is that of the judges' marks."""

    method: str = "mean"
    share: Fraction = Fraction(0)
    high: int = 0
    low: int = 0
    aggregate: str = "mean"
    minimum_sheets: int = 1
    order: Order = "desc"


@dataclass(frozen=True, slots=True)
class Band:
    """Differences up to `limit` points (None: all others), what to do, whence the value."""

    limit: Fraction | None
    action: Action
    result: str


@dataclass(frozen=True, slots=True)
class Standardise:
    """Each judge's sheets to one mean and deviation, over all or within each division."""

    mean: Fraction
    deviation: Fraction
    over: str


@dataclass(frozen=True, slots=True)
class Drop:
    """With `start` to `end` attempts (None: or more), drop so many lowest."""

    start: int
    end: int | None
    drop: int


@dataclass(frozen=True, slots=True)
class AttemptsRule:
    """How an entry's attempts become its value of the round."""

    method: str = "best"
    k: int = 1
    table: tuple[Drop, ...] = ()
    counted: int | None = None
    order: Order = "desc"
    disqualified: str = "skip"
    no_show: str = "skip"


@dataclass(frozen=True, slots=True)
class RoundMethod:
    """How a round's values become round points."""

    method: str = "raw"
    scale: Fraction = Fraction(100)
    maximum: Fraction | None = None
    mean: Fraction = Fraction(0)
    deviation: Fraction = Fraction(1)
    order: Order = "desc"

    @property
    def points_order(self) -> Order:
        """Which end of the round points is best."""
        if self.method in ("rank", "rank_average"):
            return "asc"
        return self.order if self.method == "raw" else "desc"


@dataclass(frozen=True, slots=True)
class RoundPolicy:
    """One round's whole way from sheets to round points."""

    code: str
    judges: JudgesRule = JudgesRule()
    standardise: Standardise | None = None
    attempt: Expression | None = None
    attempts: AttemptsRule = AttemptsRule()
    round: RoundMethod = RoundMethod()
    weight: Fraction = Fraction(1)
    rounding: Mapping[str, Rounding] = field(default_factory=dict)
    missing: str = "unranked"
    discrepancy: tuple[Band, ...] = ()
    severity: str | None = None

    @property
    def needs_field(self) -> bool:
        """Whether an entry's value of the round depends on other entries."""
        return (
            self.standardise is not None
            or self.severity is not None
            or self.judges.method in RANKING_JUDGES
        )

    def at(self, place: str, value: Fraction | None) -> Fraction | None:
        """Round a value at a named place, if the policy rounds there."""
        rounding = self.rounding.get(place)
        return value if value is None or rounding is None else rounding.of(value)


@dataclass(frozen=True, slots=True)
class Combine:
    """How round points become the entry's points."""

    method: str
    rounds: tuple[str, ...]
    order: Order
    rounding: Rounding | None


@dataclass(frozen=True, slots=True)
class RankKey:
    """One rank key; `id` names it in standings."""

    id: str
    type: str
    order: Order
    round: str = ""
    item: str = ""
    of: str = "points"
    reduce: str = "best_attempt"
    target: str = ""


@dataclass(frozen=True, slots=True)
class Prize:
    """A prize with its quota: a number of entries, or a share of a division's ranked entries."""

    code: str
    label: Mapping[str, str]
    quota: int | None
    share: Fraction | None
    minimum: Fraction | None
    shared: str
    divisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A parsed scoring policy."""

    rounds: Mapping[str, RoundPolicy]
    combine: Combine
    rank_keys: tuple[RankKey, ...]
    by_division: bool
    prizes: tuple[Prize, ...]
    one_award_an_entry: bool
    digits: int

    def round_needs_field(self, round_code: str) -> bool:
        """Whether a round's values depend on the whole field; KeyError for an unknown round."""
        return self.rounds[round_code].needs_field
