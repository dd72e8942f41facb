"""The shipped fonts: whole TrueType files, their faces for CSS, and the width of a text.

Never a font of the system, never a subset file: a subset that lacks a letter prints a wrong one
which text extraction does not show.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FOLDER = Path(__file__).resolve().parent
MM_PER_PT = 25.4 / 72
# Figures of one height and a glyph for each letter, everywhere. Said of the face and not of the text
# because WeasyPrint's layout of a text that has features of its own takes a tenth longer.
_FEATURES = '"lnum","liga" 0,"clig" 0,"hlig" 0,"dlig" 0,"calt" 0'
_LATIN = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x1A0, 0x1A1, 0x1AF, 0x1B0),
    *range(0x1EA0, 0x1EFA),
    *(0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AB, 0x20AC),
)


@dataclass(frozen=True, slots=True)
class Face:
    """One file: the family it is known by in our CSS, its weight and style."""

    file: str
    family: str
    weight: int = 400
    style: str = "normal"

    @property
    def path(self) -> Path:
        return FOLDER / self.file


class Font(Enum):
    """Every shipped face."""

    SERIF = Face("NotoSerif-Regular.ttf", "Certificate Serif")
    SERIF_ITALIC = Face("NotoSerif-Italic.ttf", "Certificate Serif", style="italic")
    SERIF_BOLD = Face("NotoSerif-Bold.ttf", "Certificate Serif", weight=700)
    DISPLAY = Face("PlayfairDisplay-Bold.ttf", "Certificate Display", weight=700)
    SANS = Face("BeVietnamPro-Regular.ttf", "Certificate Sans")
    SANS_BOLD = Face("BeVietnamPro-SemiBold.ttf", "Certificate Sans", weight=700)


@cache
def css() -> str:
    """The @font-face rules, files inside as data URLs; see `_FEATURES`."""
    rules = []
    for font in Font:
        face = font.value
        data = base64.b64encode(face.path.read_bytes()).decode("ascii")
        rules.append(
            f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
            f"font-style:{face.style};font-feature-settings:{_FEATURES};"
            f'src:url("data:font/ttf;base64,{data}")}}'
        )
    return "".join(rules)


@cache
def advances(font: Font) -> dict[int, float]:
    """Code point to advance width in em, for every letter of the face."""
    file = TTFont(font.value.path, lazy=True)
    em = file["head"].unitsPerEm
    widths = file["hmtx"]
    return {point: widths[name][0] / em for point, name in file.getBestCmap().items()}


def width_mm(text: str, font: Font, size_pt: float) -> float:
    """Width of `text` on one line in mm, without kerning; a letter the face lacks counts one em."""
    table = advances(font)
    return sum(table.get(ord(letter), 1.0) for letter in text) * size_pt * MM_PER_PT


@cache
def letters(faces: tuple[Font, ...]) -> str:
    """The letters that every file carries: of European Latin, all that each of `faces` has."""
    return "".join(chr(point) for point in _LATIN if all(point in advances(font) for font in faces))
