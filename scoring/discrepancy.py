"""The discrepancy protocol: what follows when the judges of one attempt lie far apart.

The difference is the highest less the lowest of the first markers' points. The first band that
reaches it (a band reaches its `up_to` itself) names the action and where the value comes from.
A band that asks for people holds the value back until there is a ruling. Pure; the form of the
protocol is that of two-marker examinations: accept, discuss, minute with the head judge, third
marking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from scoring.methods.judges import Mark, mean
from scoring.reading import Cursor
from scoring.rules import Band

RESULTS: Mapping[str, tuple[str, ...]] = {
    "accept": ("judges", "mean"),
    "discuss": ("judges", "mean", "head"),
    "minute": ("head", "judges", "mean"),
    "third_marking": ("closest_two", "third", "mean", "head"),
}
"""What each action may take its value from; the first is the default.

judges: the round's own reduction; mean: of all marks; head: what the head judge ruled;
closest_two: the mean of the two marks that lie closest; third: the third marker's points.
"""

MAX_BANDS = 50

SPREADABLE = frozenset({"mean", "median", "trimmed", "drop", "single"})
"""Reductions of judges whose value lies on the scale of one sheet."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What people decided on one attempt, and the first markers' points that they decided on.

    `value` is the head judge's; `third` the code of the third marker. A ruling on other points
    than there are now does not count.
    """

    marks: Mapping[str, Fraction]
    value: Fraction | None = None
    third: str | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """One attempt under the protocol. `settled` says whether `result` may be taken now."""

    difference: Fraction
    band: Band
    marks: Mapping[str, Fraction]
    settled: bool


def assess(
    bands: Sequence[Band], marks: Sequence[Mark], ruling: Ruling | None = None
) -> Assessment | None:
    """The band of the first markers' difference; None with fewer than two of them."""
    third = None if ruling is None else ruling.third
    first = {judge: points for judge, points in marks if judge != third}
    if len(first) < 2:
        return None
    difference = max(first.values()) - min(first.values())
    band = next(b for b in bands if b.limit is None or difference <= b.limit)
    return Assessment(difference, band, first, _settled(band, marks, first, ruling))


def _settled(
    band: Band, marks: Sequence[Mark], first: Mapping[str, Fraction], ruling: Ruling | None
) -> bool:
    if band.action == "accept":
        return True
    if ruling is None or dict(ruling.marks) != dict(first):
        return False
    if band.result == "head":
        return ruling.value is not None
    if band.action == "third_marking":
        return ruling.third is not None and ruling.third in dict(marks)
    return ruling.settled


def value(assessment: Assessment, marks: Sequence[Mark], ruling: Ruling | None) -> Fraction | None:
    """The attempt's value by a band that does not leave it to the judges' reduction.

    None while it is held back.
    """
    if not assessment.settled:
        return None
    result = assessment.band.result
    if result == "closest_two":
        return closest_two([points for _, points in marks])
    if result == "head":
        return None if ruling is None else ruling.value
    if result == "third":
        return None if ruling is None else dict(marks).get(ruling.third or "")
    return mean([points for _, points in marks])


def closest_two(points: Sequence[Fraction]) -> Fraction:
    """The mean of the two that lie closest; of all that belong to a closest pair if several do."""
    return mean([points[i] for i in closest(points)])


def closest(points: Sequence[Fraction]) -> tuple[int, ...]:
    """The places of those that belong to a closest pair, at least two."""
    pairs = list(combinations(range(len(points)), 2))
    least = min(abs(points[b] - points[a]) for a, b in pairs)
    return tuple(
        sorted({i for a, b in pairs if abs(points[b] - points[a]) == least for i in (a, b)})
    )


def read_bands(
    cursor: Cursor, maximum: Fraction | None, *, judges: str, plain: bool
) -> tuple[Band, ...]:
    """The bands of a round's "discrepancy" block, limits in points; () where there is none.

    `judges` is the round's reduction, `plain` false where sheets are standardised. A share is one
    of the block's "maximum", else of the form's (`maximum`).
    """
    if cursor.empty or not cursor.mapping({"measure", "maximum", "bands"}):
        return ()
    if judges not in SPREADABLE or not plain:
        cursor.fail("not-for-method", method="standardise" if judges in SPREADABLE else judges)
    measure = cursor.get("measure").choice(("points", "share"), "points")
    scale = Fraction(1)
    if measure == "share":
        stated = cursor.get("maximum").number(maximum)
        if stated is None:
            cursor.get("maximum").fail("maximum-unknown")
        elif stated <= 0:
            cursor.get("maximum").fail("not-positive")
        scale = stated or Fraction(1)
    return _bands(cursor.get("bands"), scale)


def _bands(place: Cursor, scale: Fraction) -> tuple[Band, ...]:
    bands: list[Band] = []
    rows = place.elements(required=True, most=MAX_BANDS)
    for index, row in enumerate(rows):
        if not row.mapping({"up_to", "action", "result"}):
            continue
        if not row.has("action"):
            row.get("action").fail("missing-key", key="action")
        action = row.get("action").choice(tuple(RESULTS), "accept")
        result = row.get("result").choice(RESULTS[action], RESULTS[action][0])
        limit = row.get("up_to").number()
        if index == len(rows) - 1:
            if limit is not None:
                row.get("up_to").fail("last-band-open")
        elif limit is None:
            row.get("up_to").fail("missing-key", key="up_to")
        else:
            limit *= scale
            if limit < 0 or (bands and bands[-1].limit is not None and limit <= bands[-1].limit):
                row.get("up_to").fail("not-ascending")
        bands.append(Band(limit, action, result))  # type: ignore[arg-type]
    return tuple(bands)
