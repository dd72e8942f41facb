"""Why a plan is not better: entries not covered, loads uneven, judges hard to compare."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Set

from judging.allocation.anchors import LEAST_ANCHORS
from judging.allocation.plan import Note, Uncovered
from judging.allocation.problem import Pair, Problem
from scoring.severity import STRONG, Connectivity


def uncovered(
    problem: Problem, covered: Mapping[str, int], pairs: Set[Pair], loads: Mapping[str, int]
) -> tuple[Uncovered, ...]:
    """Entries with too few judges. Every judge not on such an entry is in conflict or full."""
    found = []
    for entry in problem.entries:
        if entry in problem.closed:
            continue
        missing = problem.per_entry - covered.get(entry, 0)
        if missing > 0:
            found.append(Uncovered(entry, missing, _reasons(problem, entry, pairs, loads)))
    return tuple(found)


def _reasons(
    problem: Problem, entry: str, pairs: Set[Pair], loads: Mapping[str, int]
) -> tuple[Note, ...]:
    absent = [judge for judge in problem.judges if Pair(entry, judge) not in pairs]
    conflicted = [judge for judge in absent if Pair(entry, judge) in problem.conflicts]
    elsewhere = [
        judge for judge in absent if judge not in conflicted and Pair(entry, judge) in problem.apart
    ]
    full = [
        judge
        for judge in absent
        if Pair(entry, judge) not in problem.barred and loads[judge] >= problem.limit(judge)
    ]
    reasons = []
    if len(problem.judges) < problem.per_entry:
        params = {"judges": len(problem.judges), "needed": problem.per_entry}
        reasons.append(Note("few-judges", params))
    if conflicted:
        reasons.append(Note("conflicts", {"judges": tuple(conflicted)}))
    spent = [
        judge
        for judge in absent
        if judge not in conflicted
        and judge not in elsewhere
        and Pair(entry, judge) in problem.spent
    ]
    if spent:
        reasons.append(Note("spent", {"judges": tuple(spent)}))
    if elsewhere:
        reasons.append(Note("elsewhere", {"judges": tuple(elsewhere)}))
    if full:
        reasons.append(Note("limits", {"judges": tuple(full)}))
    return tuple(reasons)


def notes(
    problem: Problem,
    pairs: Set[Pair],
    loads: Mapping[str, int],
    linked: Connectivity,
    crossing: float,
) -> tuple[Note, ...]:
    """What the organiser should know about the plan as a whole."""
    found = [
        Note("fixed-conflict", {"entry": pair.entry, "judge": pair.judge})
        for pair in sorted(problem.fixed & problem.conflicts)
    ]
    if loads and max(loads.values()) - min(loads.values()) > 1:
        low, high = min(loads.values()), max(loads.values())
        found.append(Note("uneven-loads", {"least": low, "most": high}))
    several = len(problem.panels) > 1
    if several and problem.anchors and len(problem.anchors) < LEAST_ANCHORS:
        params = {"anchors": len(problem.anchors), "needed": LEAST_ANCHORS}
        found.append(Note("few-anchors", params))
    elif several and not problem.anchors and crossing < problem.crossing:
        percent = {"share": round(100 * crossing, 1), "wanted": round(100 * problem.crossing, 1)}
        found.append(Note("crossing-short", percent))
    found += _connection(problem, pairs, linked)
    if problem.apart and {note.code for note in found} & _MENDED_BY_CROSSING:
        found.append(Note("panels-at-once"))
    return tuple(found)


_MENDED_BY_CROSSING = frozenset(
    {"crossing-short", "disconnected", "disconnected-one-judge", "weak", "weak-judges"}
)


def _connection(problem: Problem, pairs: Set[Pair], linked: Connectivity) -> tuple[Note, ...]:
    """Why judges cannot be compared, or only weakly; nothing where they can."""
    if not pairs or linked.strong:
        return ()
    params = {"lambda2": round(linked.lambda2, 2), "needed": STRONG}
    if not linked.connected:
        if problem.per_entry == 1 and not problem.anchors:
            return (Note("disconnected-one-judge", {"groups": len(linked.components)}),)
        return (Note("disconnected", {"groups": len(linked.components)}),)
    judges = sum(len(part.judges) for part in linked.components)
    entries = sum(len(part.entries) for part in linked.components)
    # The trace of the Schur complement, shared by all eigenvalues but the one that is zero.
    largest = (len(pairs) - entries) / (judges - 1) if judges > 1 else 0.0
    if largest < STRONG:
        return (Note("weak-few-scores", {**params, "largest": round(largest, 2)}),)
    few = _poorly_linked(pairs)
    if few:
        return (Note("weak-judges", {**params, "judges": few}),)
    return (Note("weak", params),)


def _poorly_linked(pairs: Set[Pair]) -> tuple[str, ...]:
    """Judges of so few shared scores that they alone keep the eigenvalue below STRONG.

    It is at most n / (n - 1) times the least diagonal element of the matrix (Fiedler 1973).
    """
    sizes = Counter(pair.entry for pair in pairs)
    shared: defaultdict[str, float] = defaultdict(float)
    for pair in pairs:
        shared[pair.judge] += 1 - 1 / sizes[pair.entry]
    factor = len(shared) / (len(shared) - 1)
    return tuple(sorted(judge for judge, sum_ in shared.items() if factor * sum_ < STRONG))
