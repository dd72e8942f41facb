"""The discrepancy protocol: bands, rulings, values, and what a definition may not say."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.discrepancy import Ruling, assess, closest_two
from scoring.errors import DefinitionError
from scoring.field import AttemptInput
from scoring.form import parse_form
from scoring.policy import parse_policy
from scoring.rounds import discrepancy_of, reduce_round
from scoring.standings import compute
from tests.scoring.building import attempt, entry, order, policy

BANDS = [
    {"up_to": 1, "action": "accept"},
    {"up_to": 2, "action": "discuss", "result": "mean"},
    {"up_to": 4, "action": "minute"},
    {"action": "third_marking"},
]
RULE = policy({"discrepancy": {"bands": BANDS}}).rounds["r"]


def marked(*marks: Any, ruling: Ruling | None = None) -> AttemptInput:
    made = attempt(marks)
    return AttemptInput(made.number, made.state, made.values, made.sheets, None, ruling)


def on(*marks: int) -> dict[str, Fraction]:
    return {f"j{i}": Fraction(mark) for i, mark in enumerate(marks, 1)}


@pytest.mark.parametrize(
    ("marks", "action", "settled"),
    [
        ((7, 8), "accept", True),
        ((7, "8.01"), "discuss", False),
        ((7, 9), "discuss", False),
        ((7, 11), "minute", False),
        ((7, "11.5"), "third_marking", False),
    ],
)
def test_a_difference_falls_into_the_first_band_that_reaches_it(marks, action, settled) -> None:
    found = discrepancy_of(RULE, marked(*marks))
    assert found is not None
    assert (found.band.action, found.settled) == (action, settled)


def test_one_mark_alone_has_no_difference() -> None:
    assert discrepancy_of(RULE, marked(7, None)) is None
    assert reduce_round(RULE, [marked(7, None)]) == 7


def test_an_unsettled_band_holds_the_value_back() -> None:
    assert reduce_round(RULE, [marked(7, 8)]) == Fraction(15, 2)
    assert reduce_round(RULE, [marked(7, 9)]) is None
    settled = Ruling(on(7, 9), settled=True)
    assert reduce_round(RULE, [marked(7, 9, ruling=settled)]) == 8


def test_a_ruling_on_other_marks_does_not_count() -> None:
    stale = Ruling(on(7, 9), settled=True)
    assert reduce_round(RULE, [marked(7, "8.5", ruling=stale)]) is None


def test_the_head_judges_value_stands_where_the_band_says_so() -> None:
    asked = Ruling(on(6, 10), settled=True)
    assert reduce_round(RULE, [marked(6, 10, ruling=asked)]) is None
    ruled = Ruling(on(6, 10), value=Fraction("8.5"), settled=True)
    assert reduce_round(RULE, [marked(6, 10, ruling=ruled)]) == Fraction("8.5")


@pytest.mark.parametrize(
    ("result", "expected"),
    [("closest_two", Fraction(19, 2)), ("third", Fraction(9)), ("mean", Fraction(23, 3))],
)
def test_the_third_mark_settles_by_the_bands_rule(result: str, expected: Fraction) -> None:
    rule = policy({"discrepancy": {"bands": [{"action": "third_marking", "result": result}]}})
    third = Ruling(on(4, 10), third="j3")
    assert reduce_round(rule.rounds["r"], [marked(4, 10, ruling=third)]) is None
    assert reduce_round(rule.rounds["r"], [marked(4, 10, 9, ruling=third)]) == expected


def test_equally_close_pairs_all_count() -> None:
    assert closest_two([Fraction(4), Fraction(7), Fraction(10)]) == 7
    assert closest_two([Fraction(4), Fraction(4), Fraction(10), Fraction(10)]) == 7


marks = st.lists(st.fractions(0, 10, max_denominator=8), min_size=2, max_size=5)


@given(marks, st.randoms())
def test_closest_two_ignores_the_order_and_stays_within(points, shuffler) -> None:
    value = closest_two(points)
    mixed = list(points)
    shuffler.shuffle(mixed)
    assert closest_two(mixed) == value
    assert min(points) <= value <= max(points)
    assert closest_two([10 - p for p in points]) == 10 - value


@given(marks)
def test_every_difference_has_one_band_and_only_accepting_ones_settle_alone(points) -> None:
    pairs = [(f"j{i}", p) for i, p in enumerate(points)]
    found = assess(RULE.discrepancy, pairs)
    assert found is not None
    assert found.difference == max(points) - min(points)
    assert found.band.limit is None or found.difference <= found.band.limit
    assert found.settled == (found.band.action == "accept")


def test_a_share_is_one_of_the_forms_maximum() -> None:
    items = [{"id": "a", "kind": "number", "label": {"vi": "a"}, "min": 0, "max": 20}]
    form = parse_form({"schema": 1, "items": items})
    block = {"measure": "share", "bands": [{"up_to": "1/10", "action": "accept"}, BANDS[3]]}
    definition = {"schema": 1, "rounds": {"r": {"discrepancy": block}}}
    assert parse_policy(definition, {"r": form}).rounds["r"].discrepancy[0].limit == 2
    with pytest.raises(DefinitionError) as caught:
        parse_policy(definition)
    assert [(p.code, p.pointer) for p in caught.value.problems] == [
        ("maximum-unknown", "/rounds/r/discrepancy/maximum")
    ]


@pytest.mark.parametrize(
    ("rule", "code", "place"),
    [
        ({"bands": []}, "list-empty", "/bands"),
        ({"bands": [{}]}, "missing-key", "/bands/0/action"),
        ({"bands": [{"action": "quarrel"}]}, "not-allowed", "/bands/0/action"),
        ({"bands": [{"action": "accept", "result": "third"}]}, "not-allowed", "/bands/0/result"),
        ({"bands": [{"up_to": 1, "action": "accept"}]}, "last-band-open", "/bands/0/up_to"),
        ({"bands": [{"action": "accept"}, BANDS[3]]}, "missing-key", "/bands/0/up_to"),
        ({"bands": [BANDS[1], BANDS[0], BANDS[3]]}, "not-ascending", "/bands/1/up_to"),
        ({"bands": [BANDS[3]], "limit": 1}, "unknown-key", "/limit"),
    ],
)
def test_a_wrong_block_is_refused_with_its_place(rule, code: str, place: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        policy({"discrepancy": rule})
    assert (code, f"/rounds/r/discrepancy{place}") in [
        (p.code, p.pointer) for p in caught.value.problems
    ]


@pytest.mark.parametrize(
    "rest",
    [
        {"judges": {"method": "sum"}},
        {"judges": {"method": "rank_sum"}},
        {"judges": {"method": "drop", "aggregate": "sum"}},
        {"standardise": {"method": "z"}},
    ],
)
def test_the_protocol_needs_values_on_the_scale_of_a_sheet(rest) -> None:
    with pytest.raises(DefinitionError) as caught:
        policy({"discrepancy": {"bands": BANDS}, **rest})
    assert [(p.code, p.pointer) for p in caught.value.problems] == [
        ("not-for-method", "/rounds/r/discrepancy")
    ]


def test_an_override_stands_in_place_of_the_entrys_value() -> None:
    made = policy()
    field = [
        entry("a", attempt([9, 9])),
        entry("b", attempt([8, 8]), overrides={"r": Fraction(10)}),
        entry("c", attempt([7]), overrides={"other": Fraction(10)}),
    ]
    assert order(compute(made, field)) == [("b", 1), ("a", 2), ("c", 3)]
    assert reduce_round(made.rounds["r"], [attempt([8, 8])], Fraction(10)) == 10
