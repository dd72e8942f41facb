"""The QR code of a verification address; the same text gives the same picture.

The mask is fixed: choosing the best one of eight costs five times as much and gains nothing on
paper (ISO/IEC 18004 allows any of them). With mask and version fixed a code is its data times a
matrix over the field of two elements: data modules, check modules and mask are all sums of bits.
So the codes of a batch, whose addresses differ in a few letters, are made from one of them by
adding the pictures of the bits in which they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import segno

_MASK = 3
QUIET = 3  # modules of white around; the paper beyond is light as well
_DARK = re.compile(b"\x01+")


def svg(text: str) -> str:
    """An <svg> element of any size, black on white, error correction M."""
    width, cells = _modules(text)
    side = width + 2 * QUIET
    path = "".join(
        f"M{start + QUIET} {down + QUIET}h{length}v1h-{length}z"
        for down, start, length in _runs(width, cells)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{path}"/></svg>'
    )


def operators(text: str, x: float, y: float, side: float, *, tail: int = 0) -> bytes:
    """PDF operators that fill the dark modules, one rectangle a run, error correction M.

    `x`, `y` is the lower left corner and `side` the side in points, the quiet zone included.
    `tail` tells that many texts are asked for that differ in their last `tail` letters only.
    """
    width, cells = _summed(text, tail) if tail else _modules(text)
    rectangles = _rectangles(width)
    module = side / (width + 2 * QUIET)
    parts = [f"q 0 g {module:.5f} 0 0 {module:.5f} {x:.3f} {y:.3f} cm"]
    parts += [rectangles[run.span()] for run in _DARK.finditer(cells)]
    parts.append("f Q\n")
    return "\n".join(parts).encode("ascii")


def _modules(text: str) -> tuple[int, bytes]:
    """Modules on a side, and one byte a module: row after row, each ended by a light one more."""
    code = segno.make(text, error="m", mask=_MASK, micro=False, boost_error=False)
    return len(code.matrix), b"".join(bytes(row) + b"\0" for row in code.matrix)


def _summed(text: str, tail: int) -> tuple[int, bytes]:
    """The same as `_modules`, from a text with the same beginning and as many letters."""
    head, rest = text[:-tail], text[-tail:]
    if not text.isascii() or head == head.upper():
        return _modules(text)  # a small letter keeps segno at one byte a letter
    width, total = _origin(head, tail)
    for place, letter in enumerate(rest):
        total ^= _letter(head, tail, place, letter)
    return width, total.to_bytes(width * (width + 1), "big")


_ORIGIN = "a"


@lru_cache(maxsize=64)
def _origin(head: str, tail: int) -> tuple[int, int]:
    width, cells = _modules(head + _ORIGIN * tail)
    return width, int.from_bytes(cells, "big")


@lru_cache(maxsize=20_000)
def _letter(head: str, tail: int, place: int, letter: str) -> int:
    """What changes when the letter at `place` of the tail is `letter`."""
    differs, total = ord(letter) ^ ord(_ORIGIN), 0
    for bit in range(7):
        if differs >> bit & 1:
            total ^= _bit(head, tail, place, bit)
    return total


@lru_cache(maxsize=20_000)
def _bit(head: str, tail: int, place: int, bit: int) -> int:
    changed = chr(ord(_ORIGIN) ^ 1 << bit)
    _, cells = _modules(head + _ORIGIN * place + changed + _ORIGIN * (tail - place - 1))
    return int.from_bytes(cells, "big") ^ _origin(head, tail)[1]


class _Rectangles(dict[tuple[int, int], str]):
    """The operator of each run of dark modules, by its first and last place among the bytes."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width

    def __missing__(self, span: tuple[int, int]) -> str:
        down, start = divmod(span[0], self._width + 1)
        top = self._width + QUIET - 1
        self[span] = f"{start + QUIET} {top - down} {span[1] - span[0]} 1 re"
        return self[span]


@lru_cache(maxsize=40)
def _rectangles(width: int) -> _Rectangles:
    return _Rectangles(width)


def _runs(width: int, cells: bytes) -> Iterator[tuple[int, int, int]]:
    """Dark modules side by side: row, first column, length."""
    for run in _DARK.finditer(cells):
        down, start = divmod(run.start(), width + 1)
        yield down, start, run.end() - run.start()
