"""What is asked of an allocation; immutable, checked when made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Pair(NamedTuple):
    """A judge scores an entry."""

    entry: str
    judge: str


@dataclass(frozen=True)
class Problem:
    """Entries and judges of one round.

    `entries`, `judges`: code -> panel; None is no panel, and such judges belong to every panel.
    `per_entry`: different judges an entry. `limits`: the most entries of a judge, where it has one.
    `fixed`: pairs that stay whatever happens (already scored), also of judges who have left.
    `previous`: the plan so far; a new one changes as little of it as it can. `anchors`: entries that
    every judge scores. `crossing`: the least share of scores given by judges of another panel,
    where there are panels and no anchors. `load_gap`: judges' loads may differ by so much before a
    score goes to another panel for their sake; None: it never does. `apart`: pairs that cannot meet
    though nothing is wrong with them (two rooms at the same time). `spent`: pairs whose sheets
    were voided or who marked the entry anew after an appeal, which are not planned again. `closed`:
    entries that get nobody new. `tries`: the least number of plans compared by their connectivity.

    Raises ValueError for numbers out of range and for codes that are not there.
    """

    entries: Mapping[str, str | None]
    judges: Mapping[str, str | None]
    per_entry: int
    conflicts: frozenset[Pair] = frozenset()
    limits: Mapping[str, int] = field(default_factory=dict)
    fixed: frozenset[Pair] = frozenset()
    previous: frozenset[Pair] = frozenset()
    anchors: frozenset[str] = frozenset()
    crossing: float = 0.1
    load_gap: int | None = 1
    apart: frozenset[Pair] = frozenset()
    spent: frozenset[Pair] = frozenset()
    closed: frozenset[str] = frozenset()
    seed: int = 0
    tries: int = 8

    def __post_init__(self) -> None:
        if self.per_entry < 1 or self.tries < 1:
            raise ValueError("per_entry and tries are at least 1")
        if self.load_gap is not None and self.load_gap < 1:
            raise ValueError("load_gap is at least 1")
        if not 0 <= self.crossing <= 1:
            raise ValueError("crossing is a share, from 0 to 1")
        if any(limit < 0 for limit in self.limits.values()):
            raise ValueError("limits are not negative")
        unknown = {pair.entry for pair in self.fixed} | set(self.anchors)
        if not unknown <= set(self.entries):
            raise ValueError("fixed pairs and anchors are of entries that are there")

    @cached_property
    def barred(self) -> frozenset[Pair]:
        """Pairs that are never planned."""
        return self.conflicts | self.apart | self.spent

    @cached_property
    def panels(self) -> frozenset[str]:
        """The panels that have both entries and judges."""
        with_entries = {panel for panel in self.entries.values() if panel is not None}
        return frozenset(panel for panel in self.judges.values() if panel in with_entries and panel)

    def away(self, pair: Pair) -> bool:
        """Whether the judge is of another panel than the entry."""
        here, there = self.entries.get(pair.entry), self.judges.get(pair.judge)
        return here is not None and there is not None and here != there

    def limit(self, judge: str) -> int:
        """The most entries that the judge can take."""
        return min(self.limits.get(judge, len(self.entries)), len(self.entries))
