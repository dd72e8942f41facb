"""Verification codes: 60 random bits in letters that nobody mistakes for one another.

The 32 letters leave out 0, 1, I and O; written in three groups of four.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH, _GROUP = 12, 4


def new_code() -> str:
    """A fresh code: "A5PN-VEWY-MSWF"."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(_LENGTH)))


def normal(text: str) -> str | None:
    """The code as it is stored, from what a person typed; None if it cannot be one."""
    letters = re.sub(r"[\s\-–]", "", text).upper()
    if len(letters) != _LENGTH or any(letter not in ALPHABET for letter in letters):
        return None
    return _grouped(letters)


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
