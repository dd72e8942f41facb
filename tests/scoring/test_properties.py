"""Properties that hold for every field, number and value."""

import json
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.exact import number, rounded, square_root, text
from scoring.form import evaluate, parse_form
from scoring.methods.ranks import average_ranks, ranks
from scoring.rounds import reduce_round
from scoring.standings import compute
from tests.scoring.building import attempt, entry, policy
from tests.scoring.test_form_vectors import FILES

fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=100)
marks = st.lists(st.integers(0, 40), min_size=3, max_size=3)
fields = st.lists(marks, min_size=1, max_size=6)
FORMS = [parse_form(json.loads(path.read_text(encoding="utf-8"))["form"]) for path in FILES]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
RULES = [
    {},
    {"standardise": {"method": "z"}},
    {"judges": {"method": "rank_sum"}},
    {"judges": {"method": "majority"}},
    {"judges": {"method": "drop", "high": 1, "low": 1}},
    {"round": {"method": "z"}},
]


@given(fractions)
def test_text_and_number_are_inverse(value: Fraction) -> None:
    assert number(text(value)) == value


@given(fractions, st.integers(-2, 4))
def test_rounding_modes_stay_within_their_bounds(value: Fraction, digits: int) -> None:
    unit = Fraction(10) ** -digits
    for mode in ("half_up", "half_even"):
        assert abs(rounded(value, digits, mode) - value) <= unit / 2
        assert rounded(-value, digits, mode) == -rounded(value, digits, mode)
    cut = rounded(value, digits, "truncate")
    assert abs(cut) <= abs(value) < abs(cut) + unit


@given(st.fractions(min_value=0, max_value=10**6, max_denominator=10**6))
def test_square_root_is_exact_or_right_to_fifty_digits(value: Fraction) -> None:
    root = square_root(value)
    assert square_root(value * value) == value
    assert abs(root * root - value) <= value * Fraction(11, 10**50)


@given(fields, st.randoms(use_true_random=False), st.sampled_from(RULES))
@settings(max_examples=80, deadline=None)
def test_order_of_entries_and_judges_never_matters(field, random, rule) -> None:
    rules = policy(rule)
    entries = [entry(f"e{i}", attempt(row)) for i, row in enumerate(field)]
    shuffled = []
    for one in entries:
        (run,) = one.rounds["r"]
        sheets = list(run.sheets)
        random.shuffle(sheets)
        shuffled.append(one._replace(rounds={"r": (replace(run, sheets=tuple(sheets)),)}))
    random.shuffle(shuffled)

    def outcome(given):
        return [
            (r.entry, r.rank, r.tied, r.points, r.decided_by) for r in compute(rules, given).rows
        ]

    assert outcome(entries) == outcome(shuffled)


@given(fields)
@settings(max_examples=50, deadline=None)
def test_more_points_never_rank_worse_and_raising_a_mark_never_hurts(field) -> None:
    entries = [entry(f"e{i}", attempt(row)) for i, row in enumerate(field)]
    rows = compute(policy(), entries).rows
    for row in rows:
        assert row.rank == 1 + sum(1 for other in rows if other.points > row.points)
    raised = [entry("e0", attempt([m + 1 for m in field[0]])), *entries[1:]]
    assert compute(policy(), raised).of("e0").rank <= compute(policy(), entries).of("e0").rank


@given(st.lists(st.integers(0, 50), min_size=1, max_size=7))
def test_a_worst_sheet_more_changes_nothing_when_one_low_is_dropped(given_marks) -> None:
    plain = policy().rounds["r"]
    dropping = policy({"judges": {"method": "drop", "low": 1}}).rounds["r"]
    assert reduce_round(dropping, [attempt([*given_marks, -1])]) == reduce_round(
        plain, [attempt(given_marks)]
    )


@given(fields, st.integers(1, 9), st.integers(-20, 20))
@settings(max_examples=50, deadline=None)
def test_z_ignores_each_judges_scale_and_shift(field, scale: int, shift: int) -> None:
    rules = policy({"standardise": {"method": "z", "mean": 100, "deviation": 20}})
    entries = [entry(f"e{i}", attempt(row)) for i, row in enumerate(field)]
    harsh = [
        entry(f"e{i}", attempt([row[0] * scale + shift, *row[1:]])) for i, row in enumerate(field)
    ]
    before, after = compute(rules, entries), compute(rules, harsh)
    for row in before.rows:
        assert abs(row.points - after.of(row.entry).points) < Fraction(1, 10**40)


@given(st.dictionaries(st.integers(), st.integers(0, 5), min_size=1, max_size=9))
def test_ranks_sum_as_without_ties(values) -> None:
    size = len(values)
    exact = {k: Fraction(v) for k, v in values.items()}
    assert sum(average_ranks(exact).values()) == Fraction(size * (size + 1), 2)
    shared = ranks(exact)
    assert all(shared[k] == 1 + sum(1 for o in values.values() if o > v) for k, v in values.items())


def test_ties_share_one_two_two_four() -> None:
    values = {name: Fraction(v) for name, v in {"a": 9, "b": 8, "c": 8, "d": 1}.items()}
    assert ranks(values) == {"a": 1, "b": 2, "c": 2, "d": 4}


@given(st.sampled_from(FORMS), st.data())
@settings(max_examples=200, deadline=None)
def test_evaluate_answers_any_json_with_problems_only(form, data) -> None:
    keys = st.sampled_from([*form.items, "unknown"])
    values = data.draw(st.dictionaries(keys, json_values, max_size=8) | json_values)
    comments = data.draw(st.dictionaries(keys, json_values, max_size=3) | json_values)
    result = evaluate(form, values, comments)
    assert result.complete is not any(p.severity == "block" for p in result.problems)
    assert result.points is None or result.complete
