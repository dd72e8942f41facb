"""The playful design for primary pupils: a sunny sky, bunting, hills, balloons and confetti."""

from __future__ import annotations

from math import cos, pi, sin, tau

from certificates.rendering.design import HEIGHT, SANS, SANS_BOLD, SURPLUS, Design

_COLOURS = ("#ff6b6b", "#ffb703", "#43aa8b", "#4d9de0", "#9b5de5")


def _background(width: float, height: float) -> str:
    s = SURPLUS
    far = width + s
    down = height - HEIGHT  # of what stands on the ground
    hills = (
        f'<g transform="translate(0 {down})"><path d="M{-s} 190C30 170 70 172 110 186S200 204 {far} '
        f'176V{HEIGHT + s}H{-s}Z" fill="#c9ecb4"/><path d="M{-s} 200C50 186 100 200 150 199S250 182 '
        f'{far} 197V{HEIGHT + s}H{-s}Z" fill="#8fd694"/></g>'
    )
    sun = f'<g transform="translate({width - 8} 6)">{_sun()}</g>'
    stretch = height / HEIGHT
    inset = 0 if width > height else 5  # portrait margins are narrower
    clouds = "".join(
        f'<g transform="translate({x} {y * stretch:.2f}) scale({size})">{_cloud()}</g>'
        for x, y, size in (
            (34 - 3 * inset, 62, 0.9),
            (width - 46 + 5 * inset, 74, 1.1),
            (18, 128, 0.7),
        )
    )
    balloons = "".join(
        f'<g transform="translate({x} {y * stretch:.2f})">{_balloon(colour)}</g>'
        for x, y, colour in (
            (20 - inset, 88, _COLOURS[0]), (31 - 2 * inset, 98 + inset * 1.5, _COLOURS[3]),
            (width - 20 + inset, 112, _COLOURS[4]),
            (width - 31 + 2 * inset, 102 - inset, _COLOURS[1]),
        )
    )  # fmt: skip
    stars = "".join(
        f'<path transform="translate({x} {y}) rotate({turn}) scale({size})" d="{_star()}" '
        f'fill="{_COLOURS[index % 5]}"/>'
        for index, (x, y, turn, size) in enumerate(_confetti(width, stretch, 26 - 2 * inset))
    )
    frame = (
        f'<rect x="8" y="8" width="{width - 16}" height="{height - 16}" rx="9" fill="none" '
        'stroke="#ffffff" stroke-width="2.6"/>'
        f'<rect x="8" y="8" width="{width - 16}" height="{height - 16}" rx="9" fill="none" '
        'stroke="#4d9de0" stroke-width=".8" stroke-dasharray="3.2 2.4" stroke-linecap="round"/>'
    )
    return "".join((sun, clouds, hills, _bunting(width), balloons, stars, frame))


def _sun() -> str:
    rays = "".join(
        f"M{16 * cos(angle - 0.08):.2f} {16 * sin(angle - 0.08):.2f}"
        f"L{24 * cos(angle):.2f} {24 * sin(angle):.2f}"
        f"L{16 * cos(angle + 0.08):.2f} {16 * sin(angle + 0.08):.2f}Z"
        for angle in (tau * index / 18 for index in range(18))
    )
    return f'<circle r="14" fill="#ffd166"/><path d="{rays}" fill="#ffd166"/>'


def _cloud() -> str:
    return (
        '<path d="M-12 4a5 5 0 0 1 1-9.8a7 7 0 0 1 13-2a5.6 5.6 0 0 1 8.6 5.2A3.6 3.6 0 0 1 10 4Z" '
        'fill="#ffffff"/>'
    )


def _balloon(colour: str) -> str:
    return (
        '<path d="M0 11C1.5 16-1.5 20 0 26" fill="none" stroke="#7a8aa0" stroke-width=".3"/>'
        f'<path d="M0 10.4C-4 9-7 4-7-.6A7 7.6 0 0 1 7-.6C7 4 4 9 0 10.4L1.2 12H-1.2Z" '
        f'fill="{colour}"/><ellipse cx="-2.6" cy="-2.6" rx="1.2" ry="2.2" fill="#ffffff" '
        'fill-opacity=".55" transform="rotate(20 -2.6 -2.6)"/>'
    )


def _star() -> str:
    points = (
        (radius * sin(pi * index / 5), -radius * cos(pi * index / 5))
        for index, radius in enumerate((1.0, 0.45) * 5)
    )
    return "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in points) + "Z"


def _confetti(width: float, stretch: float, room: float) -> list[tuple[float, float, int, float]]:
    """Places at the sides, by the golden angle: evenly strewn and always the same."""
    places = []
    for index in range(26):
        across = 13 + room * ((index * 0.618) % 1)
        x = across if index % 2 else width - across
        places.append(
            (
                round(x, 2),
                round((34 + index * 4.4) * stretch, 2),
                index * 47 % 72,
                1.1 + index % 3 * 0.4,
            )
        )
    return places


def _bunting(width: float) -> str:
    """Two strings of flags that hang from the upper corners."""
    flags = []
    for side in (1, -1):
        origin = 0.0 if side == 1 else width
        count = 7
        for index in range(count):
            t0, t1 = index / count, (index + 0.86) / count
            (x0, y0), (x1, y1) = ((origin + side * 84 * t, 11 + 13 * sin(pi * t)) for t in (t0, t1))
            flags.append(
                f'<path d="M{x0:.2f} {y0:.2f}L{x1:.2f} {y1:.2f}L{(x0 + x1) / 2:.2f} '
                f'{(y0 + y1) / 2 + 9:.2f}Z" fill="{_COLOURS[index % 5]}"/>'
            )
        flags.append(
            f'<path d="M{origin} 11Q{origin + side * 42} 37 {origin + side * 84} 11" fill="none" '
            'stroke="#7a8aa0" stroke-width=".35"/>'
        )
    return "".join(flags)


PLAYFUL = Design(
    code="playful",
    paper="linear-gradient(#d7efff, #f3fbff 45%, #fffdf0 80%)",
    ground="#d7efff",
    background=_background,
    left=40, right=40,
    motto_top=19, issuer_top=37, title_top=50,
    middle_top=84, middle_bottom=138,
    lower_top=139, lower_bottom=184,
    logo=(36, 36),  # below the bunting
    head=SANS_BOLD, title=SANS_BOLD, title_pt=38,
    name=SANS_BOLD, address=SANS, body=SANS, small=SANS,
    colours={
        "ink": "#27405e", "head": "#2a6fb0", "title": "#e4572e", "name": "#6a3fb5",
        "strong": "#d1462f", "rule": "#ffb703", "faint": "#3d5a73",
    },
)  # fmt: skip
