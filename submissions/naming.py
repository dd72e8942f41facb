"""What the public sees of the people in an entry: the strictest of the rules and of each consent.

Pure: asks no database and no clock. The one place that decides whether a name is shown; boards,
publications, explanations, ceremonies, verification, public files and packages for others ask it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from accounts.services import GUARDIAN_BELOW_YEARS
from common.text import plain
from contests.models import Contest

Rule = Contest.DisplayRule
_FROM_LAX_TO_STRICT = (Rule.FULL_NAME, Rule.INITIALS, Rule.CODE)

State = Literal["given", "withdrawn", "none"]


class Named(NamedTuple):
    """A person of an entry, and whether they may be named."""

    name: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class Word:
    """The last that one side said: the person by the account, or the organiser's record of a paper.

    `alone`: neither a guardian nor a signed paper stands behind it.
    """

    given: bool
    at: datetime
    alone: bool = False


def strictest(*rules: str) -> str:
    """Of several display rules the one that shows least."""
    return max(rules, key=_FROM_LAX_TO_STRICT.index)


def consent_of(words: Iterable[Word | None], born: date | None = None) -> State:
    """What the sides' last words come to: who withdrew is not named, whatever the other side says.

    A consent that a child gave alone is none.
    """
    said = [word for word in words if word is not None]
    if any(not word.given for word in said):
        return "withdrawn"
    return "given" if any(_holds(word, born) for word in said) else "none"


def _holds(word: Word, born: date | None) -> bool:
    return not word.alone or born is None or _years(born, word.at) >= GUARDIAN_BELOW_YEARS


def _years(born: date, at: datetime) -> int:
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def shown_name(person: Named, rule: str) -> str | None:
    """The full name, the initials, or None for nothing: neither without consent nor by codes."""
    if not person.agreed or rule == Rule.CODE:
        return None
    return initials(person.name) if rule == Rule.INITIALS else person.name


def shown_entry(
    rule: str | None,
    *,
    pk: int,
    code: str,
    title: str | None,
    team: str | None,
    school: str | None,
    people: Sequence[Named],
) -> dict[str, Any]:
    """{id, code, title, team, school, names} by `rule`; None shows all, as the organiser sees it.

    Codes: the code alone. Else title, team and school are the entry's and name nobody; a title or a
    team's name that holds the name of somebody whose full name is not shown is left out.
    """
    if rule is None:
        names: list[str] = [person.name for person in people]
    elif rule == Rule.CODE:
        return {"id": None, "code": code, "title": None, "team": None, "school": None, "names": []}
    else:
        names = [name for person in people if (name := shown_name(person, rule)) is not None]
        kept = hidden_names(people, rule)
        title, team = without_names(title, kept), without_names(team, kept)
    return {
        "id": pk if rule is None else None,
        "code": code,
        "title": title,
        "team": team,
        "school": school,
        "names": names,
    }


def hidden_names(people: Iterable[Named], rule: str) -> list[str]:
    """The names that are not shown in full, so that no title may tell them either."""
    return [person.name for person in people if not in_full(person.agreed, rule)]


def in_full(agreed: bool, rule: str) -> bool:
    """Whether the whole name is shown."""
    return agreed and rule == Rule.FULL_NAME


def without_names(text: str | None, names: Iterable[str]) -> str | None:
    """The text, or None if it holds one of the names: whole words, with or without marks."""
    return None if text and any(_tells(text, name) for name in names) else text


def _tells(text: str, name: str) -> bool:
    """A name of one word is a word like others: only the text that is nothing else tells it."""
    words, held = _words(text), _words(name)
    return held == words if held.count(" ") < 3 else held in words


def finder(names: Iterable[str]) -> Callable[[str], bool]:
    """Whether a text holds one of thousands of names of several words, in one pass over the text."""
    by_first: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(_words(name).split())
        if len(words) > 1:
            by_first.setdefault(words[0], set()).add(words)

    def tells(text: str) -> bool:
        words = _words(text).split()
        return any(
            tuple(words[place : place + len(name)]) == name
            for place, word in enumerate(words)
            for name in by_first.get(word, ())
        )

    return tells


@lru_cache(maxsize=50_000)  # a board is made of the same titles and names again and again
def _words(text: str) -> str:
    """The words in plain letters with a space around each: " nguyen van an "."""
    return f" {' '.join(_WORD.findall(plain(text)))} "


_WORD = re.compile(r"[^\W_]+")


def initials(full_name: str) -> str:
    """The first letters of a name: Nguyễn Văn An gives N.V.A. (with a dot after each)."""
    return "".join(map(_initial, full_name.split()))


@lru_cache(maxsize=10_000)  # a field's names are made of the same few words
def _initial(word: str) -> str:
    return f"{word[0].upper()}."


def named_as(frozen: Sequence[str], now: Sequence[Named]) -> list[Named]:
    """People by their names as they were frozen, with the consents of now.

    Who is in the entry no more, or under another name, has none; of namesakes all must agree.
    """
    said: dict[str, bool] = {}
    for person in now:
        key = _words(person.name)
        said[key] = said.get(key, True) and person.agreed
    return [Named(name, said.get(_words(name), False)) for name in frozen]


Consents = Mapping[int, Sequence[Named]]
"""The people of entries, by the entry's id."""
