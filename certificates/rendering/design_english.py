"""The English design: ivory paper in a navy and gold frame, a lathe-turned medal below."""

from __future__ import annotations

from certificates.rendering import ornament
from certificates.rendering.design import (
    DISPLAY,
    SERIF,
    SERIF_BOLD,
    SERIF_ITALIC,
    Design,
)

_NAVY, _GOLD, _PALE = "#1b2a4a", "#b08d3c", "#e9dcb8"


def _background(width: float, height: float) -> str:
    edge, band = 9.0, 7.0
    inner = edge + band
    across = ornament.guilloche(width - 2 * inner - 8, band - 2.4, (_NAVY, _GOLD), waves=5.0)
    down = ornament.guilloche(height - 2 * inner - 8, band - 2.4, (_NAVY, _GOLD), waves=5.0)
    middle = edge + band / 2
    parts = [
        f'<g transform="translate({width / 2} {height * 0.514:.2f})">'
        + ornament.rosette(78, 24, ("#f5eedb", "#f1ead8"), inner=0.2, lines=10)
        + "</g>",
        f'<g transform="translate({inner + 4} {middle})">{across}</g>',
        f'<g transform="translate({inner + 4} {height - middle})">{across}</g>',
        f'<g transform="translate({middle} {inner + 4}) rotate(90)">{down}</g>',
        f'<g transform="translate({width - middle} {inner + 4}) rotate(90)">{down}</g>',
    ]
    for inset, colour, line in (
        (edge - 1.4, _NAVY, 1.2),
        (edge + 0.3, _GOLD, 0.3),
        (inner - 0.3, _GOLD, 0.3),
        (inner + 0.8, _NAVY, 0.5),
    ):
        parts.append(
            ornament.frame(inset, inset, width - 2 * inset, height - 2 * inset, colour, line)
        )
    for x in (middle, width - middle):
        for y in (middle, height - middle):
            parts.append(f'<g transform="translate({x} {y})">{_boss(band / 2 + 2.2)}</g>')
    medal = 166 if width > height else 195  # beside the signature, or above it
    parts.append(f'<g transform="translate({width / 2} {medal})">{_medal()}</g>')
    return "".join(parts)


def _boss(radius: float) -> str:
    """The round piece in which two sides of the frame meet."""
    return (
        f'<circle r="{radius}" fill="#fffdf6" stroke="{_NAVY}" stroke-width=".7"/>'
        + ornament.rosette(radius - 0.8, 10, (_GOLD, _NAVY), inner=0.3, lines=6)
        + f'<circle r="1" fill="{_GOLD}"/>'
    )


def _medal() -> str:
    ribbons = (
        f'<path d="M-5 8L-9.5 26L-5 22.6L-1.6 27L1 9Z" fill="{_NAVY}"/>'
        f'<path d="M5 8L9.5 26L5 22.6L1.6 27L-1 9Z" fill="#2b4170"/>'
    )
    return (
        ribbons
        + f'<circle r="13" fill="{_PALE}"/>'
        + ornament.rosette(13.6, 28, (_GOLD, "#c9a95a"), inner=0.78, lines=8)
        + f'<circle r="10.2" fill="#fffaf0" stroke="{_GOLD}" stroke-width=".6"/>'
        + ornament.rosette(9.4, 12, (_GOLD, _NAVY), inner=0.35, lines=8)
        + f'<circle r="3.1" fill="{_GOLD}"/><circle r="2.1" fill="#fffaf0"/>'
    )


ENGLISH = Design(
    code="english",
    paper="radial-gradient(ellipse 65% 65% at 50% 47%, #fffefb, #fffcf3 60%, #f8f0dc 125%)",
    ground="#f1ead8",
    background=_background,
    left=32, right=32,
    motto_top=23, issuer_top=27, title_top=45,
    middle_top=82, middle_bottom=138,
    lower_top=142, lower_bottom=186,
    head=SERIF_BOLD, title=DISPLAY, title_pt=36,
    name=DISPLAY, address=SERIF_ITALIC, body=SERIF, small=SERIF,
    colours={
        "ink": "#23283a", "head": _NAVY, "title": _NAVY, "name": "#8c6a1c",
        "strong": _NAVY, "rule": _GOLD, "faint": "#6a6f80",
    },
)  # fmt: skip
