"""Groups of items and the form's total: how members' points become one number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.expression import Expression, Known, read
from scoring.maps import Bounds
from scoring.operators import bounded, product, total
from scoring.reading import Cursor

MAX_MEMBERS = 500

AGGREGATES = ("sum", "min", "max", "mean", "product", "best")

_TOTAL_KEYS = frozenset({"aggregate", "k", "cap", "floor"})
_GROUP_KEYS = _TOTAL_KEYS | {"id", "label", "help", "items", "groups", "weight", "gate", "ranked"}


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Aggregate members, then cap, then floor. Members without points are left out."""

    method: str = "sum"
    k: int = 1
    cap: Fraction | None = None
    floor: Fraction | None = None

    def of(self, points: Sequence[Fraction | None]) -> Fraction | None:
        """The aggregate, or None if no member has points. Raises ExpressionError: too long."""
        present = [p for p in points if p is not None]
        if not present:
            return None
        return self._limited(_reduce(self.method, present, self.k))

    def _limited(self, value: Fraction) -> Fraction:
        if self.cap is not None:
            value = min(value, self.cap)
        if self.floor is not None:
            value = max(value, self.floor)
        return value

    def bounds(self, members: Sequence[tuple[Bounds, bool]]) -> Bounds:
        """Lowest and highest value over the members' bounds; True marks a member always there.

        Raises ExpressionError.
        """
        highs = [(bounds[1], there) for bounds, there in members]
        lows = [(bounds[0], there) for bounds, there in members]
        if self.method == "product":
            low, high = _product_bounds(members)
        else:
            high = self._extreme(highs)
            mirrored = [(None if v is None else -v, there) for v, there in lows]
            swapped = {"min": "max", "max": "min", "best": "worst"}
            opposite = self._extreme(mirrored, swapped.get(self.method, self.method))
            low = None if opposite is None else -opposite
        return (
            self.floor if low is None else self._limited(low),
            self.cap if high is None else self._limited(high),
        )

    def _extreme(
        self, members: Sequence[tuple[Fraction | None, bool]], method: str | None = None
    ) -> Fraction | None:
        """The highest aggregate if members give their highest and optional ones may stay out."""
        method = method or self.method
        fixed = [v for v, there in members if there]
        free = [v for v, there in members if not there]
        everything = [v for v, _ in members if v is not None]
        if not everything:
            return None
        if method == "min":
            known = [v for v in fixed if v is not None]
            return min(known) if known else (None if fixed or None in free else max(everything))
        if len(everything) < len(members):
            return None
        sure = [v for v in fixed if v is not None]
        rest = sorted((v for v in free if v is not None), reverse=True)
        if method == "max":
            return max(everything)
        if method == "mean":
            whole, count = total(sure), len(sure)
            for value in rest:
                if count and value * count <= whole:
                    break
                whole, count = bounded(whole + value), count + 1
            return whole / count
        if method in ("best", "worst"):
            chosen = sorted(everything, reverse=method == "best")[: self.k]
            return total(chosen)
        return total((*sure, *(v for v in rest if v > 0)))


def _reduce(method: str, points: Sequence[Fraction], k: int) -> Fraction:
    match method:
        case "min":
            return min(points)
        case "max":
            return max(points)
        case "mean":
            return total(points) / len(points)
        case "product":
            return product(points)
        case "best":
            return total(sorted(points, reverse=True)[:k])
        case _:
            return total(points)


def _product_bounds(members: Sequence[tuple[Bounds, bool]]) -> Bounds:
    """Products are bounded only when no member can be negative."""
    low = high = Fraction(1)
    for (least, most), there in members:
        if least is None or most is None or least < 0:
            return None, None
        low = bounded(low * (least if there else min(least, Fraction(1))))
        high = bounded(high * (most if there else max(most, Fraction(1))))
    return low, high


@dataclass(frozen=True, slots=True)
class Group:
    """A group of items and groups. A false gate makes it count 0; the weight comes last."""

    id: str
    label: Mapping[str, str]
    help: Mapping[str, str]
    items: tuple[str, ...]
    groups: tuple[str, ...]
    aggregate: Aggregate
    weight: Fraction
    gate: Expression | None
    ranked: bool

    def bounds(self, members: Sequence[tuple[Bounds, bool]]) -> Bounds:
        low, high = self.aggregate.bounds(members)
        if self.gate is not None:
            low = None if low is None else min(low, Fraction(0))
            high = None if high is None else max(high, Fraction(0))
        ends = [None if end is None else bounded(end * self.weight) for end in (low, high)]
        return (ends[0], ends[1]) if self.weight >= 0 else (ends[1], ends[0])


def read_aggregate(cursor: Cursor) -> Aggregate:
    """Read aggregate, k, cap and floor of a group or of the total."""
    method = cursor.get("aggregate").choice(AGGREGATES, "sum")
    k = cursor.get("k").integer(1, least=1)
    if cursor.has("k") and method != "best":
        cursor.get("k").fail("not-for-method", method=method)
    cap, floor = cursor.get("cap").number(), cursor.get("floor").number()
    if cap is not None and floor is not None and floor > cap:
        cursor.get("floor").fail("min-above-max")
    return Aggregate(method, k or 1, cap, floor)


def read_total(cursor: Cursor) -> Aggregate:
    if cursor.empty or not cursor.mapping(_TOTAL_KEYS):
        return Aggregate()
    return read_aggregate(cursor)


def read_group(cursor: Cursor, known: Known) -> Group | None:
    if not cursor.mapping(_GROUP_KEYS):
        return None
    gate = cursor.get("gate")
    weight = cursor.get("weight").number(Fraction(1))
    return Group(
        id=cursor.get("id").identifier(),
        label=cursor.get("label").label(required=False),
        help=cursor.get("help").label(required=False),
        items=tuple(c.identifier() for c in cursor.get("items").elements(most=MAX_MEMBERS)),
        groups=tuple(c.identifier() for c in cursor.get("groups").elements(most=MAX_MEMBERS)),
        aggregate=read_aggregate(cursor),
        weight=Fraction(1) if weight is None else weight,
        gate=None if gate.empty else read(gate, known),
        ranked=cursor.get("ranked").flag(True),
    )
