"""The modern design: white paper, ribbons of colour in two corners, a field of dots."""

from __future__ import annotations

from certificates.rendering.design import DISPLAY, SANS, SANS_BOLD, SURPLUS, Design

_NIGHT, _BLUE, _SKY, _CORAL = "#14213d", "#27509b", "#7fb2e5", "#f2695c"


def _background(width: float, height: float) -> str:
    s = SURPLUS
    far, low = width + s, height + s

    def polygon(points: str, colour: str) -> str:
        return f'<path d="M{points}Z" fill="{colour}"/>'

    corner = [
        polygon(f"{-s} {-s}L96 {-s}L{-s} 96", _NIGHT),
        polygon(f"96 {-s}L112 {-s}L{-s} 112L{-s} 96", _BLUE),
        polygon(f"118 {-s}L121 {-s}L{-s} 121L{-s} 118", _SKY),
    ]
    opposite = [
        polygon(f"{far} {low}L{far - 92} {low}L{far} {low - 92}", _NIGHT),
        polygon(f"{far - 92} {low}L{far - 104} {low}L{far} {low - 104}L{far} {low - 92}", _CORAL),
        polygon(f"{far - 110} {low}L{far - 113} {low}L{far} {low - 113}L{far} {low - 110}", _SKY),
    ]
    dots = "".join(
        f'<circle cx="{width - 62 + 5 * column}" cy="{14 + 5 * row}" r=".62" fill="{_SKY}"/>'
        for row in range(7)
        for column in range(10)
        if column >= row
    )
    frame = (
        f'<rect x="11" y="11" width="{width - 22}" height="{height - 22}" fill="#ffffff"/><rect x="11" y="11" width="{width - 22}" height="{height - 22}" '
        f'fill="none" stroke="{_NIGHT}" stroke-width=".35"/>'
    )
    return "".join((*corner, *opposite, frame, dots))


MODERN = Design(
    code="modern",
    paper="#ffffff",
    ground="#ffffff",
    background=_background,
    left=30, right=30,
    motto_top=20, issuer_top=37, title_top=51,
    middle_top=85, middle_bottom=138,
    lower_top=142, lower_bottom=190,
    head=SANS_BOLD, title=SANS_BOLD, title_pt=36,
    name=DISPLAY, address=SANS, body=SANS, small=SANS,
    colours={
        "ink": "#22304a", "head": _BLUE, "title": _NIGHT, "name": "#c7402f",
        "strong": _BLUE, "rule": _CORAL, "faint": "#64748b",
    },
)  # fmt: skip
