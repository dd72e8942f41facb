"""What a blind judge may see of an entry: its blind code, and nothing that tells whose it is.

No title, no team, no link, no id and no order by which the entry could be found elsewhere; whether
a reader is blind says `contests.blinding`. Samples of a calibration are nobody's and are shown.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.db.models import Q

from common.text import plain
from contests.models import Contest
from contests.permissions import OVERSEE, Person, granted
from submissions.models import Attachment, Entry
from submissions.names import SHORTEST, names_of

_HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads many rows: `overseen` are the contests whose entries they see; None: all."""

    overseen: frozenset[int] | None

    @classmethod
    def of(cls, user: Person) -> Reader:
        if user.is_staff:
            return cls(None)
        return cls(frozenset(granted(user, *OVERSEE).values_list("pk", flat=True)))

    def is_blind(self, contest: Contest) -> bool:
        """As `contests.blinding.hidden_from` says of one."""
        return contest.blind and not self.oversees(contest)

    def oversees(self, contest: Contest) -> bool:
        return self.overseen is None or contest.pk in self.overseen

    def knows(self, contest: str) -> Q:
        """Rows whose entries the reader may look for by id, by the path to the contest."""
        if self.overseen is None:
            return Q()
        return Q(**{f"{contest}__blind": False}) | Q(**{f"{contest}__in": self.overseen})


def hides(entry: Entry, *, blind: bool) -> bool:
    """Whether a reader who is blind in the entry's contest is kept from what names it."""
    return blind and entry.state != Entry.State.SAMPLE


def entry_id(entry: Entry, *, blind: bool) -> int | None:
    """None for a blind reader: ids follow the order of entering, as public codes do."""
    return None if blind else entry.pk


def code(entry: Entry, *, blind: bool) -> str:
    """The code that the reader knows the entry by."""
    return entry.blind_code if blind else entry.code


def title(entry: Entry, *, blind: bool) -> str | None:
    """None for a blind reader: boards and certificates show titles beside people."""
    return None if blind else entry.title


def turn(entry: Entry, order: int, *, blind: bool) -> tuple[int, str]:
    """Where the entry stands in a judge's queue; blind codes are drawn, so their order is nobody's."""
    return (0, entry.blind_code) if blind else (order, "")


def file_id(file: Attachment, *, blind: bool) -> int:
    """How the reader asks for a file. Its own id follows the order of uploads; the stored name has
    a random part, and so has its digest."""
    if not blind:
        return file.pk
    return int(hashlib.sha256((file.file.name or "").encode()).hexdigest()[:12], 16)


def file_bytes(file: Attachment, *, blind: bool) -> int:
    return file.blind_bytes or file.size_bytes if blind else file.size_bytes


def file_name(entry: Entry, file: Attachment, place: int, *, blind: bool) -> str:
    """The file's name; for a blind reader the blind code, its place in the work and the type."""
    if not blind:
        return file.name
    return f"{entry.blind_code}-{place}{PurePosixPath(file.file.name or '').suffix}"


def without_names(words: str, entry: Entry, *, blind: bool) -> str:
    """`words` of the entry; for a blind reader without its title, people, team and school.

    Expects the entry's participants and mentors prefetched, team and organization joined.
    """
    if not blind:
        return words
    own = [each for each in (entry.code, entry.title) if len(each) >= SHORTEST]
    return _without(words, [*names_of(entry), *own])


def _without(words: str, names: Iterable[str]) -> str:
    """The words with an ellipsis for each name, however it is marked, cased or spaced."""
    letters, places = _letters(words)
    hidden = [False] * len(words)
    for name in map(plain, names):
        start = letters.find(name) if name else -1
        while start >= 0:
            end = start + len(name)
            for place in range(places[start], places[end - 1] + 1):
                hidden[place] = True
            start = letters.find(name, end)
    kept = []
    for place, letter in enumerate(words):
        if not hidden[place]:
            kept.append(letter)
        elif not place or not hidden[place - 1]:
            kept.append(_HIDDEN)
    return "".join(kept)


def _letters(words: str) -> tuple[str, list[int]]:
    """The words as `common.text.plain` compares them, and where each letter stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(words):
        if letter.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(place)
            continue
        folded = unicodedata.normalize("NFD", letter.casefold().replace("đ", "d"))
        for part in folded:
            if not unicodedata.combining(part):
                letters.append(part)
                places.append(place)
    return "".join(letters), places
