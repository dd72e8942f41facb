"""Where a judge writes on paper, by kind of item: boxes to tick, a field, lines.

The same form as on the tablet, so that whoever types the sheet in finds each value at once. The
markup of each kind is `judging/print/answer.html`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.exact import text
from scoring.items import Item

MOST_BOXES = 21
"""More numbers to tick than these are worse than a field to write in."""

_GIVEN = ("auto", "import")


@dataclass(frozen=True, slots=True)
class Level:
    """One column of a rubric: its numbers to tick, its name, what it asks."""

    numbers: tuple[str, ...]
    label: str
    descriptor: str


@dataclass(frozen=True, slots=True)
class Place:
    """The place for an item's value; the kind says which of the other members it has."""

    kind: Literal["given", "labels", "levels", "numbers", "field"]
    labels: tuple[str, ...] = ()
    several: bool = False
    levels: tuple[Level, ...] = ()
    numbers: tuple[str, ...] = ()
    unit: str = ""


def is_given(item: Item) -> bool:
    """Whether nobody writes it: computed, measured by a machine, imported."""
    return item.kind in ("computed", "testcase", "metric") or item.source in _GIVEN


def is_wide(item: Item) -> bool:
    """Whether the place needs the page's width, below the item's name instead of beside it."""
    return bool(item.levels) or len(item.options) > 3


def place(item: Item) -> Place:
    """The place for the item's value."""
    if is_given(item):
        return Place("given")
    if item.kind == "boolean":
        return Place("labels", labels=("Có", "Không"))
    if item.has_options:
        labels = tuple(option.label["vi"] for option in item.options.values())
        return Place("labels", labels=labels, several=item.kind == "multi")
    if item.levels:
        return Place("levels", levels=_levels(item))
    numbers = _numbers(item)
    if numbers is not None:
        return Place("numbers", numbers=tuple(map(shown, numbers)))
    return Place("field", unit=item.unit or "")


def domain(item: Item) -> str:
    """What may be written, in a few words: "0 – 10, bước 0,5"; empty where boxes say it."""
    if is_given(item) or item.has_options or item.kind == "boolean" or item.levels:
        return ""
    low, high, step = item.minimum, item.maximum, item.step
    words = ""
    if low is not None and high is not None:
        words = f"{shown(low)} – {shown(high)}"
    elif high is not None:
        words = f"tối đa {shown(high)}"
    elif low is not None and low != 0:
        words = f"từ {shown(low)}"
    if step is not None and step != 1 and _numbers(item) is None:
        words += f"{', ' if words else ''}bước {shown(step)}"
    return words


def comment_lines(item: Item) -> int:
    """How many lines the item's comment needs by its rule; none where only the optional is asked."""
    rule = item.comment
    if rule.mode == "required":
        return 2
    return 1 if rule.required_below is not None or rule.required_from is not None else 0


def shown(value: Fraction) -> str:
    """A number in the Vietnamese way: "7,5"."""
    return text(value).replace(".", ",")


def _levels(item: Item) -> tuple[Level, ...]:
    """One column a level, with its words; a level that spans numbers gets a box each."""
    columns = []
    for level in item.levels:
        values = _steps(level.start, level.end, item.step or Fraction(1))[:MOST_BOXES]
        words = level.descriptor.get("vi", "")
        columns.append(Level(tuple(map(shown, values)), level.label["vi"], words))
    return tuple(columns)


def _numbers(item: Item) -> list[Fraction] | None:
    """The numbers to tick; None where a field is better."""
    if item.kind in ("count", "measure", "answer") or item.minimum is None or item.maximum is None:
        return None
    step = item.step or (Fraction(1) if item.kind == "level" else None)
    if step is None:
        return None
    values = _steps(item.minimum, item.maximum, step)
    return values if len(values) <= MOST_BOXES else None


def _steps(low: Fraction, high: Fraction, step: Fraction) -> list[Fraction]:
    if step <= 0:
        return [low]
    count = min((high - low) // step, MOST_BOXES)
    return [low + step * at for at in range(count + 1)]
