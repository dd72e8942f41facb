"""Who scored what, as arrays: the block design that every severity model reads.

Holds codes, index arrays and counts; never estimates anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


class Score(NamedTuple):
    """The points that one judge gave to one entry."""

    entry: str
    judge: str
    points: Fraction | float


@dataclass(frozen=True, slots=True)
class Design:
    """Entries and judges in the order of their codes; score s is of entry[s] by judge[s]."""

    entries: tuple[str, ...]
    judges: tuple[str, ...]
    entry: Indices
    judge: Indices

    @property
    def size(self) -> int:
        """The number of scores."""
        return len(self.entry)

    def incidence(self) -> Floats:
        """Entries x judges: how often the judge scored the entry."""
        counts = np.zeros((len(self.entries), len(self.judges)))
        np.add.at(counts, (self.entry, self.judge), 1.0)
        return counts

    def per_entry(self, values: Floats | None = None) -> Floats:
        """Sums of values (or counts) by entry."""
        return np.bincount(self.entry, values, len(self.entries)).astype(np.float64)

    def per_judge(self, values: Floats | None = None) -> Floats:
        """Sums of values (or counts) by judge."""
        return np.bincount(self.judge, values, len(self.judges)).astype(np.float64)


def design_of(pairs: Iterable[tuple[str, str]]) -> Design:
    """The design of (entry, judge) pairs. A judge may score an entry more than once."""
    listed: Sequence[tuple[str, str]] = list(pairs)
    entries = sorted({entry for entry, _ in listed})
    judges = sorted({judge for _, judge in listed})
    row = {code: index for index, code in enumerate(entries)}
    column = {code: index for index, code in enumerate(judges)}
    return Design(
        tuple(entries),
        tuple(judges),
        np.array([row[entry] for entry, _ in listed], dtype=np.intp),
        np.array([column[judge] for _, judge in listed], dtype=np.intp),
    )


def read_scores(scores: Iterable[Score]) -> tuple[Design, Floats]:
    """The design and the points of scores, in their order. ValueError for a number not finite."""
    listed = list(scores)
    points = np.array([float(score.points) for score in listed], dtype=np.float64)
    if not np.isfinite(points).all():
        raise ValueError("points must be finite numbers")
    return design_of((score.entry, score.judge) for score in listed), points
