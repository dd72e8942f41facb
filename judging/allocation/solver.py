"""Allocate judges to entries: several equally good flows, of which the best connected is taken."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from judging.allocation.network import Network
from judging.allocation.plan import Plan
from judging.allocation.problem import Pair, Problem
from judging.allocation.reasons import notes, uncovered
from scoring.severity import Connectivity, connectivity

_EFFORT, _MOST_TRIES = 4000, 40
"""Small problems are tried until so many places are allocated in all, or so often."""

_MORE_CROSSING, _MOST_CROSSING = 0.05, 0.5
"""Steps by which panels are crossed more while they are linked too weakly, and where that ends."""


def allocate(problem: Problem) -> Plan:
    """The plan of a problem; the same problem gives the same plan.

    Panels are crossed by the least share asked, and by more where the plan would else be weak.
    Always a plan: what could not be covered, balanced or connected is said in it. No conflict is
    ever planned; a fixed pair in conflict stays and is noted. Raises OverflowError beyond some
    thousands of entries with hundreds of judges, where costs no longer fit 64 bits.
    """
    given = problem.fixed | _anchor_pairs(problem)
    network = Network(problem, given)
    linked, pairs = _best(problem, network, problem.crossing)
    if _crosses(problem) and not problem.previous and any(network.needs.values()):
        share = problem.crossing
        while share and not linked.strong and share < _MOST_CROSSING:
            share += _MORE_CROSSING
            linked, pairs = _best(problem, network, share)
    loads = Counter(pair.judge for pair in pairs)
    covered = Counter(pair.entry for pair in pairs)
    crossing = sum(map(problem.away, pairs)) / len(pairs) if pairs else 0.0
    judge_loads = {judge: loads[judge] for judge in problem.judges}
    return Plan(
        pairs=tuple(sorted(pairs)),
        loads=judge_loads,
        added=tuple(sorted(pairs - problem.previous - problem.fixed)),
        removed=tuple(sorted(problem.previous - pairs)),
        uncovered=uncovered(problem, covered, pairs, judge_loads),
        crossing=crossing,
        connectivity=linked,
        notes=notes(problem, pairs, judge_loads, linked, crossing),
    )


def _best(
    problem: Problem, network: Network, crossing: float
) -> tuple[Connectivity, frozenset[Pair]]:
    """The best connected of several optimal plans; small problems, hard to connect, get more."""
    places = sum(network.needs.values())
    if not places:
        return connectivity(network.given), network.given
    tries = max(problem.tries, min(_EFFORT // places, _MOST_TRIES))
    plans = []
    for number in range(tries):
        seed = problem.seed * tries + number
        quotas = _quotas(problem, network, crossing, seed)
        pairs = network.given | network.solve(quotas, seed)
        plans.append((connectivity(pairs), pairs))
    return max(plans, key=lambda plan: (-len(plan[0].components), plan[0].lambda2))


def _crosses(problem: Problem) -> bool:
    """Whether panels are linked by judges who score across them."""
    return len(problem.panels) > 1 and not problem.anchors and problem.per_entry > 1


def _anchor_pairs(problem: Problem) -> frozenset[Pair]:
    """Every judge on every anchor, short of conflicts and limits."""
    loads = Counter(pair.judge for pair in problem.fixed)
    pairs = set()
    for entry in sorted(problem.anchors - problem.closed):
        for judge in problem.judges:
            pair = Pair(entry, judge)
            if pair in problem.fixed or pair in problem.barred:
                continue
            if loads[judge] < problem.limit(judge):
                loads[judge] += 1
                pairs.add(pair)
    return frozenset(pairs)


def _quotas(problem: Problem, network: Network, crossing: float, seed: int) -> dict[str, int]:
    """How many scores of each entry to ask from other panels: in turn, the panels alike.

    An entry keeps at least one judge of its own panel, or it would link nothing. Where a plan
    stands already, the entries that cross in it come first.
    """
    if not _crosses(problem):
        return {}
    total = sum(network.needs.values()) + len(network.given)
    wanted = math.ceil(crossing * total) - sum(map(problem.away, network.given))
    crossed = Counter(pair.entry for pair in problem.previous if problem.away(pair))
    random = np.random.default_rng([seed, 1])
    order = random.permutation(len(problem.entries)).tolist()
    turns: Counter[str | None] = Counter()
    places = []
    for entry, chance in sorted(zip(problem.entries, order, strict=True), key=lambda row: row[1]):
        panel = problem.entries[entry]
        if panel is None:
            continue
        for number in range(min(network.needs[entry], problem.per_entry - 1)):
            places.append((number >= crossed[entry], number, turns[panel], chance, entry))
        turns[panel] += 1
    return Counter(entry for *_, entry in sorted(places)[: max(0, wanted)])
