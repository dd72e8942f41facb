"""Breaking text into lines that fit, evenly filled; choosing the size that fits.

Knows widths only; the page draws exactly these lines, so that what is measured is what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from certificates.rendering.content import Run
from common.fonts import Font, width_mm

Line = tuple[Run, ...]
_SAFETY = 1.015  # kerning and rounding may widen a line by this much
_WORD = re.compile(r"[ ]|[^ ]+")


@dataclass(frozen=True, slots=True)
class Style:
    """The faces of plain and of strong runs."""

    plain: Font
    strong: Font

    def width_mm(self, run: Run, size_pt: float) -> float:
        return width_mm(run.text, self.strong if run.strong else self.plain, size_pt) * _SAFETY


def line_width_mm(line: Line, style: Style, size_pt: float) -> float:
    """Width of a line in mm."""
    return sum(style.width_mm(run, size_pt) for run in line)


def balanced(runs: Sequence[Run], style: Style, size_pt: float, width: float) -> list[Line]:
    """As few lines as `width` mm allows, and those as even as can be.

    A word wider than the line is cut. Found by bisection on the greedy breaker's width.
    """
    lines = _greedy(runs, style, size_pt, width)
    if len(lines) < 2:
        return lines
    low, high = width / 2, width
    for _ in range(12):
        middle = (low + high) / 2
        if len(_greedy(runs, style, size_pt, middle)) > len(lines):
            low = middle
        else:
            high = middle
    return _greedy(runs, style, size_pt, high)


def fitted(
    runs: Sequence[Run], style: Style, sizes_pt: Iterable[float], width: float, lines_max: int
) -> tuple[float, list[Line]]:
    """The first size at which the text takes at most `lines_max` lines, and those lines.

    The last size is taken when none fits; its surplus is cut with an ellipsis.
    """
    size, lines = 0.0, []
    for size in sizes_pt:
        lines = balanced(runs, style, size, width)
        if len(lines) <= lines_max:
            return size, lines
    lines = _greedy(runs, style, size, width)[:lines_max]
    last = lines[-1]
    while last and line_width_mm((*last, Run("…")), style, size) > width:
        shorter = Run(last[-1].text[:-1], last[-1].strong)
        last = (*last[:-1], shorter) if shorter.text else last[:-1]
    lines[-1] = (*last, Run("…"))
    return size, lines


def _greedy(runs: Sequence[Run], style: Style, size_pt: float, width: float) -> list[Line]:
    lines: list[Line] = []
    line: list[Run] = []
    used = 0.0
    for word in _words(runs):
        space = bool(line) and word[0].text.startswith(" ")
        drawn = word if space else _without_space(word)
        wide = line_width_mm(drawn, style, size_pt)
        if line and used + wide > width:
            lines.append(tuple(line))
            line, used = [], 0.0
            drawn = _without_space(word)
            wide = line_width_mm(drawn, style, size_pt)
        while wide > width:
            head, drawn = _cut(drawn, style, size_pt, width)
            lines.append(head)
            wide = line_width_mm(drawn, style, size_pt)
        line.extend(drawn)
        used += wide
    if line:
        lines.append(tuple(line))
    return [_joined(line) for line in lines]


def _words(runs: Sequence[Run]) -> list[Line]:
    """Words with the space before them; a word may span runs ("**Giải Nhất**,")."""
    words: list[list[Run]] = [[]]
    for run in runs:
        for piece in _WORD.findall(run.text):
            if piece == " ":
                words.append([Run(" ", run.strong)])
            else:
                words[-1].append(Run(piece, run.strong))
    return [tuple(word) for word in words if word and any(run.text != " " for run in word)]


def _without_space(word: Line) -> Line:
    return word[1:] if word[0].text == " " else word


def _cut(word: Line, style: Style, size_pt: float, width: float) -> tuple[Line, Line]:
    letters = [Run(letter, run.strong) for run in word for letter in run.text]
    count, used = 0, 0.0
    for letter in letters:
        used += style.width_mm(letter, size_pt)
        if used > width and count:
            break
        count += 1
    return _joined(tuple(letters[:count])), _joined(tuple(letters[count:]))


def _joined(line: Line) -> Line:
    joined: list[Run] = []
    for run in line:
        if joined and joined[-1].strong == run.strong:
            joined[-1] = Run(joined[-1].text + run.text, run.strong)
        else:
            joined.append(run)
    return tuple(joined)
