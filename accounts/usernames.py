"""User names made from Vietnamese names; it reads no table and writes none."""

import unicodedata
from collections.abc import Iterator

from common.text import safe_marks

MAX_LENGTH = 40
"""Short enough to be typed from a card; the column holds 150."""


def plain(full_name: str) -> str:
    """`full_name` as lower-case ASCII words joined by dots: "Nguyễn Phúc Ánh" → "nguyen.phuc.anh".

    đ has no decomposition in Unicode, so it is replaced by hand. A name without a single Latin
    letter or digit gives "user".
    """
    decomposed = unicodedata.normalize("NFD", safe_marks(full_name).casefold().replace("đ", "d"))
    letters = "".join(
        character if character.isascii() and character.isalnum() else " "
        for character in decomposed
        if not unicodedata.combining(character)
    )
    return ".".join(letters.split())[:MAX_LENGTH].rstrip(".") or "user"


def candidates(full_name: str) -> Iterator[str]:
    """The plain name, then the name with 2, 3, 4, …: without end."""
    base = plain(full_name)
    yield base
    number = 2
    while True:
        yield f"{base}{number}"
        number += 1
