"""What was found of people in a file: collected, without doubles and within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from common.text import plain, single_line

Row = tuple[str, str, str]
"""What it is (below), its value, and in which part of the file it stands."""

AUTHOR: Final = "author"  # who made, edited or commented
PLACE: Final = "place"  # where it was recorded
WORDS: Final = "words"  # titles, comments and descriptions in the properties
NAME: Final = "name"  # a name of the entry's people, team or school in the content
UNREAD: Final = "unread"  # its properties could not be read

MOST: Final = 20
_VALUE: Final = 120
_SHORTEST: Final = 3


class Found:
    """Rows in the order in which they were found, `MOST` at most."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.rows: list[Row] = []
        # Names as people write them, by how they are compared.
        self._names = {plain(name): name for name in names if len(name) >= _SHORTEST}

    def add(self, what: str, value: object, where: str) -> None:
        text = single_line(str(value))[:_VALUE]
        row = (what, text, single_line(where)[:_VALUE])
        if text and row not in self.rows and len(self.rows) < MOST:
            self.rows.append(row)

    def add_names(self, words: str, where: str) -> None:
        """The names that stand in `words`, however they are marked and cased."""
        if not self._names:
            return
        told = plain(words)
        for name, shown in self._names.items():
            if name in told:
                self.add(NAME, shown, where)


def rows(found: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """As they are stored and shown."""
    return [{"what": what, "value": value, "where": where} for what, value, where in found]
