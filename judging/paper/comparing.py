"""Whether two people read the same on a paper sheet, item by item. Never decides who is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from common.text import composed
from judging.models import Scoresheet
from scoring.exact import number
from scoring.form import Form


class Content(Protocol):
    """What a sheet, a transcript, a ruling holds."""

    kind: str
    values: dict[str, Any]
    comments: dict[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two documents differ: `what` is "kind", "value" or "comment"."""

    what: str
    item: str
    first: Any
    second: Any


def differences(form: Form, first: Content, second: Content) -> list[Difference]:
    """All places, in the form's order; values of a sheet that is not scored say nothing."""
    if first.kind != second.kind:
        return [Difference("kind", "", first.kind, second.kind)]
    found: list[Difference] = []
    for item in [*form.items, ""]:
        pairs: list[tuple[str, Any, Any, Callable[[Any], Any]]] = [
            ("comment", first.comments.get(item, ""), second.comments.get(item, ""), _words)
        ]
        if item and first.kind == Scoresheet.Kind.SCORED:
            values = (first.values.get(item), second.values.get(item))
            pairs.insert(0, ("value", *values, read))
        found += [
            Difference(what, item, one, other)
            for what, one, other, plain in pairs
            if plain(one) != plain(other)
        ]
    return found


def read(value: Any) -> Any:
    """A value in the one form that equal values share: 8, "8" and "8.0" are the same."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return ("flag", value)
    if isinstance(value, list):
        return tuple(sorted(map(str, value)))
    try:
        exact: Fraction = number(value)
    except ValueError:
        return str(value)
    return exact


def _words(comment: str) -> str:
    """Words without what two typists differ in harmlessly: case, spaces, marks at the end."""
    words = composed(comment).casefold()
    return " ".join(words.split()).strip(" .!…")


def is_blank(content: Content) -> bool:
    """Whether nothing was entered."""
    if content.kind != Scoresheet.Kind.SCORED or any(map(str.strip, content.comments.values())):
        return False
    return all(read(value) in (None, ()) for value in content.values.values())


def same(form: Form, first: Content, second: Content) -> bool:
    return not differences(form, first, second)


def counted(comments: Mapping[str, str]) -> dict[str, str]:
    """The comments that hold words, as they are kept."""
    return {item: words.strip() for item, words in comments.items() if words.strip()}
