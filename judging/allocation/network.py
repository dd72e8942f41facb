"""An allocation as a minimum-cost flow: entries send judges' places to judges, judges to the sink.

Two flows differ by simple cycles, and a simple cycle moves at most one place from judge to judge
through the sink. Costs are in layers, each larger than anything that the layers below can add up to
on such a cycle, so that a cheaper flow is better in this order: fewer places uncovered, fewer
changes of the previous plan, more even loads (a convex cost a judge), fewer departures from the
scores asked across panels, and chance, which mixes the design instead of leaving fixed blocks. The
problem's `load_gap` lifts the price of a departure into or above the layer of loads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
from ortools.graph.python import min_cost_flow

from judging.allocation.problem import Pair, Problem

_CHANCE = 100


class Network:
    """The flow of one problem; `given` pairs are settled beforehand and only count."""

    def __init__(self, problem: Problem, given: frozenset[Pair]) -> None:
        self.problem = problem
        self.given = given
        self.has = Counter(pair.entry for pair in given)
        self.needs = {
            entry: 0 if entry in problem.closed else max(0, problem.per_entry - self.has[entry])
            for entry in problem.entries
        }
        self.loads = Counter(pair.judge for pair in given)
        cycle = 2 * min(len(problem.entries), len(problem.judges)) + 4
        entries = len(problem.entries) + 2
        departure = _CHANCE * cycle
        self.per_load = departure * (cycle if problem.panels else 1)
        gap = entries if problem.load_gap is None else problem.load_gap - 1
        self.per_departure = departure + gap * self.per_load
        below = max(self.per_load * entries, self.per_departure * cycle if problem.panels else 0)
        self.per_change = 2 * below if problem.previous else 0
        self.per_missing = cycle * self.per_change + 2 * below

    def solve(self, quotas: Mapping[str, int], seed: int) -> frozenset[Pair]:
        """The pairs beyond the given ones; `quotas`: scores of an entry asked from other panels."""
        arcs = _Arcs()
        random = np.random.default_rng(seed)
        sink = arcs.node()
        judges = {judge: arcs.node() for judge in self.problem.judges}
        for judge, node in judges.items():
            for load in range(self.loads[judge], self.problem.limit(judge)):
                arcs.add(node, sink, 1, load * self.per_load)
        places: dict[int, Pair] = {}
        for entry, need in self.needs.items():
            if not need:
                continue
            source = arcs.node(supply=need)
            for missing in range(need):
                arcs.add(source, sink, 1, (missing + 1) * self.per_missing)
            quota = min(quotas.get(entry, 0), need)
            home = self._door(arcs, source, need - quota, need)
            away = self._door(arcs, source, quota, need)
            chance = random.integers(_CHANCE, size=len(judges)).tolist()
            for (judge, node), cost in zip(judges.items(), chance, strict=True):
                pair = Pair(entry, judge)
                if pair in self.problem.barred or pair in self.given:
                    continue
                if pair not in self.problem.previous:
                    cost += self.per_change
                door = away if self.problem.away(pair) else home
                places[arcs.add(door, node, 1, cost)] = pair
        return frozenset(places[arc] for arc in arcs.used(sink) if arc in places)

    def _door(self, arcs: _Arcs, source: int, wanted: int, most: int) -> int:
        """A node that lets `wanted` through freely and more at the price of a departure."""
        door = arcs.node()
        arcs.add(source, door, wanted, 0)
        arcs.add(source, door, most - wanted, self.per_departure)
        return door


class _Arcs:
    """Nodes and arcs as they are made; `used` solves."""

    def __init__(self) -> None:
        self.supplies: list[int] = []
        self.arcs: list[tuple[int, int, int, int]] = []

    def node(self, supply: int = 0) -> int:
        self.supplies.append(supply)
        return len(self.supplies) - 1

    def add(self, tail: int, head: int, capacity: int, cost: int) -> int:
        self.arcs.append((tail, head, capacity, cost))
        return len(self.arcs) - 1

    def used(self, sink: int) -> list[int]:
        """The arcs that carry flow when all supplies have reached the sink."""
        if not sum(self.supplies):
            return []
        flow = min_cost_flow.SimpleMinCostFlow()
        tails, heads, capacities, costs = zip(*self.arcs, strict=True)
        flow.add_arcs_with_capacity_and_unit_cost(
            np.array(tails, dtype=np.int32), np.array(heads, dtype=np.int32),
            np.array(capacities, dtype=np.int64), np.array(costs, dtype=np.int64),
        )  # fmt: skip
        for node, supply in enumerate(self.supplies):
            flow.set_node_supply(node, supply)
        flow.set_node_supply(sink, -sum(self.supplies))
        status = flow.solve()
        if status != flow.OPTIMAL:
            raise OverflowError(f"the allocation is too large to solve exactly: {status}")
        return [arc for arc in range(len(self.arcs)) if flow.flow(arc)]
