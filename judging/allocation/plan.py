"""What an allocation hands back, and why it is not better; never a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from judging.allocation.problem import Pair
from scoring.severity import Connectivity


@dataclass(frozen=True, slots=True)
class Note:
    """Something the organiser should know; the codes and their texts stand in `messages`."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Uncovered:
    """An entry with `missing` judges too few, and every reason."""

    entry: str
    missing: int
    reasons: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Pairs in order of their codes; `added` and `removed` against the problem's previous plan.

    `loads`: entries of each judge of the problem. `crossing`: the share of pairs whose judge is of
    another panel than the entry.
    """

    pairs: tuple[Pair, ...]
    loads: Mapping[str, int]
    added: tuple[Pair, ...]
    removed: tuple[Pair, ...]
    uncovered: tuple[Uncovered, ...]
    crossing: float
    connectivity: Connectivity
    notes: tuple[Note, ...]
