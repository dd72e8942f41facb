"""The QR code of a verification address; the same text gives the same picture.

The mask is fixed: choosing the best one of eight costs five times as much and gains nothing on
paper (ISO/IEC 18004 allows any of them).
"""

from __future__ import annotations

import segno

_MASK = 3
QUIET = 3  # modules of white around; the paper beyond is light as well


def operators(text: str, x: float, y: float, side: float) -> bytes:
    """PDF operators that fill the dark modules, one rectangle a run, error correction M.

    `x`, `y` is the lower left corner and `side` the side in points, the quiet zone included.
    """
    matrix = segno.make(text, error="m", mask=_MASK, micro=False, boost_error=False).matrix
    top = len(matrix) + QUIET - 1
    module = side / (len(matrix) + 2 * QUIET)
    parts = [f"q 0 g {module:.5f} 0 0 {module:.5f} {x:.3f} {y:.3f} cm"]
    for down, row in enumerate(matrix):
        at = row.find(1)
        while at >= 0:
            end = row.find(0, at)
            if end < 0:
                end = len(row)
            parts.append(f"{at + QUIET} {top - down} {end - at} 1 re")
            at = row.find(1, end)
    parts.append("f Q\n")
    return "\n".join(parts).encode("ascii")
