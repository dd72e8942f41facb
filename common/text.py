"""Texts as people type them, brought to one form before they are stored or compared."""

import unicodedata

UNKNOWN = "—"
"""In place of the name of a person whom this installation does not know."""


def single_line(value: str) -> str:
    """A name or title: Unicode NFC, no control or invisible characters, single spaces."""
    composed = unicodedata.normalize("NFC", value)
    # Zero-width characters vanish, line ends and tabs become spaces.
    visible = "".join(
        " " if char.isspace() else char
        for char in composed
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf"}
    )
    return " ".join(visible.split())


def many_lines(value: str) -> str:
    """A longer text: Unicode NFC, "\\n" between lines, no other control characters."""
    composed = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char for char in composed if char in "\n\t" or unicodedata.category(char) != "Cc"
    ).strip()


def plain(words: str) -> str:
    """Lower case without marks: "NGUYEN VAN AN" and "Nguyễn Văn An" are the same in it."""
    decomposed = unicodedata.normalize("NFD", words.casefold().replace("đ", "d"))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.split())
