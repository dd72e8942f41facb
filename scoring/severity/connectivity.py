"""Whether judges can be compared at all: components of the design and its weakest direction.

Two judges are comparable if a chain of shared entries links them. How well is told by the Schur
complement of the judges in the normal equations of the additive model,

    S = diag(scores of each judge) - N' diag(1 / scores of each entry) N,   N = entries x judges,

the information matrix of an incomplete block design (Eccleston & Hedayat 1974, Annals of Statistics
2; John & Williams 1995, Cyclic and Computer Generated Designs). It is a graph's Laplacian: its
second-smallest eigenvalue is 0 exactly if the design falls apart (Fiedler 1973, Czechoslovak
Mathematical Journal 23), and the variance of a contrast of severities is at most the residual
variance divided by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from scoring.severity.design import Design, Floats, design_of

STRONG = 3.0
"""A second-smallest eigenvalue below this is weak: adjusting may do more harm than good."""

_DIGITS = 9
"""Of the eigenvalue, so that a design that reaches STRONG exactly is not lost in the arithmetic."""


@dataclass(frozen=True, slots=True)
class Component:
    """Entries and judges that are linked with each other and with nobody else."""

    entries: tuple[str, ...]
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Connectivity:
    """The components, largest first, and the second-smallest eigenvalue of S.

    `lambda2` is 0 where there are several components or fewer than two judges.
    """

    components: tuple[Component, ...]
    lambda2: float

    @property
    def connected(self) -> bool:
        return len(self.components) == 1

    @property
    def strong(self) -> bool:
        return self.connected and self.lambda2 >= STRONG


def connectivity(pairs: Iterable[tuple[str, str]]) -> Connectivity:
    """The connectivity of (entry, judge) pairs, planned or scored."""
    return connectivity_of(design_of(pairs))


def connectivity_of(design: Design) -> Connectivity:
    """The connectivity of a design."""
    components = _components(design)
    if len(components) != 1 or len(design.judges) < 2:
        return Connectivity(components, 0.0)
    second = float(np.linalg.eigvalsh(schur(design))[1])
    return Connectivity(components, round(second, _DIGITS))


def schur(design: Design) -> Floats:
    """S: judges x judges, symmetric, rows summing to zero."""
    incidence = design.incidence()
    matrix: Floats = -(incidence.T / incidence.sum(axis=1)) @ incidence
    matrix[np.diag_indices_from(matrix)] += incidence.sum(axis=0)
    return matrix


def _components(design: Design) -> tuple[Component, ...]:
    """Connected components by union of judges and entries (judges are numbered after entries)."""
    parent = list(range(len(design.entries) + len(design.judges)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for entry, judge in zip(design.entry.tolist(), design.judge.tolist(), strict=True):
        parent[root(len(design.entries) + judge)] = root(entry)
    entries: dict[int, list[str]] = {}
    judges: dict[int, list[str]] = {}
    for index, code in enumerate(design.entries):
        entries.setdefault(root(index), []).append(code)
    for index, code in enumerate(design.judges):
        judges.setdefault(root(len(design.entries) + index), []).append(code)
    found = [Component(tuple(entries[key]), tuple(judges[key])) for key in entries]
    return tuple(sorted(found, key=lambda part: (-len(part.entries), part.entries)))
