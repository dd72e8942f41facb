"""Line work drawn by formula: guilloche bands, rosettes, a bronze drum, lotus flowers.

Everything is our own drawing. Each function gives SVG markup in millimetres; no colours are
chosen here, no text is set, nothing is random.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import cos, pi, radians, sin, tau

Curve = Callable[[float], tuple[float, float]]


def smooth_path(curve: Curve, start: float, stop: float, pieces: int) -> str:
    """A curve as cubic Béziers through `pieces` + 1 points (Hermite form, central differences)."""
    step = (stop - start) / pieces
    tiny = step / 100

    def slope(t: float) -> tuple[float, float]:
        (x0, y0), (x1, y1) = curve(t - tiny), curve(t + tiny)
        return (x1 - x0) / (2 * tiny), (y1 - y0) / (2 * tiny)

    x, y = curve(start)
    dx, dy = slope(start)
    path = [f"M{_n(x)} {_n(y)}"]
    for index in range(1, pieces + 1):
        t = start + index * step
        x2, y2 = curve(t)
        dx2, dy2 = slope(t)
        path.append(
            f"C{_n(x + dx * step / 3)} {_n(y + dy * step / 3)} "
            f"{_n(x2 - dx2 * step / 3)} {_n(y2 - dy2 * step / 3)} {_n(x2)} {_n(y2)}"
        )
        x, y, dx, dy = x2, y2, dx2, dy2
    return "".join(path)


def guilloche(length: float, height: float, colours: tuple[str, ...], *, waves: float = 7.0) -> str:
    """A band of braided waves along x from 0 to `length`, centred on y = 0.

    `waves` is the wave length in mm; whole numbers of waves meet both ends alike.
    """
    count = max(2, round(length / waves))
    swells = max(1, round(count / 4))
    lines = 10

    def wave(phase: float, depth: float) -> Curve:
        def curve(x: float) -> tuple[float, float]:
            swell = 0.78 + 0.22 * cos(tau * swells * x / length + 2 * phase)
            return x, depth * swell * sin(tau * count * x / length + phase)

        return curve

    drawn = []
    for index in range(lines):
        phase = tau * index / lines
        path = smooth_path(wave(phase, height / 2), 0, length, count * 4)
        drawn.append(stroke(path, colours[index % len(colours)], 0.13))
    for index in range(4):
        phase = tau * index / 4
        path = smooth_path(wave(phase, height / 5), 0, length, count * 4)
        drawn.append(stroke(path, colours[-1], 0.12))
    return "".join(drawn)


def rosette(
    radius: float, lobes: int, colours: tuple[str, ...], *, inner: float = 0.3, lines: int = 8
) -> str:
    """A lathe rosette about the origin: turned copies of r = a + b·cos(lobes·θ)."""
    middle, swing = radius * (1 + inner) / 2, radius * (1 - inner) / 2

    def petal(phase: float) -> Curve:
        def curve(angle: float) -> tuple[float, float]:
            r = middle + swing * cos(lobes * angle + phase)
            return r * cos(angle), r * sin(angle)

        return curve

    return "".join(
        stroke(
            smooth_path(petal(tau * index / lines), 0, tau, lobes * 6),
            colours[index % len(colours)],
            0.13,
        )
        for index in range(lines)
    )


def lotus(size: float, line: str, outer: str, inner: str, heart: str) -> str:
    """A lotus that opens along +x from the origin, `size` mm long; back petals first."""
    drawn = []
    for angles, length, width, fill in (
        ((-74, 74), 0.74, 0.25, outer),
        ((-50, 50), 0.9, 0.27, outer),
        ((-25, 25), 0.97, 0.27, inner),
        ((0,), 1.0, 0.28, inner),
    ):
        for angle in angles:
            drawn.append(_petal(size * length, size * width, angle, line, fill))
    for angle in (-36, 36, -13, 13):
        drawn.append(_petal(size * 0.6, size * 0.17, angle, line, heart))
    drawn.append(_petal(size * 0.5, size * 0.15, 0, line, line))
    return "".join(drawn)


def _petal(length: float, width: float, angle: float, line: str, fill: str) -> str:
    body = (
        f"M0 0C{_n(length * 0.18)} {_n(-width * 0.95)} {_n(length * 0.62)} {_n(-width)} {_n(length)} 0"
        f"C{_n(length * 0.62)} {_n(width)} {_n(length * 0.18)} {_n(width * 0.95)} 0 0Z"
    )
    vein = f"M{_n(length * 0.3)} 0L{_n(length * 0.86)} 0"
    return (
        f'<g transform="rotate({_n(angle)})"><path d="{body}" fill="{fill}" stroke="{line}" '
        f'stroke-width=".28" stroke-linejoin="round"/>{stroke(vein, line, 0.14)}</g>'
    )


def drum(radius: float, colour: str) -> str:
    """A bronze drum's face about the origin: star of 14 rays, geometric rings, flying birds."""
    r = radius
    drawn = [_star(0.2 * r, 0.075 * r, 14, colour)]
    for at in (0.22, 0.3, 0.315, 0.42, 0.54, 0.555, 0.745, 0.76, 0.85, 0.94, 0.985, 1.0):
        drawn.append(_circle(at * r, colour, 0.28 if at in (0.22, 1.0) else 0.18))
    drawn.append(_ring_of_dots(0.26 * r, 0.026 * r, 28, colour))
    drawn.append(_zigzag(0.33 * r, 0.405 * r, 42, colour))
    drawn.append(_ring_of_dots(0.48 * r, 0.045 * r, 32, colour))
    drawn.extend(_turned(_bird(0.17 * r, colour), 0.65 * r, 12))
    drawn.append(_comb(0.775 * r, 0.835 * r, 120, colour))
    drawn.append(_zigzag(0.86 * r, 0.93 * r, 84, colour))
    drawn.append(_comb(0.945 * r, 0.98 * r, 180, colour))
    return "".join(drawn)


