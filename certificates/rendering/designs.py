"""The ready designs, and how a template's own colours and faces change one."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from certificates.rendering import ornament
from certificates.rendering.design import (
    DISPLAY,
    HEIGHT,
    PORTRAIT_HEIGHT,
    SANS,
    SANS_BOLD,
    SERIF,
    SERIF_BOLD,
    SERIF_ITALIC,
    SURPLUS,
    Design,
)
from certificates.rendering.design_english import ENGLISH
from certificates.rendering.design_modern import MODERN
from certificates.rendering.design_playful import PLAYFUL
from certificates.rendering.template import TemplateDefinition

_RED, _GOLD, _DEEP_GOLD = "#ad1a22", "#c79a3d", "#a87a23"


def _giay_khen(width: float, height: float) -> str:
    """Cream paper in a braided red and gold border, lotus corners, the drum behind the text."""
    edge, band = 6.0, 12.0
    inner = edge + band
    middle = edge + 0.9 + (band - 1.8) / 2
    corner = 20.0
    run_x, run_y = width - 2 * (edge + corner), height - 2 * (edge + corner)
    top = ornament.guilloche(run_x, band - 4.0, (_RED, _GOLD))
    side = ornament.guilloche(run_y, band - 4.0, (_RED, _GOLD))
    parts = [
        f'<g transform="translate({width / 2} {height * 0.54:.2f})">{ornament.drum(61, "#f6e8c6")}</g>',
        f'<rect x="{edge}" y="{edge}" width="{width - 2 * edge}" height="{band}" fill="#fdf3d8"/>'
        f'<rect x="{edge}" y="{height - inner}" width="{width - 2 * edge}" height="{band}" fill="#fdf3d8"/>'
        f'<rect x="{edge}" y="{edge}" width="{band}" height="{height - 2 * edge}" fill="#fdf3d8"/>'
        f'<rect x="{width - inner}" y="{edge}" width="{band}" height="{height - 2 * edge}" fill="#fdf3d8"/>',
        f'<g transform="translate({edge + corner} {middle})">{top}</g>',
        f'<g transform="translate({edge + corner} {height - middle})">{top}</g>',
        f'<g transform="translate({middle} {edge + corner}) rotate(90)">{side}</g>',
        f'<g transform="translate({width - middle} {edge + corner}) rotate(90)">{side}</g>',
    ]
    for inset, colour, line in (
        (edge - 0.2, _RED, 1.1),
        (edge + 1.5, _GOLD, 0.35),
        (inner - 1.6, _GOLD, 0.35),
        (inner - 0.6, _RED, 0.8),
        (inner + 1.3, _GOLD, 0.3),
    ):
        parts.append(
            ornament.frame(inset, inset, width - 2 * inset, height - 2 * inset, colour, line)
        )
    for flip in ("1 1", "-1 1", "1 -1", "-1 -1"):
        x = 0 if flip.startswith("1") else width
        y = 0 if flip.endswith(" 1") else height
        parts.append(f'<g transform="translate({x} {y}) scale({flip})">{_corner(edge, corner)}</g>')
    return "".join(parts)


def _corner(edge: float, size: float) -> str:
    """A square panel with a lotus that opens towards the page, on a rosette."""
    middle = edge + size / 2
    return (
        f'<rect x="{edge}" y="{edge}" width="{size}" height="{size}" fill="#fff8e6"/>'
        + f'<g transform="translate({middle} {middle})">'
        + ornament.rosette(size / 2 - 1.4, 12, ("#dfb967", "#e9cc8c"), inner=0.55)
        + "</g>"
        + ornament.frame(edge - 0.2, edge - 0.2, size + 0.4, size + 0.4, _RED, 1.1)
        + ornament.frame(edge + 1.4, edge + 1.4, size - 2.8, size - 2.8, _GOLD, 0.35)
        + f'<g transform="translate({middle - 4} {middle - 4}) rotate(45)">'
        + ornament.lotus(11.6, _RED, "#f6d9c8", "#fff3ea", "#e9a49b")
        + "</g>"
        + f'<circle cx="{middle - 4}" cy="{middle - 4}" r="1.15" fill="{_DEEP_GOLD}"/>'
    )


_TEAL, _DEEP, _SAND = "#0f4c5c", "#0b3a47", "#c9a55c"


def _giay_chung_nhan(width: float, height: float) -> str:
    """White paper, a deep teal band with fine waves at the left, half a drum rising from it."""
    band = 27.0
    waves = ornament.guilloche(height + 12, 17, ("#3f7f8d", "#2d6a79", _SAND), waves=12.0)
    return "".join(
        [
            f'<g transform="translate({width + 2} {height + 2})">{ornament.rosette(74, 18, ("#e9f1f1", "#f6f0e2"), inner=0.12, lines=12)}</g>',
            f'<g transform="translate({band} {height / 2})">{ornament.drum(70, "#e6efef")}</g>',
            f'<rect x="{-SURPLUS}" y="{-SURPLUS}" width="{band + SURPLUS}" '
            f'height="{height + 2 * SURPLUS}" fill="{_TEAL}"/>',
            f'<g transform="translate({band / 2} -6) rotate(90)">{waves}</g>',
            f'<rect x="{band}" y="{-SURPLUS}" width="1.1" height="{height + 2 * SURPLUS}" fill="{_SAND}"/>',
            f'<rect x="{band + 2.1}" y="{-SURPLUS}" width=".3" height="{height + 2 * SURPLUS}" fill="{_SAND}"/>',
            f'<g transform="translate({band / 2} {height / 2})"><circle r="11.6" fill="{_TEAL}"/>'
            f'<circle r="11.6" fill="none" stroke="{_SAND}" stroke-width=".5"/>'
            f'<circle r="10.5" fill="none" stroke="{_SAND}" stroke-width=".2"/></g>',
            f'<g transform="translate({band / 2} {height / 2 + 4.6}) rotate(-90)">'
            + ornament.lotus(10.4, _DEEP, "#e7d3a3", "#f8ecd0", "#d9bb78")
            + "</g>",
            ornament.frame(band + 7, 9, width - band - 16, height - 18, "#d9c79b", 0.3),
        ]
    )


GIAY_KHEN = Design(
    code="giay_khen",
    paper="radial-gradient(ellipse 62% 62% at 50% 47%, #fffefa, #fffaea 55%, #f9ecca 125%)",
    ground="#f9ecca",
    background=_giay_khen,
    left=32, right=32,
    motto_top=24.5, issuer_top=40, title_top=56,
    middle_top=92, middle_bottom=142,
    lower_top=143.5, lower_bottom=186,
    head=SERIF_BOLD, title=DISPLAY, title_pt=44,
    name=DISPLAY, address=SERIF_ITALIC, body=SERIF, small=SERIF,
    colours={
        "ink": "#241d14", "head": "#9c1720", "title": "#a81019", "name": "#1c1c56",
        "strong": "#a81019", "rule": _DEEP_GOLD, "faint": "#6b5f4c",
    },
)  # fmt: skip

GIAY_CHUNG_NHAN = Design(
    code="giay_chung_nhan",
    paper="#fffefb",
    ground="#f6f0e2",
    background=_giay_chung_nhan,
    left=48, right=22,
    motto_top=19.5, issuer_top=37, title_top=51,
    middle_top=85, middle_bottom=138,
    lower_top=142, lower_bottom=190,
    head=SANS_BOLD, title=DISPLAY, title_pt=38,
    name=DISPLAY, address=SANS, body=SANS, small=SANS,
    colours={
        "ink": "#23323a", "head": _TEAL, "title": _DEEP, "name": "#8a5a12",
        "strong": _DEEP, "rule": _SAND, "faint": "#5d6f76",
    },
)  # fmt: skip

DESIGNS = {design.code: design for design in (GIAY_KHEN, GIAY_CHUNG_NHAN, MODERN, PLAYFUL, ENGLISH)}
_PORTRAIT_PLACES: tuple[tuple[Design, dict[str, Any]], ...] = (
    (
        GIAY_KHEN,
        {
            "left": 26, "right": 26, "motto_top": 30, "issuer_top": 50, "title_top": 72,
            "middle_top": 118, "middle_bottom": 200, "lower_top": 212, "lower_bottom": 268,
            "title_pt": 42,
        },
    ),
    (
        GIAY_CHUNG_NHAN,
        {
            "left": 39, "right": 15, "motto_top": 24, "issuer_top": 44, "title_top": 66,
            "middle_top": 112, "middle_bottom": 200, "lower_top": 214, "lower_bottom": 272,
            "title_pt": 33,
        },
    ),
    (
        MODERN,
        {
            "left": 23, "right": 23, "motto_top": 28, "issuer_top": 50, "title_top": 74,
            "middle_top": 120, "middle_bottom": 204, "lower_top": 216, "lower_bottom": 274,
            "title_pt": 33,
        },
    ),
    (
        PLAYFUL,
        {
            "left": 26, "right": 26, "motto_top": 38, "issuer_top": 58, "title_top": 80,
            "middle_top": 122, "middle_bottom": 200, "lower_top": 206, "lower_bottom": 262,
            "title_pt": 33, "logo": None,
        },
    ),
    (
        ENGLISH,
        {
            "left": 25, "right": 25, "motto_top": 30, "issuer_top": 40, "title_top": 62,
            "middle_top": 104, "middle_bottom": 180, "lower_top": 226, "lower_bottom": 276,
            "title_pt": 33,
        },
    ),
)  # fmt: skip
_NARROW: dict[str, Any] = {
    "height": PORTRAIT_HEIGHT, "signer": 74.0, "caption": 46.0, "number": 75.0,
}  # fmt: skip
PORTRAITS = {
    design.code: replace(design, **_NARROW, **places) for design, places in _PORTRAIT_PLACES
}
_WITH_MOTTO: dict[str, dict[float, dict[str, Any]]] = {
    "english": {
        HEIGHT: {"motto_top": 20, "issuer_top": 35, "title_top": 50, "middle_top": 84},
        PORTRAIT_HEIGHT: {"issuer_top": 45, "title_top": 66, "middle_top": 108},
    }
}
"""Where a design that expects no motto makes room for one, by its page's height."""
_FACES = {"serif": (SERIF, SERIF_BOLD), "display": (DISPLAY, DISPLAY), "sans": (SANS, SANS_BOLD)}
_CONTRAST = {"ink": 4.5, "head": 4.5, "strong": 4.5, "faint": 3.0, "title": 3.0, "name": 3.0}
"""Least contrast with the paper, WCAG 2.2, 1.4.3: 4.5, of large letters 3; the caption's is 3."""


@lru_cache(maxsize=64)
def look(template: TemplateDefinition) -> Design:
    """The template's design for its paper, with its own colours and faces."""
    design = (PORTRAITS if template.width_mm < template.height_mm else DESIGNS)[template.design]
    faces = {part: _FACES[face] for part, face in template.fonts}
    changes: dict[str, Any] = {}
    if template.motto and (room := _WITH_MOTTO.get(design.code, {})):
        changes |= room[design.height]
    for part, bold in (("title", True), ("name", True), ("body", False)):
        if part in faces:
            changes[part] = faces[part][bold]
    if "body" in faces:
        changes |= {"address": faces["body"][0], "small": faces["body"][0]}
    return replace(design, colours={**design.colours, **dict(template.colours)}, **changes)


def pale(template: TemplateDefinition) -> list[str]:
    """Which of the template's own colours stand out too little from the paper."""
    ground = DESIGNS[template.design].ground
    return [
        part
        for part, colour in template.colours
        if part in _CONTRAST and contrast(colour, ground) < _CONTRAST[part]
    ]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours "#rrggbb", 1 to 21 (WCAG 2.2, relative luminance)."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
