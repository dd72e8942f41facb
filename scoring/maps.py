"""Maps from an item's raw number to its points: identity, linear, table, steps, expression."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from scoring.errors import ExpressionError
from scoring.exact import number
from scoring.expression import Expression, Known, Lookup, Value, numeric, read
from scoring.reading import Cursor

Bounds = tuple[Fraction | None, Fraction | None]
"""Lowest and highest value; None where unbounded or unknown."""

MAX_ROWS = 1000
"""Rows of a table, or steps."""

MAP_TYPES = ("linear", "table", "steps", "expression")


@dataclass(frozen=True, slots=True)
class PointsMap:
    """One map. `table` is keyed by option id, "true"/"false", or an exact number."""

    type: str = "linear"
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)
    table: Mapping[str | Fraction, Fraction] | None = None
    steps: tuple[tuple[Fraction, Fraction], ...] = ()
    expression: Expression | None = None

    def apply(self, value: Fraction, lookup: Lookup) -> Fraction | None:
        """Points of a number. Raises ExpressionError: "unmapped" outside a table or below steps."""
        if self.type == "table":
            return self.entry(value)
        if self.type == "steps":
            reached = [points for start, points in self.steps if start <= value]
            if not reached:
                raise ExpressionError("unmapped")
            return reached[-1]
        if self.expression is not None:
            return numeric(self.expression.run(_with_value(value, lookup)))
        return self.factor * value + self.offset

    def entry(self, key: str | Fraction) -> Fraction:
        """The table's points for an option id or a number."""
        if self.table is None or key not in self.table:
            raise ExpressionError("unmapped")
        return self.table[key]

    def bounds(self, low: Fraction | None, high: Fraction | None) -> Bounds:
        """Lowest and highest points for numbers between low and high."""
        if self.type == "table":
            inside = [
                points
                for key, points in (self.table or {}).items()
                if isinstance(key, str) or _between(key, low, high)
            ]
            return (min(inside), max(inside)) if inside else (None, None)
        if self.type == "steps":
            return self._step_bounds(low, high)
        if self.type == "expression":
            return None, None
        if self.factor == 0:
            return self.offset, self.offset
        ends = [None if v is None else self.factor * v + self.offset for v in (low, high)]
        return (ends[0], ends[1]) if self.factor > 0 else (ends[1], ends[0])

    def _step_bounds(self, low: Fraction | None, high: Fraction | None) -> Bounds:
        starts = [start for start, _ in self.steps]
        reachable = []
        for index, (start, points) in enumerate(self.steps):
            following = starts[index + 1] if index + 1 < len(starts) else None
            if (high is None or start <= high) and (
                low is None or following is None or following > low
            ):
                reachable.append(points)
        return (min(reachable), max(reachable)) if reachable else (None, None)


def _with_value(value: Fraction, lookup: Lookup) -> Lookup:
    def names(name: str) -> Value:
        return value if name == "value" else lookup(name)

    return names


def _between(value: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def read_map(
    cursor: Cursor, known: Known, options: Iterable[str] | None, boolean: bool
) -> PointsMap | None:
    """Read an item's map; None means that the number itself is the points."""
    if cursor.empty or not cursor.mapping(
        {"type", "factor", "offset", "table", "steps", "expression"}
    ):
        return None
    kind = cursor.get("type").choice(MAP_TYPES, "")
    if kind == "linear":
        factor = cursor.get("factor").number(Fraction(1))
        offset = cursor.get("offset").number(Fraction(0))
        return PointsMap("linear", factor or Fraction(0), offset or Fraction(0))
    if kind == "table":
        return PointsMap("table", table=_read_table(cursor.get("table"), options, boolean))
    if kind == "steps":
        steps = []
        for step in cursor.get("steps").elements(required=True, most=MAX_ROWS):
            if step.mapping({"from", "points"}):
                steps.append(
                    (step.get("from").require_number(), step.get("points").require_number())
                )
        if any(a[0] >= b[0] for a, b in pairwise(steps)):
            cursor.get("steps").fail("not-ascending")
        return PointsMap("steps", steps=tuple(steps))
    if kind == "expression":
        expression = read(cursor.get("expression"), known.also("value"))
        return PointsMap("expression", expression=expression)
    if not cursor.has("type"):
        cursor.get("type").fail("not-allowed", allowed=sorted(MAP_TYPES))
    return None


def _read_table(
    cursor: Cursor, options: Iterable[str] | None, boolean: bool
) -> dict[str | Fraction, Fraction]:
    table: dict[str | Fraction, Fraction] = {}
    if not cursor.mapping():
        return table
    if len(cursor.value) > MAX_ROWS:
        cursor.fail("too-many", most=MAX_ROWS)
        return table
    names = set(options) if options is not None else None
    for key, entry in cursor.entries():
        points = entry.require_number()
        if names is not None:
            if key not in names:
                entry.fail("unknown-option", option=key)
            table[key] = points
        elif boolean and key in ("true", "false"):
            table[Fraction(int(key == "true"))] = points
        else:
            try:
                table[number(key)] = points
            except ValueError as error:
                entry.fail("number-expected", reason=str(error))
    if names is not None:
        for name in sorted(names - {k for k in table if isinstance(k, str)}):
            cursor.fail("option-unmapped", option=name)
    return table
