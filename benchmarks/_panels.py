"""Simulated contests with known quality: how near each method comes to the true ranking.

Quality N(6, 1); a judge takes off N(0, 0.8) and adds noise of 0.7, unless the scenario says so; 200
entries, three scores each, 20 judges of 30 entries. Only plans and points, never an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.severity import Score

ENTRIES, JUDGES, PER_ENTRY, PANELS = 200, 20, 3, 5
MEAN, QUALITY, SEVERITY, NOISE = 6.0, 1.0, 0.8, 0.7

Floats = NDArray[np.float64]
Plan = list[tuple[int, int]]


@dataclass(frozen=True)
class Scenario:
    """How a contest is judged. `spread`: log-deviation of judges' slopes and noises.

    `panels`: five closed panels of four judges and 40 entries; `crossing`: the share of assignments
    swapped between panels; `anchors`: entries that every judge scores; `between`: the deviation of
    the panels' mean quality (evenly spaced), of a total of 1.
    """

    name: str
    severity: float = SEVERITY
    spread: float = 0.0
    panels: bool = False
    crossing: float = 0.0
    anchors: int = 0
    between: float = 0.0


def contest(scenario: Scenario, random: np.random.Generator) -> tuple[Floats, list[Score]]:
    """True quality by entry, and the scores; entries are "0000", "0001", …"""
    panel = np.arange(ENTRIES) // (ENTRIES // PANELS)
    within = float(np.sqrt(QUALITY**2 - scenario.between**2))
    steps = np.arange(PANELS) - (PANELS - 1) / 2
    centres = scenario.between * steps / steps.std()
    quality = MEAN + centres[panel] + random.normal(0, within, ENTRIES)
    severity = random.normal(0, scenario.severity, JUDGES)
    slope = np.exp(random.normal(0, scenario.spread, JUDGES))
    noise = NOISE * np.exp(random.normal(0, scenario.spread, JUDGES))
    scores = []
    for entry, judge in plan(scenario, random):
        mean = MEAN + slope[judge] * (quality[entry] - MEAN) - severity[judge]
        points = float(random.normal(mean, noise[judge]))
        scores.append(Score(f"{entry:04}", f"{judge:02}", points))
    return quality, scores


def plan(scenario: Scenario, random: np.random.Generator) -> Plan:
    """Who scores what: equal loads, three different judges an entry."""
    groups = PANELS if scenario.panels else 1
    judges, entries = JUDGES // groups, ENTRIES // groups
    pairs: Plan = []
    for group in range(groups):
        for entry, judge in _balanced(entries, judges, random):
            pairs.append((group * entries + entry, group * judges + judge))
    pairs = _swapped(pairs, round(scenario.crossing * len(pairs)), random)
    return _anchored(pairs, scenario.anchors, random)


def _balanced(entries: int, judges: int, random: np.random.Generator) -> Plan:
    """Random assignment in which every judge has the same load."""
    load = entries * PER_ENTRY // judges
    slots = random.permutation(np.repeat(np.arange(judges), load)).reshape(-1, PER_ENTRY).tolist()
    for row in slots:
        while len(set(row)) < PER_ENTRY:
            place = next(place for place in range(PER_ENTRY) if row[place] in row[:place])
            other = slots[int(random.integers(entries))]
            its_place = int(random.integers(PER_ENTRY))
            if row[place] not in other and other[its_place] not in row:
                row[place], other[its_place] = other[its_place], row[place]
    return [(entry, judge) for entry, row in enumerate(slots) for judge in row]


def _swapped(pairs: Plan, crossings: int, random: np.random.Generator) -> Plan:
    """Exchange judges between entries of different panels until so many assignments cross."""
    done = set(pairs)
    moved: set[int] = set()
    pairs = list(pairs)
    per_panel = ENTRIES // PANELS
    while len(moved) < crossings:
        one, other = (int(index) for index in random.integers(len(pairs), size=2))
        (entry, judge), (second, its_judge) = pairs[one], pairs[other]
        if {one, other} & moved or entry // per_panel == second // per_panel:
            continue
        if (entry, its_judge) in done or (second, judge) in done:
            continue
        done -= {pairs[one], pairs[other]}
        pairs[one], pairs[other] = (entry, its_judge), (second, judge)
        done |= {pairs[one], pairs[other]}
        moved |= {one, other}
    return pairs


def _anchored(pairs: Plan, anchors: int, random: np.random.Generator) -> Plan:
    """Let every judge score some entries, chosen at random."""
    chosen = random.choice(ENTRIES, size=anchors, replace=False).tolist()
    kept = [pair for pair in pairs if pair[0] not in chosen]
    return kept + [(entry, judge) for entry in chosen for judge in range(JUDGES)]


def kendall_tau(left: Floats, right: Floats) -> float:
    """Kendall's tau of two orders without ties (Kendall 1938)."""
    upper = np.triu_indices(len(left), 1)
    agree = np.sign(left[upper[0]] - left[upper[1]]) * np.sign(right[upper[0]] - right[upper[1]])
    return float(agree.mean())
