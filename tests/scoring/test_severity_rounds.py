"""Severity models named by a policy: exact values from there on, raw ones where they are refused.

The marks are truth less severity, without noise: A 8, B 9, C 6, D 5; x takes 1.5 off, z adds 1.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from scoring.errors import DefinitionError
from scoring.field import AttemptInput, EntryInput, SheetInput
from scoring.policy import Policy, parse_policy
from scoring.severity import scores_of, with_severity
from scoring.standings import compute

MARKS: Mapping[str, Mapping[str, str]] = {
    "A": {"y": "8", "z": "9.5"},
    "B": {"x": "7.5", "y": "9"},
    "C": {"x": "4.5", "z": "7.5"},
    "D": {"x": "3.5", "y": "5", "z": "6.5"},
}


def policy(**rule: Any) -> Policy:
    return parse_policy({"schema": 1, "rounds": {"final": rule}})


def entry(code: str, marks: Mapping[str, str], **changes: Any) -> EntryInput:
    sheets = tuple(SheetInput(judge, Fraction(given)) for judge, given in marks.items())
    rounds = {"final": (AttemptInput(1, sheets=sheets),)}
    return EntryInput(**{"code": code, "rounds": rounds, **changes})


def entries(marks: Mapping[str, Mapping[str, str]] = MARKS) -> list[EntryInput]:
    return [entry(code, given) for code, given in marks.items()]


ADDITIVE = {"severity": {"model": "additive"}}


def test_adjusted_values_are_exact_decimals_and_rank() -> None:
    rules = policy(**ADDITIVE)
    raw = compute(rules, entries())
    assert [row.entry for row in raw.rows] == ["A", "B", "C", "D"]
    field, found = with_severity(rules, entries())
    assert found["final"].refusal is None
    standings = compute(rules, field)
    assert [(row.entry, row.points) for row in standings.rows] == [
        ("B", 9), ("A", 8), ("C", 6), ("D", 5),
    ]  # fmt: skip
    trace = standings.of("A").rounds["final"].attempts[0]
    assert (trace.raw, trace.value) == (Fraction("8.75"), 8)
    assert all(sheet.counted for sheet in trace.sheets)


def test_adjusted_values_agree_with_least_squares_written_out() -> None:
    """Without noise both models give the truth: entry and judge effects by the normal equations."""
    rules = policy(**ADDITIVE)
    scores = list(scores_of(rules.rounds["final"], entries()))
    codes = sorted({s.entry for s in scores})
    judges = sorted({s.judge for s in scores})
    rows = [
        [float(s.entry == c) for c in codes] + [float(s.judge == j) for j in judges] for s in scores
    ]
    rows.append([0.0] * len(codes) + [1.0] * len(judges))
    given = [float(s.points) for s in scores] + [0.0]
    solution = np.linalg.lstsq(np.array(rows), np.array(given), rcond=None)[0]
    field, _ = with_severity(rules, entries())
    adjusted = [float(e.adjusted["final"][1]) for e in field]
    assert adjusted == pytest.approx(solution[: len(codes)].tolist(), abs=1e-6)


def test_rounding_at_the_place_severity() -> None:
    noisy = {**MARKS, "A": {"y": "8", "z": "9.7"}}
    six = with_severity(policy(**ADDITIVE), entries(noisy))[0][0].adjusted["final"][1]
    assert (six * 10**6).denominator == 1
    assert (six * 10**3).denominator != 1
    rounded = {"severity": {"digits": 1, "mode": "half_even"}}
    one = with_severity(policy(**ADDITIVE, rounding=rounded), entries(noisy))[0][0]
    assert one.adjusted["final"][1] == Fraction(round(six * 10), 10)


def test_a_disconnected_round_keeps_raw_values_and_says_so() -> None:
    apart = {"A": {"x": "8", "y": "7"}, "B": {"x": "6", "y": "7"}, "C": {"z": "5", "w": "6"}}
    rules = policy(**ADDITIVE)
    field, found = with_severity(rules, entries(apart))
    assert found["final"].refusal is not None
    assert found["final"].refusal.code == "disconnected"
    assert [row.points for row in compute(rules, field).rows] == [
        Fraction("7.5"), Fraction("6.5"), Fraction("5.5"),
    ]  # fmt: skip
    assert compute(rules, field).of("A").rounds["final"].attempts[0].raw is None


def test_rasch_adjusts_a_coarse_round_and_leaves_a_fine_one() -> None:
    rules = policy(severity={"model": "rasch"})
    coarse = {
        f"E{n}": {judge: str(max(n % 5 - cut, 0)) for judge, cut in (("x", 1), ("y", 0), ("z", 0))}
        for n in range(20)
    }
    field, found = with_severity(rules, entries(coarse))
    adjustment = found["final"].adjustment
    assert adjustment is not None
    assert adjustment.judges["x"].severity > 0.3
    assert all(0 < each.adjusted["final"][1] < 4 for each in field)
    fine = {code: {**given, "x": f"{n}.5"} for n, (code, given) in enumerate(coarse.items())}
    field, found = with_severity(rules, entries(fine))
    assert found["final"].refusal is not None
    assert found["final"].refusal.code == "many-categories"
    assert all(each.adjusted == {} for each in field)


def test_only_active_entries_are_fitted() -> None:
    rules = policy(**ADDITIVE)
    out = entry("Z", {"x": "0", "y": "10", "z": "0"}, state="disqualified")
    field, _ = with_severity(rules, [*entries(), out])
    assert {e.code: e.adjusted["final"] for e in field}["A"] == {1: 8}
    assert compute(rules, field).of("Z").rounds["final"].value is None


def test_an_override_stands_in_place_of_the_adjusted_value() -> None:
    rules = policy(**ADDITIVE)
    field, _ = with_severity(rules, entries())
    changed = [e._replace(overrides={"final": Fraction(10)}) if e.code == "C" else e for e in field]
    assert compute(rules, changed).rows[0].entry == "C"


def test_too_few_sheets_have_no_adjusted_value() -> None:
    rules = policy(**ADDITIVE, judges={"method": "mean", "minimum_sheets": 3})
    field, _ = with_severity(rules, entries())
    assert {row.entry: row.points for row in compute(rules, field).rows} == {
        "A": None, "B": None, "C": None, "D": 5,
    }  # fmt: skip


def test_the_round_needs_the_field() -> None:
    assert policy(**ADDITIVE).round_needs_field("final")
    assert not policy().round_needs_field("final")


@pytest.mark.parametrize(
    ("rule", "code", "pointer"),
    [
        ({"severity": {"model": "bayes"}}, "not-allowed", "/rounds/final/severity/model"),
        ({"severity": {}}, "missing-key", "/rounds/final/severity/model"),
        ({"severity": {"model": "slope", "x": 1}}, "unknown-key", "/rounds/final/severity/x"),
        ({**ADDITIVE, "judges": {"method": "sum"}}, "not-for-method", "/rounds/final/severity"),
        (
            {**ADDITIVE, "judges": {"method": "rank_sum"}},
            "not-for-method",
            "/rounds/final/severity",
        ),
        ({**ADDITIVE, "standardise": {"method": "z"}}, "severity-alone", "/rounds/final/severity"),
        (
            {**ADDITIVE, "discrepancy": {"bands": [{"action": "accept"}]}},
            "severity-alone",
            "/rounds/final/severity",
        ),
    ],
)
def test_a_policy_that_names_a_model_wrongly(rule: dict[str, Any], code: str, pointer: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        policy(**rule)
    assert [(p.code, p.pointer) for p in refused.value.problems] == [(code, pointer)]
