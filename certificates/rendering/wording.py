"""Texts with placeholders: "Đã đạt {award}[, với đề tài “{title}”]".

`{name}` is replaced by a value; a part in square brackets is left out when one of its values is
empty. Values are plain text and are never read as a pattern. No formatting language beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from certificates.rendering.content import Run
from common.text import composed, single_line

PLACEHOLDERS = frozenset(
    {
        "award", "awards", "division", "title", "contest", "campaign", "team", "members", "class",
        "school", "role", "entries",
    }
)  # fmt: skip
_STRONG = frozenset({"award", "awards"})
_PART = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")
_TOKEN = re.compile(r"\{([^{}]*)\}")
_NO_BREAK_SPACE = "\u00a0"


class WordingInvalid(ValueError):
    """The pattern cannot be read; `args[0]` is the offending piece."""


def check(pattern: str) -> None:
    """WordingInvalid for an unknown placeholder, a stray brace or an unbalanced bracket."""
    left = _PART.sub("", pattern)
    if left:
        raise WordingInvalid(left[:20])
    for name in _TOKEN.findall(pattern):
        if name not in PLACEHOLDERS:
            raise WordingInvalid(f"{{{name}}}")
    stray = re.search(r"[{}]", _TOKEN.sub("", pattern))
    if stray:
        raise WordingInvalid(stray.group())


def names(pattern: str) -> frozenset[str]:
    """The placeholders that it uses."""
    return frozenset(_TOKEN.findall(pattern))


def fill(pattern: str, values: Mapping[str, str]) -> tuple[Run, ...]:
    """The text as runs; awards are strong, and the name of a single one is not broken over lines."""
    runs: list[Run] = []
    for run in _pieces(pattern, values):
        if runs and runs[-1].strong == run.strong:
            runs[-1] = Run(runs[-1].text + run.text, run.strong)
        else:
            runs.append(run)
    if runs:
        runs[0] = Run(runs[0].text.lstrip(" ,;"), runs[0].strong)
        runs[-1] = Run(runs[-1].text.rstrip(" ,;"), runs[-1].strong)
    return tuple(run for run in runs if run.text)


def plain(runs: tuple[Run, ...]) -> str:
    """The text without weights."""
    return "".join(run.text for run in runs)


def tidy(text: str) -> str:
    """Unicode NFC, without invisible characters, with single spaces and none at the ends."""
    return single_line(text)


def _pieces(pattern: str, values: Mapping[str, str]) -> Iterator[Run]:
    for optional, plain_text in _PART.findall(pattern):
        part = optional or plain_text
        names = _TOKEN.findall(part)
        if optional and not all(tidy(values.get(name, "")) for name in names):
            continue
        for index, piece in enumerate(_TOKEN.split(part)):
            if index % 2 == 0:
                if piece:
                    yield Run(composed(piece))
                continue
            value = tidy(values.get(piece, ""))
            if value and piece in _STRONG:
                yield Run(_whole(value), strong=True)
            elif value:
                yield Run(value)


def _whole(awards: str) -> str:
    """Spaces within each name of "2 Giải Nhất, 1 Giải Ba" that no line breaks at."""
    return ", ".join(name.replace(" ", _NO_BREAK_SPACE) for name in awards.split(", "))
