"""Counts how many published figures a replay agrees with. Never computes one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

SHOWN = 10
CLOSE = Fraction(1, 10**9)
"""Relative distance within which a published binary float is met by the exact figure."""


@dataclass(slots=True)
class Tally:
    """The comparisons made so far."""

    checks: int = 0
    agree: int = 0
    differ: list[dict[str, Any]] = field(default_factory=list)

    def equal(self, what: str, official: Any, found: Any) -> None:
        """Compare two values that must be the same."""
        self._count(what, official, found, holds=official == found)

    def close(self, what: str, official: Fraction | None, found: Fraction | None) -> None:
        """Compare an exact figure with a published float, to a relative 1e-9."""
        holds = official == found
        if official is not None and found is not None:
            holds = abs(official - found) <= CLOSE * max(abs(official), abs(found))
        self._count(what, official, found, holds=holds)

    def _count(self, what: str, official: Any, found: Any, *, holds: bool) -> None:
        self.checks += 1
        if holds:
            self.agree += 1
        elif len(self.differ) < SHOWN:
            self.differ.append({"what": what, "official": str(official), "found": str(found)})

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.checks + other.checks,
            self.agree + other.agree,
            (self.differ + other.differ)[:SHOWN],
        )

    def line(self) -> str:
        """The answer of a replay."""
        return json.dumps(
            {"checks": self.checks, "agree": self.agree, "differ": self.differ}, ensure_ascii=False
        )
