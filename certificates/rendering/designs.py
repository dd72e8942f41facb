"""The designs: where things stand, in which faces and colours, and the drawing behind them.

A design is drawn on a page 210 mm high; its width follows the paper's ratio and the whole is
scaled to the paper. No words stand here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from certificates.rendering import ornament
from certificates.rendering.lines import Style
from common.fonts import Font

HEIGHT = 210.0  # mm of every design


@dataclass(frozen=True, slots=True)
class Design:
    """Distances in mm, sizes in pt.

    The text stands between `left` and `right` (margins); the middle part (name, address,
    achievement) between `middle_top` and `middle_bottom`, the lower part from `lower_top` to
    `lower_bottom`.
    """

    code: str
    paper: str  # CSS background
    background: Callable[[float], str]
    left: float
    right: float
    motto_top: float
    issuer_top: float
    title_top: float
    middle_top: float
    middle_bottom: float
    lower_top: float
    lower_bottom: float
    head: Style
    title: Style
    title_pt: float
    name: Style
    address: Style
    body: Style
    small: Style
    colours: dict[str, str]


SERIF = Style(Font.SERIF, Font.SERIF_BOLD)
SERIF_BOLD = Style(Font.SERIF_BOLD, Font.SERIF_BOLD)
SERIF_ITALIC = Style(Font.SERIF_ITALIC, Font.SERIF_BOLD)
DISPLAY = Style(Font.DISPLAY, Font.DISPLAY)
SANS = Style(Font.SANS, Font.SANS_BOLD)
SANS_BOLD = Style(Font.SANS_BOLD, Font.SANS_BOLD)

_RED, _GOLD, _DEEP_GOLD = "#ad1a22", "#c79a3d", "#a87a23"


def _giay_khen(width: float) -> str:
    """Cream paper in a braided red and gold border, lotus corners, the drum behind the text."""
    height, edge, band = HEIGHT, 6.0, 12.0
    inner = edge + band
    middle = edge + 0.9 + (band - 1.8) / 2
    corner = 20.0
    run_x, run_y = width - 2 * (edge + corner), height - 2 * (edge + corner)
    top = ornament.guilloche(run_x, band - 4.0, (_RED, _GOLD))
    side = ornament.guilloche(run_y, band - 4.0, (_RED, _GOLD))
    parts = [
        f'<g transform="translate({width / 2} 113)">{ornament.drum(61, "#f6e8c6")}</g>',
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


def _giay_chung_nhan(width: float) -> str:
    """White paper, a deep teal band with fine waves at the left, half a drum rising from it."""
    height, band = HEIGHT, 27.0
    waves = ornament.guilloche(height + 12, 17, ("#3f7f8d", "#2d6a79", _SAND), waves=12.0)
    return "".join(
        [
            f'<g transform="translate({width + 2} {height + 2})">{ornament.rosette(74, 18, ("#e9f1f1", "#f6f0e2"), inner=0.12, lines=12)}</g>',
            f'<g transform="translate({band} 105)">{ornament.drum(70, "#e6efef")}</g>',
            f'<rect width="{band}" height="{height}" fill="{_TEAL}"/>',
            f'<g transform="translate({band / 2} -6) rotate(90)">{waves}</g>',
            f'<rect x="{band}" width="1.1" height="{height}" fill="{_SAND}"/>',
            f'<rect x="{band + 2.1}" width=".3" height="{height}" fill="{_SAND}"/>',
            f'<g transform="translate({band / 2} 105)"><circle r="11.6" fill="{_TEAL}"/>'
            f'<circle r="11.6" fill="none" stroke="{_SAND}" stroke-width=".5"/>'
            f'<circle r="10.5" fill="none" stroke="{_SAND}" stroke-width=".2"/></g>',
            f'<g transform="translate({band / 2} 109.6) rotate(-90)">'
            + ornament.lotus(10.4, _DEEP, "#e7d3a3", "#f8ecd0", "#d9bb78")
            + "</g>",
            ornament.frame(band + 7, 9, width - band - 16, height - 18, "#d9c79b", 0.3),
        ]
    )


GIAY_KHEN = Design(
    code="giay_khen",
    paper="radial-gradient(ellipse 62% 62% at 50% 47%, #fffefa, #fffaea 55%, #f9ecca 125%)",
    background=_giay_khen,
    left=32, right=32,
    motto_top=24.5, issuer_top=41, title_top=57,
    middle_top=90.5, middle_bottom=141,
    lower_top=144, lower_bottom=185,
    head=SERIF_BOLD, title=DISPLAY, title_pt=47,
    name=DISPLAY, address=SERIF_ITALIC, body=SERIF, small=SERIF,
    colours={
        "ink": "#241d14", "head": "#9c1720", "title": "#a81019", "name": "#1c1c56",
        "strong": "#a81019", "rule": _DEEP_GOLD, "faint": "#6b5f4c",
    },
)  # fmt: skip

GIAY_CHUNG_NHAN = Design(
    code="giay_chung_nhan",
    paper="#fffefb",
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

DESIGNS = {design.code: design for design in (GIAY_KHEN, GIAY_CHUNG_NHAN)}
