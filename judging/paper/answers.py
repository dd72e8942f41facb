"""Where a judge writes on paper, by kind of item: boxes to tick, a field, lines. HTML, escaped.

The same form as on the tablet, so that whoever types the sheet in finds each value at once.
"""

from __future__ import annotations

from fractions import Fraction
from html import escape

from scoring.exact import text
from scoring.items import Item

MOST_BOXES = 21
"""More numbers to tick than these are worse than a field to write in."""

_GIVEN = ("auto", "import")


def is_given(item: Item) -> bool:
    """Whether nobody writes it: computed, measured by a machine, imported."""
    return item.kind in ("computed", "testcase", "metric") or item.source in _GIVEN


def answer(item: Item) -> str:
    """The place for the item's value."""
    if is_given(item):
        return '<span class="given">Máy tính điểm, không ghi</span>'
    if item.kind == "boolean":
        return _row(_box("Có") + _box("Không"))
    if item.has_options:
        boxes = (_box(option.label["vi"]) for option in item.options.values())
        several = '<span class="note">có thể chọn nhiều ô</span>' if item.kind == "multi" else ""
        return _row("".join(boxes)) + several
    if item.levels:
        return _levels(item)
    numbers = _numbers(item)
    if numbers is not None:
        return _row("".join(_number(value) for value in numbers), "numbers")
    unit = f" {escape(item.unit)}" if item.unit else ""
    return f'<span class="field"></span><span class="unit">{unit}</span>'


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


def _levels(item: Item) -> str:
    """One column a level, with its words; a level that spans numbers gets a box each."""
    columns = []
    for level in item.levels:
        values = _steps(level.start, level.end, item.step or Fraction(1))
        boxes = "".join(_number(value) for value in values[:MOST_BOXES])
        told = level.descriptor.get("vi", "")
        columns.append(
            f'<span class="level"><span class="tops">{boxes}<b>{escape(level.label["vi"])}</b></span>'
            f"<small>{escape(told)}</small></span>"
        )
    return f'<span class="levels">{"".join(columns)}</span>'


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


def _row(inner: str, more: str = "") -> str:
    return f'<span class="boxes {more}">{inner}</span>'


def _box(label: str) -> str:
    return f'<span class="tick"><i></i>{escape(label)}</span>'


def _number(value: Fraction) -> str:
    return f'<span class="number">{shown(value)}</span>'
