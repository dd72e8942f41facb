"""Items of a form: their kinds, domains, and the number that a value stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from scoring.exact import number, text
from scoring.expression import Expression, Lookup, Value
from scoring.maps import Bounds, PointsMap
from scoring.operators import bounded, total

KINDS = (
    "level", "number", "count", "boolean", "choice", "multi",
    "measure", "answer", "testcase", "metric", "computed",
)  # fmt: skip
SOURCES = ("judge", "referee", "auto", "import")


class ValueProblem(ValueError):
    """A value outside the item's domain; `code` is stable."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Level:
    """A performance level: one value, or every value from `start` to `end`."""

    start: Fraction
    end: Fraction
    label: Mapping[str, str]
    descriptor: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a choice, multi or answer item."""

    id: str
    label: Mapping[str, str]
    points: Fraction


@dataclass(frozen=True, slots=True)
class CommentRule:
    """When a comment is asked for; bounds apply to the item's number.

    A `private` comment is for those who run the judging, never for the entrants.
    """

    mode: str = "optional"
    required_below: Fraction | None = None
    required_from: Fraction | None = None
    private: bool = False

    def demands(self, value: Fraction) -> bool:
        return (
            self.mode == "required"
            or (self.required_below is not None and value < self.required_below)
            or (self.required_from is not None and value >= self.required_from)
        )


@dataclass(frozen=True, slots=True)
class Item:
    """One item as parsed. `domain` bounds its number, `bounds` its points."""

    id: str
    kind: str
    label: Mapping[str, str]
    help: Mapping[str, str]
    minimum: Fraction | None
    maximum: Fraction | None
    step: Fraction | None
    levels: tuple[Level, ...]
    options: Mapping[str, Option]
    unit: str | None
    source: str
    map: PointsMap | None
    weight: Fraction
    required: bool
    comment: CommentRule
    initial: Any
    expression: Expression | None
    ranked: bool
    bounds: Bounds = field(default=(None, None))

    @property
    def has_options(self) -> bool:
        return bool(self.options)

    def read_value(self, value: object) -> tuple[Value, Fraction]:
        """The value as expressions see it, and its number. Raises ValueProblem, ExpressionError."""
        if self.kind == "boolean":
            if not isinstance(value, bool):
                raise ValueProblem("type", expected="boolean")
            return value, Fraction(int(value))
        if self.kind == "multi":
            return self._read_multi(value)
        if self.has_options:
            if not isinstance(value, str):
                raise ValueProblem("type", expected="option")
            if value not in self.options:
                raise ValueProblem("not-an-option", value=value[:60])
            return value, self.options[value].points
        amount = self._read_number(value)
        return amount, amount

    def _read_multi(self, value: object) -> tuple[Value, Fraction]:
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            raise ValueProblem("type", expected="options")
        for option in value:
            if option not in self.options:
                raise ValueProblem("not-an-option", value=option[:60])
        given = set(value)
        if len(given) < len(value):
            raise ValueProblem("duplicate-option")
        chosen = tuple(option for option in self.options if option in given)
        return chosen, total(self.options[o].points for o in chosen)

    def _read_number(self, value: object) -> Fraction:
        try:
            amount = number(value)
        except ValueError as error:
            raise ValueProblem("type", expected="number", reason=str(error)) from None
        if self.minimum is not None and amount < self.minimum:
            raise ValueProblem("below-min", min=text(self.minimum))
        if self.maximum is not None and amount > self.maximum:
            raise ValueProblem("above-max", max=text(self.maximum))
        if self.step is not None and (amount - (self.minimum or 0)) % self.step != 0:
            raise ValueProblem(
                "off-step", step=text(self.step), start=text(self.minimum or Fraction(0))
            )
        if self.levels and not any(lv.start <= amount <= lv.end for lv in self.levels):
            raise ValueProblem("not-a-level")
        return amount

    def points_of(self, value: Value, amount: Fraction, lookup: Lookup) -> Fraction | None:
        """Points after map and weight. Raises ExpressionError."""
        if self.map is None:
            return bounded(amount * self.weight)
        mapped: Fraction | None
        if self.map.type == "table" and isinstance(value, tuple):
            mapped = total(self.map.entry(str(option)) for option in value)
        elif self.map.type == "table" and isinstance(value, str):
            mapped = self.map.entry(value)
        else:
            mapped = self.map.apply(amount, lookup)
        return None if mapped is None else bounded(mapped * self.weight)
