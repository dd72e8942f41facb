"""The QR code of a verification address as one SVG path; the same text gives the same picture.

The mask is fixed: choosing the best one of eight costs five times as much and gains nothing on
paper (ISO/IEC 18004 allows any of them).
"""

from __future__ import annotations

import segno

_MASK = 3
_QUIET = 3  # modules of white around; the paper beyond is light as well


def svg(text: str) -> str:
    """An <svg> element of any size, black on white, error correction M."""
    matrix = segno.make(text, error="m", mask=_MASK, micro=False, boost_error=False).matrix
    side = len(matrix) + 2 * _QUIET
    path = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            start = x
            while x < len(row) and row[x]:
                x += 1
            path.append(f"M{start + _QUIET} {y + _QUIET}h{x - start}v1h-{x - start}z")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path d="{"".join(path)}"/></svg>'
    )
