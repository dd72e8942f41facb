"""Draws the pictures that demo works carry: hills, a sun, water, each different by its seed."""

from __future__ import annotations

import io
import math
from random import Random
from typing import Final

from PIL import Image, ImageDraw

_SIZE: Final = (960, 640)
_PALETTES: Final = (
    ("#fde8c8", "#f6a04d", "#c8553d", "#588b8b", "#2d4654"),
    ("#dff3f2", "#f9c74f", "#43aa8b", "#277da1", "#1d3557"),
    ("#fff1e6", "#e56b6f", "#b56576", "#6d597a", "#355070"),
    ("#f1faee", "#ffb703", "#8ecae6", "#219ebc", "#023047"),
    ("#f4f1de", "#e07a5f", "#81b29a", "#3d5a80", "#293241"),
    ("#e9f5db", "#ffd166", "#97a97c", "#718355", "#3a5a40"),
)


def picture(seed: str) -> bytes:
    """A JPEG landscape of 960 by 640 pixels; the same seed gives the same picture."""
    random = Random(seed)
    sky, sun, *layers = random.choice(_PALETTES)
    width, height = _SIZE
    image = Image.new("RGB", _SIZE, sky)
    draw = ImageDraw.Draw(image)
    x, y, radius = random.randint(120, 840), random.randint(90, 260), random.randint(50, 110)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=sun)
    for index, colour in enumerate(layers):
        base = height * (0.5 + 0.16 * index)
        swing, length, shift = (
            random.randint(20, 80),
            random.uniform(0.004, 0.012),
            random.random() * 6,
        )
        ridge = [
            (step, base + swing * math.sin(step * length + shift))
            for step in range(0, width + 1, 8)
        ]
        draw.polygon([(0, height), *ridge, (width, height)], fill=colour)
    for _ in range(random.randint(3, 9)):  # kites
        left, top, side = random.randint(40, 900), random.randint(30, 330), random.randint(8, 22)
        kite = [(left, top - side), (left + side, top), (left, top + 2 * side), (left - side, top)]
        draw.polygon(kite, fill=random.choice((sun, *layers)))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=82)
    return target.getvalue()
