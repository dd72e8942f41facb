"""The minimum of a smooth function of one or two variables, by a grid that zooms in.

Slow beside Newton's method and never led astray by a flat start, a boundary or a poor derivative.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scoring.severity.design import Floats

_PRECISION = 1e-9


def minimum(
    objective: Callable[[Floats], Floats], *, low: float, high: float, dimensions: int, steps: int
) -> Floats:
    """The point of the box [low, high]^dimensions where `objective` is least.

    `objective` takes points x dimensions and returns one value a point. Each round looks at a grid
    of `steps` a dimension and zooms to one step either side of the best; a best point at the
    window's edge moves the window before it shrinks.
    """
    centre = np.full(dimensions, (low + high) / 2)
    half = (high - low) / 2
    for _ in range(200):
        axes = [np.clip(np.linspace(c - half, c + half, steps), low, high) for c in centre]
        points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, dimensions)
        centre_before, centre = centre, points[int(np.argmin(objective(points)))]
        inside = np.abs(centre - centre_before) < half * (1 - 1e-12)
        if bool((inside | (centre == low) | (centre == high)).all()):
            half *= 2 / (steps - 1)
        if half < _PRECISION:
            break
    return centre
