"""A cursor over a JSON definition that collects problems with their JSON pointers.

It checks shape only (types, allowed keys, ranges); meaning is checked by its callers.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.errors import Problem
from scoring.exact import ROUNDING_MODES, number

MAX_PROBLEMS = 100
"""Problems that are kept; who mends a hundred sees the rest then."""
MAX_PARTS = 50_000
MAX_CHARACTERS = 1_000_000
MAX_NESTING = 100
"""What a whole definition may have: values and keys, characters in them, levels below each other."""

ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


def escape(key: str) -> str:
    """A key as one reference token of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def _fits(document: Any) -> bool:
    """Whether a document is within the limits; looks no further than they reach."""
    parts = characters = 0
    waiting = [(document, 0)]
    while waiting:
        value, depth = waiting.pop()
        parts += 1
        if isinstance(value, str):
            characters += len(value)
        elif isinstance(value, Mapping | list | tuple):
            parts += len(value)
            if parts > MAX_PARTS or depth == MAX_NESTING:
                return False
            members: Any = value
            if isinstance(value, Mapping):
                characters += sum(len(str(key)) for key in value)
                members = value.values()
            waiting += [(member, depth + 1) for member in members]
        if parts > MAX_PARTS or characters > MAX_CHARACTERS:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Cursor:
    """One place in a definition. Readers answer a default after recording a problem."""

    value: Any
    pointer: str
    problems: list[Problem]
    item: str | None = None

    def fail(self, code: str, **params: Any) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(code, self.pointer, self.item, "block", params))

    def named(self, item: str | None) -> "Cursor":
        """The same place, with problems naming that item."""
        return Cursor(self.value, self.pointer, self.problems, item)

    def get(self, key: str) -> "Cursor":
        value = self.value.get(key) if isinstance(self.value, Mapping) else None
        return Cursor(value, f"{self.pointer}/{escape(key)}", self.problems, self.item)

    def has(self, key: str) -> bool:
        return isinstance(self.value, Mapping) and self.value.get(key) is not None

    def fits(self) -> bool:
        """Whether the document is small enough to be read at all; else that is the problem."""
        if _fits(self.value):
            return True
        self.fail("definition-too-large", parts=MAX_PARTS, characters=MAX_CHARACTERS)
        return False

    @property
    def empty(self) -> bool:
        return self.value is None

    def mapping(self, allowed: Collection[str] | None = None) -> bool:
        """True if this is an object; keys outside `allowed` are problems."""
        if not isinstance(self.value, Mapping):
            self.fail("object-expected")
            return False
        for key in self.value:
            if not isinstance(key, str) or (allowed is not None and key not in allowed):
                self.get(str(key)).fail("unknown-key", key=str(key))
        return True

    def entries(self) -> Iterator[tuple[str, "Cursor"]]:
        if isinstance(self.value, Mapping):
            for key in self.value:
                yield str(key), self.get(str(key))

    def elements(self, *, required: bool = False, most: int | None = None) -> list["Cursor"]:
        """The places of a list; of one with more than `most` there are none."""
        if self.value is None and not required:
            return []
        if not isinstance(self.value, list | tuple):
            self.fail("list-expected")
            return []
        if required and not self.value:
            self.fail("list-empty")
        if most is not None and len(self.value) > most:
            self.fail("too-many", most=most)
            return []
        return [
            Cursor(value, f"{self.pointer}/{index}", self.problems, self.item)
            for index, value in enumerate(self.value)
        ]

    def identifier(self, pattern: re.Pattern[str] = ID) -> str:
        if isinstance(self.value, str) and pattern.fullmatch(self.value):
            return self.value
        self.fail("bad-id", value=self.value if isinstance(self.value, str) else None)
        return ""

    def number(self, default: Fraction | None = None) -> Fraction | None:
        if self.value is None:
            return default
        try:
            return number(self.value)
        except ValueError as error:
            self.fail("number-expected", reason=str(error))
            return default

    def require_number(self) -> Fraction:
        if self.value is None:
            self.fail("number-expected", reason="missing")
        return self.number() or Fraction(0)

    def integer(self, default: int | None = None, *, least: int, most: int = 10**6) -> int | None:
        if self.value is None:
            return default
        value = self.number()
        if value is None:
            return default
        if value.denominator != 1 or not least <= value <= most:
            self.fail("integer-expected", least=least, most=most)
            return default
        return int(value)

    def flag(self, default: bool) -> bool:
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            self.fail("boolean-expected")
            return default
        return self.value

    def choice(self, allowed: Collection[str], default: str) -> str:
        if self.value is None:
            return default
        if not isinstance(self.value, str) or self.value not in allowed:
            self.fail("not-allowed", allowed=sorted(allowed))
            return default
        return self.value

    def label(self, *, required: bool = True) -> dict[str, str]:
        """Texts by language: "vi" is required, "en" falls back to it."""
        if self.value is None and not required:
            return {}
        if not isinstance(self.value, Mapping) or not isinstance(self.value.get("vi"), str):
            self.fail("text-expected")
            return {"vi": "", "en": ""}
        texts = {str(k): v for k, v in self.value.items() if isinstance(v, str)}
        if len(texts) != len(self.value):
            self.fail("text-expected")
        texts.setdefault("en", texts["vi"])
        return texts

    def rounding(self) -> tuple[int, str] | None:
        if self.value is None or not self.mapping({"digits", "mode"}):
            return None
        digits = self.get("digits").integer(0, least=-12, most=12)
        return digits or 0, self.get("mode").choice(ROUNDING_MODES, "half_up")
