"""Texts as people type them, brought to one form before they are stored or compared."""

import unicodedata

UNKNOWN = "—"
"""In place of the name of a person whom this installation does not know."""


MARKS_MAX = 30
"""Marks on one letter, as in the Stream-Safe Text Format (Unicode Standard Annex #15)."""


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_MARKS_UNMARKED = "\u0f73\u0f75\u0f81"
"""Characters that decompose into marks without being called marks."""


def safe_marks(value: str) -> str:
    """The text without the marks that a letter has too many of.

    No language needs them, and to bring n marks in order takes n² steps: a megabyte took minutes.
    """
    if len(value) <= MARKS_MAX or value.isascii():
        return value
    kept: list[str] = []
    marks = 0
    for char in value:
        marks = marks + 1 if unicodedata.combining(char) or char in _MARKS_UNMARKED else 0
        if marks <= MARKS_MAX:
            kept.append(char)
    return value if len(kept) == len(value) else "".join(kept)


def composed(value: str) -> str:
    """Unicode NFC, in time that grows with the text."""
    return unicodedata.normalize("NFC", safe_marks(value))


def single_line(value: str) -> str:
    """A name or title: Unicode NFC, no control or invisible characters, single spaces."""
    whole = composed(value)
    # Zero-width characters vanish, line ends and tabs become spaces.
    visible = "".join(
        " " if char.isspace() else char
        for char in whole
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf"}
    )
    return " ".join(visible.split())


def many_lines(value: str) -> str:
    """A longer text: Unicode NFC, "\\n" between lines, no other control characters, none that turn
    the direction of what follows."""
    whole = composed(value).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char
        for char in whole
        if char in "\n\t" or (unicodedata.category(char) != "Cc" and char not in _TURNING)
    ).strip()


def plain(words: str) -> str:
    """Lower case without marks: "NGUYEN VAN AN" and "Nguyễn Văn An" are the same in it."""
    decomposed = unicodedata.normalize("NFD", safe_marks(words).casefold().replace("đ", "d"))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.split())
