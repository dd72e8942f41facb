"""The QR code of an address, by segno; the same text gives the same picture.

The mask is fixed: choosing the best one of eight costs five times as much and gains nothing on
paper (ISO/IEC 18004 allows any of them). One takes 0.6 ms, a seventh of a certificate's CPU.
"""

from __future__ import annotations

import io
import re

import segno

_MASK = 3
_DARK = re.compile(b"\x01+")
QUIET = 3  # modules of white around; the paper beyond is light as well


def svg(text: str) -> str:
    """An <svg> element of any size, black on white, error correction M."""
    return str(
        _code(text).svg_inline(
            border=QUIET, light="#fff", omitsize=True, svgclass=None, lineclass=None
        )
    )


def image(text: str) -> str:
    """A whole SVG image with its namespace, to be shown as a picture of its own."""
    target = io.BytesIO()
    _code(text).save(target, kind="svg", scale=8, border=QUIET, light="#fff", xmldecl=False)
    return target.getvalue().decode()


def operators(text: str, x: float, y: float, side: float) -> bytes:
    """PDF operators that fill the dark modules, one rectangle a run, error correction M.

    `x`, `y` is the lower left corner and `side` the side in points, the quiet zone included.
    """
    matrix = _code(text).matrix
    top = QUIET + len(matrix) - 1
    module = side / (QUIET + len(matrix) + QUIET)
    parts = [f"q 0 g {module:.5f} 0 0 {module:.5f} {x:.3f} {y:.3f} cm"]
    for down, row in enumerate(matrix):
        for run in _DARK.finditer(row):
            start, end = run.span()
            parts.append(f"{QUIET + start} {top - down} {end - start} 1 re")
    parts.append("f Q\n")
    return "\n".join(parts).encode("ascii")


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", mask=_MASK, micro=False, boost_error=False)
