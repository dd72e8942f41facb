"""The QR code of a verification address; the same text gives the same picture.

The mask is fixed: choosing the best one of eight costs five times as much and gains nothing on
paper (ISO/IEC 18004 allows any of them).
"""

from __future__ import annotations

from collections.abc import Iterator

import segno

_MASK = 3
QUIET = 3  # modules of white around; the paper beyond is light as well


def svg(text: str) -> str:
    """An <svg> element of any size, black on white, error correction M."""
    matrix = _matrix(text)
    side = len(matrix) + 2 * QUIET
    path = "".join(
        f"M{start + QUIET} {down + QUIET}h{length}v1h-{length}z"
        for down, start, length in _runs(matrix)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{path}"/></svg>'
    )


def operators(text: str, x: float, y: float, side: float) -> bytes:
    """PDF operators that fill the dark modules, one rectangle a run, error correction M.

    `x`, `y` is the lower left corner and `side` the side in points, the quiet zone included.
    """
    matrix = _matrix(text)
    top = len(matrix) + QUIET - 1
    module = side / (len(matrix) + 2 * QUIET)
    parts = [f"q 0 g {module:.5f} 0 0 {module:.5f} {x:.3f} {y:.3f} cm"]
    parts += [
        f"{start + QUIET} {top - down} {length} 1 re" for down, start, length in _runs(matrix)
    ]
    parts.append("f Q\n")
    return "\n".join(parts).encode("ascii")


def _matrix(text: str) -> tuple[bytearray, ...]:
    code = segno.make(text, error="m", mask=_MASK, micro=False, boost_error=False)
    matrix: tuple[bytearray, ...] = code.matrix
    return matrix


def _runs(matrix: tuple[bytearray, ...]) -> Iterator[tuple[int, int, int]]:
    """Dark modules side by side: row, first column, length."""
    for down, row in enumerate(matrix):
        start = row.find(1)
        while start >= 0:
            end = row.find(0, start)
            if end < 0:
                end = len(row)
            yield down, start, end - start
            start = row.find(1, end)
