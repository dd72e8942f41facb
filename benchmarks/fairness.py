"""python -m benchmarks.fairness [--json]: allocation of judges and severity models, measured.

A table and, as the last line, one JSON object; with --json the object alone. Exit status 1 where a
figure misses its goal.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from benchmarks._panels import Scenario, contest, kendall_tau
from judging.allocation import Pair, Plan, Problem, allocate
from scoring.severity import STRONG, Adjustment, Model, Refusal, Score, adjust
from tests.scoring.designs import JOSHI, KUEHL

SEED = 20261
ENTRIES, JUDGES, PER_ENTRY, CONFLICTS = 200, 30, 3, 0.1
SECONDS = 10.0


@dataclass(frozen=True)
class Goal:
    """A scenario and Kendall's tau of `model` in an earlier simulation of the same plan.

    Within `within` of it (its own standard error is about 0.002), and at `least`.
    """

    scenario: Scenario
    runs: int
    tau: float
    within: float = 0.01
    least: float = 0.0
    model: Model = "additive"


GOALS = (
    Goal(Scenario("base"), 200, 0.7463, least=0.745),
    Goal(Scenario("spreads", spread=0.3), 200, 0.7533, least=0.75, model="slope"),
    Goal(Scenario("no severity", severity=0), 200, 0.7581),
    *(
        Goal(Scenario(f"panels, {share:.0%} crossing", panels=True, crossing=share), 100, tau)
        for share, tau in ((0.05, 0.7323), (0.1, 0.7416), (0.25, 0.7525))
    ),
    *(
        Goal(
            Scenario(f"unequal panels, {share:.0%} crossing", panels=True, crossing=share, between=0.7),
            100, tau,
        )
        for share, tau in ((0.05, 0.7388), (0.1, 0.7499), (0.25, 0.7537))
    ),
    *(
        Goal(
            Scenario(f"unequal panels, {count} anchors", panels=True, anchors=count, between=0.7),
            100, tau,
        )
        for count, tau in ((3, 0.7453), (6, 0.7558))
    ),
)  # fmt: skip
RAW_WITHIN = 0.005


def allocation() -> dict[str, Any]:
    """A large contest, the same in panels, and a judge who leaves with a third of it scored."""
    whole = _problem(panels=0)
    plan, report = _allocated(whole)
    left = {code: panel for code, panel in whole.judges.items() if code != "j07"}
    after = replace(
        whole, judges=left, previous=frozenset(plan.pairs), fixed=frozenset(plan.pairs[::3])
    )
    _, in_panels = _allocated(_problem(panels=6))
    changed, drop_out = _allocated(after)
    drop_out |= {"added": len(changed.added), "removed": len(changed.removed)}
    # A judge who left after a few entries weakens only their own severity, so it is no goal here.
    drop_out["ok"] = len(changed.added) == len(changed.removed) and _even(changed)
    ok = report["ok"] and in_panels["ok"] and drop_out["ok"]
    return {**report, "panels": in_panels, "drop_out": drop_out, "ok": ok}


def _problem(panels: int) -> Problem:
    random = np.random.default_rng(SEED)
    entries = {f"e{n:03}": f"p{n * panels // ENTRIES}" if panels else None for n in range(ENTRIES)}
    judges = {f"j{n:02}": f"p{n * panels // JUDGES}" if panels else None for n in range(JUDGES)}
    pairs = [Pair(entry, judge) for entry in entries for judge in judges]
    drawn = random.random(len(pairs)) < CONFLICTS
    conflicts = frozenset(pair for pair, taken in zip(pairs, drawn, strict=True) if taken)
    return Problem(entries, judges, PER_ENTRY, conflicts=conflicts)


def _allocated(problem: Problem) -> tuple[Plan, dict[str, Any]]:
    start = time.perf_counter()
    plan = allocate(problem)
    seconds = time.perf_counter() - start
    report = {
        "entries": len(problem.entries),
        "judges": len(problem.judges),
        "per_entry": problem.per_entry,
        "seconds": round(seconds, 3),
        "load_min": min(plan.loads.values()),
        "load_max": max(plan.loads.values()),
        "conflicts": len(problem.conflicts & set(plan.pairs)),
        "uncovered": len(plan.uncovered),
        "crossing": round(plan.crossing, 3),
        "lambda2": round(plan.connectivity.lambda2, 3),
        "notes": [note.code for note in plan.notes],
        "ok": seconds < SECONDS
        and _even(plan)
        and not problem.conflicts & set(plan.pairs)
        and plan.connectivity.lambda2 >= STRONG,
    }
    return plan, report


def _even(plan: Plan) -> bool:
    return max(plan.loads.values()) - min(plan.loads.values()) <= 1 and not plan.uncovered


def severity() -> dict[str, Any]:
    """Published designs, simulated contests, and designs that cannot carry a model."""
    published = {}
    for design in (KUEHL, JOSHI):
        found = adjust(design.scores(), "least_squares").entries
        worst = max(abs(found[code].value - mean) for code, mean in design.adjusted.items())
        published[design.name] = {"largest_difference": worst, "ok": worst < 1e-6}
    scenarios = {goal.scenario.name: _simulated(goal) for goal in GOALS}
    closed = _outcome(Scenario("closed", panels=True))
    weak = _outcome(Scenario("weak", panels=True, crossing=0.05))
    parts = [*published.values(), *scenarios.values()]
    return {
        "published": published,
        "scenarios": scenarios,
        "disconnected": closed,
        "weak": weak,
        "ok": all(part["ok"] for part in parts) and closed == "refused" and weak == "warned",
    }


def _simulated(goal: Goal) -> dict[str, Any]:
    """Mean Kendall tau with the true order, of the model and of the raw means; contests that a model
    refuses are counted and drawn again."""
    random = np.random.default_rng(SEED)
    model, raw, refused = [], [], 0
    while len(model) < goal.runs:
        quality, scores = contest(goal.scenario, random)
        result = _adjusted(scores, goal.model)
        if result is None:
            refused += 1
            continue
        entries = result.entries.values()
        model.append(kendall_tau(quality, np.array([entry.value for entry in entries])))
        raw.append(kendall_tau(quality, np.array([entry.raw for entry in entries])))
    tau, error = float(np.mean(model)), _standard_error(model)
    from_raw = tau - float(np.mean(raw))
    ok = abs(tau - goal.tau) <= goal.within and tau >= goal.least
    if not goal.scenario.severity:
        ok = ok and abs(from_raw) <= RAW_WITHIN
    return {
        "model": goal.model, "runs": goal.runs, "refused": refused,
        "tau": round(tau, 4), "error": round(error, 4),
        "raw_tau": round(float(np.mean(raw)), 4), "over_raw": round(from_raw, 4),
        "reference": goal.tau, "difference": round(tau - goal.tau, 4), "ok": ok,
    }  # fmt: skip


def _adjusted(scores: Sequence[Score], model: Model) -> Adjustment | None:
    try:
        return adjust(scores, model)
    except Refusal:
        return None


def _outcome(scenario: Scenario) -> str:
    result = _adjusted(contest(scenario, np.random.default_rng(SEED))[1], "additive")
    if result is None:
        return "refused"
    return "warned" if "weak" in result.warnings else "fitted"


def _standard_error(values: Sequence[float]) -> float:
    return float(np.std(values, ddof=1) / np.sqrt(len(values)))


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object, no table")
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    report: dict[str, Any] = {"allocation": allocation(), "severity": severity()}
    report["seconds"] = round(time.perf_counter() - start, 1)
    report["ok"] = report["allocation"]["ok"] and report["severity"]["ok"]
    if not options.json:
        _show(report)
    print(json.dumps(report, ensure_ascii=False))
    return 0 if report["ok"] else 1


def _show(report: dict[str, Any]) -> None:
    plans = report["allocation"]
    for name, plan in (("one panel", plans), *((k, plans[k]) for k in ("panels", "drop_out"))):
        print(
            f"{name:32}{plan['seconds']:7.2f} s  loads {plan['load_min']}-{plan['load_max']}"
            f"  conflicts {plan['conflicts']}  lambda2 {plan['lambda2']:.2f}"
        )
    for name, row in report["severity"]["scenarios"].items():
        print(
            f"{name:32}{row['tau']:.4f} ± {row['error']:.4f}  earlier {row['reference']:.4f}"
            f"  raw {row['raw_tau']:.4f}  {'ok' if row['ok'] else 'MISSED'}"
        )
    print(f"disconnected {report['severity']['disconnected']}, weak {report['severity']['weak']}")
    print(f"{'all goals met' if report['ok'] else 'goals missed'} in {report['seconds']} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
