"""Breaking text into lines that fit, evenly filled; choosing the size that fits.

Knows widths only (all of them grow with the size); the page draws exactly these lines, so that what is
measured is what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

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


def fitted(
    runs: Sequence[Run], style: Style, sizes_pt: Iterable[float], width: float, lines_max: int
) -> tuple[float, list[Line]]:
    """The first size at which the text takes at most `lines_max` lines, and those lines.

    As few lines as `width` mm allows, and those as even as can be; a word wider than the line is
    cut. The last size is taken when none fits; its surplus is cut with an ellipsis.
    """
    size = 0.0
    words = _measured(tuple(runs), style)
    whole = sum(word.wide for word in words)
    for size in sizes_pt:
        if whole * size > width * lines_max * 1.05:
            continue  # too much text for these lines, however it is broken
        lines = _balanced(words, style, width / size)
        if len(lines) <= lines_max:
            return size, lines
    lines = _greedy(words, style, width / size)[:lines_max]
    last = lines[-1]
    while last and line_width_mm((*last, Run("…")), style, size) > width:
        shorter = Run(last[-1].text[:-1], last[-1].strong)
        last = (*last[:-1], shorter) if shorter.text else last[:-1]
    lines[-1] = (*last, Run("…"))
    return size, lines


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with the space before it, and without; widths in mm at 1 pt."""

    line: Line
    wide: float
    bare: Line
    narrow: float


@lru_cache(maxsize=4096)
def _measured(runs: Line, style: Style) -> tuple[_Word, ...]:
    """Kept, because a school's address and a prize's words stand on many certificates."""
    measured = []
    for at, word in enumerate(_words(runs)):
        bare = _without_space(word)
        narrow = line_width_mm(bare, style, 1.0)
        if at == 0:
            word = bare
        wide = narrow if word is bare else line_width_mm(word, style, 1.0)
        measured.append(_Word(word, wide, bare, narrow))
    return tuple(measured)


def _balanced(words: Sequence[_Word], style: Style, width: float) -> list[Line]:
    """Found by bisection on the greedy breaker's width."""
    if sum(word.wide for word in words) <= width:
        return [_joined(tuple(run for word in words for run in word.line))] if words else []
    lines = _greedy(words, style, width)
    if any(word.narrow > width for word in words):
        return lines  # cut words leave nothing to balance
    low, high = width / 2, width
    for _ in range(10):
        middle = (low + high) / 2
        if _count(words, middle) > len(lines):
            low = middle
        else:
            high = middle
    return _greedy(words, style, high)


def _count(words: Sequence[_Word], width: float) -> int:
    """How many lines the greedy breaker makes; more than there are words if one is too wide."""
    count, used = 1, 0.0
    for word in words:
        if used and used + word.wide > width:
            count += 1
            used = word.narrow
        else:
            used += word.wide
        if word.narrow > width:
            return len(words) + 1
    return count


def _greedy(words: Sequence[_Word], style: Style, width: float) -> list[Line]:
    lines: list[Line] = []
    line: list[Run] = []
    used = 0.0
    for word in words:
        if line and used + word.wide > width:
            lines.append(tuple(line))
            line, used = [], 0.0
        drawn, wide = (word.line, word.wide) if line else (word.bare, word.narrow)
        while wide > width:
            head, drawn = _cut(drawn, style, width)
            lines.append(head)
            wide = line_width_mm(drawn, style, 1.0)
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


def _cut(word: Line, style: Style, width: float) -> tuple[Line, Line]:
    letters = [Run(letter, run.strong) for run in word for letter in run.text]
    count, used = 0, 0.0
    for letter in letters:
        used += style.width_mm(letter, 1.0)
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
