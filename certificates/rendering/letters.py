"""Which letters can be printed: those that the shipped fonts have, in every weight.

A letter that they lack would be drawn by whatever font a machine happens to have, or as an empty
box; so it is found before anything is printed.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from certificates.rendering.wording import tidy
from common.fonts import Font, advances

_SPACES = " \u00a0"


def lacking(text: str) -> str:
    """The letters of `text` that no shipped font has, each once."""
    known = _known()
    if known.issuperset(text):
        return ""
    return "".join(dict.fromkeys(letter for letter in text if letter not in known))


def without(text: str) -> str:
    """The text without those letters."""
    if _known().issuperset(text):
        return text
    return tidy("".join(letter if letter in _known() else " " for letter in text))


def spelt(name: str) -> bool:
    """Whether a name keeps all its letters, when only symbols (emoji) are left out of it."""
    return bool(without(name)) and not any(
        unicodedata.category(letter)[0] in "LN" for letter in lacking(name)
    )


@cache
def _known() -> frozenset[str]:
    """Every face falls back to the serif one of its weight."""
    faces = (Font.SERIF, Font.SERIF_BOLD, Font.SERIF_ITALIC)
    points = set.intersection(*(set(advances(face)) for face in faces))
    return frozenset(_SPACES) | {
        chr(point) for point in points if unicodedata.category(chr(point))[0] not in "CZ"
    }