def _star(outer: float, inner: float, rays: int, colour: str) -> str:
    points = []
    for index in range(rays * 2):
        r = outer if index % 2 == 0 else inner
        points.append(_polar(r, pi * index / rays))
    return f'<path d="{_polygon(points)}" fill="{colour}"/>'


def _bird(size: float, colour: str) -> str:
    """A long-beaked crested bird in flight along +x, about the origin, `size` mm long."""
    body = (
        "M0.62 -0.02C0.5 -0.07 0.4 -0.1 0.3 -0.1C0.2 -0.1 0.14 -0.06 0.06 -0.03"
        "C-0.06 -0.2 -0.18 -0.34 -0.34 -0.42C-0.28 -0.26 -0.24 -0.14 -0.2 0"
        "L-0.62 -0.07L-0.55 0.01L-0.64 0.08L-0.2 0.06"
        "C-0.2 0.18 -0.22 0.28 -0.26 0.4C-0.1 0.32 0.04 0.2 0.12 0.07"
        "C0.2 0.06 0.3 0.03 0.36 0.01C0.44 -0.01 0.54 -0.02 0.62 -0.02Z"
        "M0.27 -0.1C0.2 -0.18 0.1 -0.22 -0.02 -0.22C0.08 -0.17 0.14 -0.11 0.19 -0.06Z"
    )
    return f'<path transform="scale({size:.3f})" d="{body}" fill="{colour}"/>'


def _turned(shape: str, radius: float, count: int) -> Iterable[str]:
    """Copies of a shape around a ring, each flying counter-clockwise as on the old drums."""
    for index in range(count):
        angle = 360 * index / count
        x, y = _polar(radius, radians(angle))
        yield f'<g transform="translate({_n(x)} {_n(y)}) rotate({_n(angle - 90)})">{shape}</g>'


def _zigzag(inner: float, outer: float, teeth: int, colour: str) -> str:
    triangles = []
    for index in range(teeth):
        angle = tau * index / teeth
        half = pi / teeth * 0.8
        triangles.append(
            _polygon(
                [_polar(inner, angle - half), _polar(outer, angle), _polar(inner, angle + half)]
            )
        )
    return f'<path d="{"".join(triangles)}" fill="none" stroke="{colour}" stroke-width=".17"/>'


def _comb(inner: float, outer: float, count: int, colour: str) -> str:
    path = []
    for index in range(count):
        (x0, y0), (x1, y1) = (_polar(r, tau * index / count) for r in (inner, outer))
        path.append(f"M{_n(x0)} {_n(y0)}L{_n(x1)} {_n(y1)}")
    return stroke("".join(path), colour, 0.17)


def _ring_of_dots(radius: float, size: float, count: int, colour: str) -> str:
    drawn = []
    for index in range(count):
        x, y = _polar(radius, tau * index / count)
        drawn.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size)}" fill="none" stroke="{colour}" '
            f'stroke-width=".17"/><circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size * 0.3)}" fill="{colour}"/>'
        )
    return "".join(drawn)


def _circle(radius: float, colour: str, width: float) -> str:
    return (
        f'<circle r="{_n(radius)}" cx="0" cy="0" fill="none" stroke="{colour}" '
        f'stroke-width="{_n(width)}"/>'
    )


def stroke(path: str, colour: str, width: float) -> str:
    """A path as a line without fill."""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{_n(width)}"/>'


def frame(x: float, y: float, width: float, height: float, colour: str, line: float) -> str:
    """A rectangle of lines; x and y are the outer edge in mm."""
    half = line / 2
    return (
        f'<rect x="{_n(x + half)}" y="{_n(y + half)}" width="{_n(width - line)}" '
        f'height="{_n(height - line)}" fill="none" stroke="{colour}" stroke-width="{_n(line)}"/>'
    )


def _polygon(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z"


def _polar(radius: float, angle: float) -> tuple[float, float]:
    return radius * cos(angle), radius * sin(angle)


def _n(value: float) -> str:
    """A number in as few letters as a hundredth of a millimetre needs."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
