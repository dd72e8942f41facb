"""Which entries every judge should score, so that panels can be compared."""

from __future__ import annotations

from collections import Counter, defaultdict

from judging.allocation.problem import Problem

LEAST_ANCHORS = 3
"""Fewer anchor entries leave the comparison of panels to chance."""


def choose_anchors(problem: Problem, count: int = LEAST_ANCHORS) -> frozenset[str]:
    """Entries with the fewest conflicts, from the panels in turn; ties by code.

    Those that more judges are on already than an entry needs are taken first: an earlier plan's.
    """
    seated = Counter(pair.entry for pair in problem.fixed)
    conflicts = Counter(pair.entry for pair in problem.barred if pair.judge in problem.judges)
    by_panel: defaultdict[str, list[str]] = defaultdict(list)
    for entry in sorted(problem.entries, key=lambda code: (conflicts[code], code)):
        by_panel[problem.entries[entry] or ""].append(entry)
    turns = [
        (seated[entry] <= problem.per_entry, turn, conflicts[entry], entry)
        for listed in by_panel.values()
        for turn, entry in enumerate(listed)
    ]
    return frozenset(entry for *_, entry in sorted(turns)[:count])
