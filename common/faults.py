"""Collecting the faults of a large document, so that its writer sees all of them at once.

Knows JSON pointers and texts; never what the document means.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from common.errors import Fault
from common.language import Text

LIMIT = 100
"""Faults that are told; a document with more is told to have more."""

T = TypeVar("T")

_UNKNOWN: Text = {
    "vi": "không có {noun} nào mang mã “{code}”; hãy khai báo hoặc sửa lại mã",
    "en": "no {noun} has the code '{code}'; declare it or correct the code",
}
_TWICE: Text = {
    "vi": "mã “{code}” của {noun} bị trùng; mỗi mã chỉ dùng một lần",
    "en": "the code '{code}' of {noun} is used twice; use each code once",
}


def phrase(text: Text, **params: Any) -> dict[str, str]:
    """The text in every language with its params; a param that is a text itself is translated."""
    return {
        language: words.format(
            **{k: v[language] if isinstance(v, Mapping) else v for k, v in params.items()}
        )
        for language, words in text.items()
    }


class Faults:
    """The faults found so far. Those over the limit are counted, not kept."""

    def __init__(self) -> None:
        self._kept: list[Fault] = []
        self.count = 0

    def add(self, pointer: str, kind: str, text: Text, **params: Any) -> None:
        """Record a fault of some kind (its stable code); `text` is filled from `params`."""
        self.count += 1
        if len(self._kept) < LIMIT:
            self._kept.append(Fault(phrase(text, **params), pointer, kind))

    def take(self, faults: Iterable[Fault], pointer: str) -> None:
        """Record faults that were found elsewhere, below `pointer`."""
        for fault in faults:
            self.count += 1
            if len(self._kept) < LIMIT:
                self._kept.append(Fault(fault.detail, f"{pointer}{fault.pointer}", fault.code))

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._kept)

    def __bool__(self) -> bool:
        return self.count > 0


def _words(code: Any) -> str:
    return ", ".join(map(str, code)) if isinstance(code, tuple) else str(code)


class Codes(Generic[T]):
    """Things by their code (or tuple of codes). One that is declared but could not be made is None: whoever refers
    to it is not at fault.
    """

    def __init__(self, faults: Faults, noun: Text) -> None:
        self._faults = faults
        self._noun = noun
        self._things: dict[Any, T | None] = {}

    def declare(self, code: Any, thing: T | None, pointer: str) -> bool:
        """Add a thing; a code that is taken is a fault, and False."""
        if code in self._things:
            self._faults.add(pointer, "duplicate-code", _TWICE, noun=self._noun, code=_words(code))
            return False
        self._things[code] = thing
        return True

    def find(self, code: Any, pointer: str) -> T | None:
        """The thing of that code; None, and a fault if nothing of that code was declared."""
        if code not in self._things:
            self._faults.add(pointer, "unknown-code", _UNKNOWN, noun=self._noun, code=_words(code))
        return self._things.get(code)

    def only(self) -> Any | None:
        """The code, where there is just one."""
        return next(iter(self._things)) if len(self._things) == 1 else None

    def __contains__(self, code: Any) -> bool:
        return code in self._things

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[T]:
        return (thing for thing in self._things.values() if thing is not None)
