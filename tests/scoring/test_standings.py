"""Standings by small fields worked out by hand."""

from fractions import Fraction

import pytest

from scoring.errors import DefinitionError
from scoring.field import AttemptInput, EntryInput, Facts
from scoring.policy import parse_policy
from scoring.prizes import suggest_prizes
from scoring.rounds import reduce_round
from scoring.standings import compute
from tests.scoring.building import attempt, entry, order, policy, values


def test_ties_share_a_rank_and_leave_a_gap() -> None:
    rows = compute(
        policy(), [entry(c, *values(n)) for c, n in zip("dcba", (7, 9, 9, 10), strict=True)]
    )
    assert order(rows) == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]
    assert [row.tied for row in rows.rows] == [False, True, True, False]
    assert [row.decided_by for row in rows.rows] == [None, "points", "points", "points"]


def test_missing_disqualified_and_withdrawn_are_states_never_numbers() -> None:
    rows = compute(
        policy(),
        [
            entry("a", *values(-5)),
            entry("b"),
            entry("c", *values(99), state="disqualified"),
            entry("d", *values(99), state="withdrawn"),
            entry("e", *values(99), state="unranked"),
            entry("f", AttemptInput(1, "no_show")),
        ],
    ).rows
    assert [(r.entry, r.rank, r.state, r.points) for r in rows] == [
        ("a", 1, "ranked", -5),
        ("b", None, "unranked", None),
        ("c", None, "disqualified", None),
        ("d", None, "withdrawn", None),
        ("e", None, "unranked", None),
        ("f", None, "unranked", None),
    ]


@pytest.mark.parametrize(
    ("judges", "expected"),
    [
        ({"method": "mean"}, Fraction(31, 5)),
        ({"method": "median"}, 6),
        ({"method": "trimmed", "share": "1/5"}, Fraction(19, 3)),
        ({"method": "drop", "high": 1}, Fraction(21, 4)),
        ({"method": "drop", "high": 1, "low": 1, "aggregate": "sum"}, 19),
        ({"method": "sum"}, 31),
        ({"method": "single"}, 2),
        ({"method": "mean", "minimum_sheets": 6}, None),
        ({"method": "drop", "high": 3, "low": 2}, None),
    ],
)
def test_judges_are_reduced_by_the_method(
    judges: dict[str, object], expected: Fraction | None
) -> None:
    rule = policy({"judges": judges}).rounds["r"]
    assert reduce_round(rule, [attempt([2, 10, 8, 5, 6, None])]) == expected


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        ({"method": "best"}, 9),
        ({"method": "best", "order": "asc"}, 3),
        ({"method": "last"}, 3),
        ({"method": "sum"}, 18),
        ({"method": "mean"}, 6),
        ({"method": "best_k", "k": 2}, 15),
        ({"method": "drop_lowest", "table": [{"from": 2, "to": 5, "drop": 1}]}, Fraction(15, 2)),
        ({"method": "sum", "counted": 2}, 15),
    ],
)
def test_attempts_are_reduced_by_the_method(
    attempts: dict[str, object], expected: Fraction
) -> None:
    assert reduce_round(policy({"attempts": attempts}).rounds["r"], values(6, 9, 3)) == expected


def test_states_of_attempts_decide_whether_they_count() -> None:
    attempts = (
        *values(8),
        *(AttemptInput(n, s, values(50)[0].values) for n, s in ((2, "void"), (3, "surrogate"), (4, "pending"))),
        AttemptInput(5, "disqualified"),
    )  # fmt: skip
    skipping = policy({"attempts": {"method": "mean"}}).rounds["r"]
    counting = policy({"attempts": {"method": "mean", "disqualified": "zero"}}).rounds["r"]
    assert reduce_round(skipping, attempts) == 8
    assert reduce_round(counting, attempts) == 4


def test_z_of_each_judge_uses_the_population_deviation() -> None:
    """j1 gives 1 and 3 (mean 2, deviation 1), j2 gives 10 and 30: both become 80 and 120."""
    rules = policy({"standardise": {"method": "z", "mean": 100, "deviation": 20}})
    rows = compute(rules, [entry("a", attempt([1, 10])), entry("b", attempt([3, 30]))]).rows
    assert [(r.entry, r.points) for r in rows] == [("b", 120), ("a", 80)]
    assert [s.standardised for s in rows[0].rounds["r"].attempts[0].sheets] == [120, 120]


def test_z_without_deviation_gives_the_mean() -> None:
    rules = policy({"standardise": {"method": "z", "mean": 100, "deviation": 20}})
    rows = compute(rules, [entry("a", attempt([5])), entry("b", attempt([5]))]).rows
    assert [(r.rank, r.points) for r in rows] == [(1, 100), (1, 100)]


def test_sum_of_judges_ranks_averages_ties() -> None:
    """j1 ranks a 1, b and c 2.5; j2 ranks b 1, c 2, a 3: sums a 4, b 3.5, c 4.5."""
    rules = policy({"judges": {"method": "rank_sum"}})
    field = [entry("a", attempt([9, 1])), entry("b", attempt([5, 9])), entry("c", attempt([5, 5]))]
    rows = compute(rules, field).rows
    assert [(r.entry, r.points) for r in rows] == [
        ("b", Fraction(7, 2)), ("a", 4), ("c", Fraction(9, 2)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ({"method": "share_of_max", "maximum": 40}, {"a": 100, "b": 75, "c": 25}),
        ({"method": "share_of_best", "scale": 10}, {"a": 10, "b": Fraction(15, 2), "c": Fraction(5, 2)}),
        ({"method": "share_of_best", "order": "asc"}, {"a": 25, "b": Fraction(100, 3), "c": 100}),
        ({"method": "rank"}, {"a": 1, "b": 2, "c": 3}),
        ({"method": "rank_average", "order": "asc"}, {"a": 3, "b": 2, "c": 1}),
    ],
)  # fmt: skip
def test_round_points_by_method(method: dict[str, object], expected: dict[str, Fraction]) -> None:
    field = [entry("a", *values(40)), entry("b", *values(30)), entry("c", *values(10))]
    rows = compute(policy({"round": method}), field).rows
    assert {r.entry: r.points for r in rows} == expected


def test_rounding_happens_at_its_named_place_only() -> None:
    marks = [attempt(["1/3", "1/3", "2/3"])]
    down = {"digits": 1, "mode": "truncate"}
    assert reduce_round(policy({"rounding": {"sheet": down}}).rounds["r"], marks) == Fraction(2, 5)
    assert reduce_round(policy({"rounding": {"judges": down}}).rounds["r"], marks) == Fraction(2, 5)
    assert reduce_round(policy().rounds["r"], marks) == Fraction(4, 9)


def two_rounds(**rest: object) -> object:
    return parse_policy(
        {
            "schema": 1,
            "rounds": {"x": {"weight": "0.6"}, "y": {"weight": "0.4", "missing": "skip"}},
            **rest,
        }
    )


def test_weighted_rounds_and_a_skipped_one() -> None:
    field = [
        EntryInput("a", rounds={"x": values(50), "y": values(100)}),
        EntryInput("b", rounds={"x": values(90)}),
        EntryInput("c", rounds={"y": values(100)}),
    ]
    rows = compute(two_rounds(), field).rows  # type: ignore[arg-type]
    assert [(r.entry, r.rank, r.points) for r in rows] == [
        ("a", 1, 70),
        ("b", 2, 54),
        ("c", None, None),
    ]


def test_rank_sum_of_rounds() -> None:
    rules = parse_policy(
        {"schema": 1, "rounds": {"x": {}, "y": {}}, "combine": {"method": "rank_sum"}}
    )
    table = {"a": (9, 1), "b": (8, 8), "c": (7, 9)}
    field = [EntryInput(c, rounds={"x": values(x), "y": values(y)}) for c, (x, y) in table.items()]
    rows = compute(rules, field).rows
    assert [(r.entry, r.rank, r.points) for r in rows] == [("a", 1, 4), ("b", 1, 4), ("c", 1, 4)]


@pytest.mark.parametrize(
    ("key", "a", "b", "first"),
    [
        ({"type": "attempts_sorted", "round": "r"}, values(9, 5), values(9, 7), "b"),
        ({"type": "attempts_sorted", "round": "r"}, values(9), values(9, 0), "b"),
        ({"type": "time", "round": "r", "item": "t"}, (attempt([9], t=61),), (attempt([9], t="60.5"),), "b"),
        ({"type": "time", "round": "r", "item": "t"}, (attempt([9]),), (attempt([9], t=999),), "b"),
        ({"type": "item", "round": "r", "item": "n"}, (attempt([9], n=1),), (attempt([9], n=2),), "b"),
        ({"type": "earliest"}, (attempt([9], at=2000),), (attempt([9], at=1000),), "b"),
        ({"type": "closest", "round": "r", "item": "g", "target": "participants"},
         (attempt([9], g=900),), (attempt([9], g=1040),), "b"),
        ({"type": "draw"}, values(9), values(9), "b"),
        ({"type": "head_to_head", "round": "r"}, values(9), values(9), "b"),
        ({"type": "extra_run", "round": "r"}, values(9), values(9), "b"),
    ],
)  # fmt: skip
def test_rank_keys_break_a_tie(
    key: dict[str, object], a: tuple[AttemptInput, ...], b: tuple[AttemptInput, ...], first: str
) -> None:
    facts = Facts(
        targets={"participants": Fraction(1000)},
        draws={"a": 2, "b": 1},
        duels={"r": {("b", "a"): Fraction(1)}},
        extra_runs={"r": {"a": Fraction(3), "b": Fraction(4)}},
    )
    rows = compute(
        policy(rank_keys=[{"type": "points"}, key]), [entry("a", *a), entry("b", *b)], facts
    ).rows
    assert [(r.entry, r.rank) for r in rows] == [(first, 1), ("a", 2)]
    assert rows[1].decided_by is not None
    assert rows[1].decided_by.startswith(str(key["type"]))


def test_iterated_drop_looks_at_ever_fewer_best_matches() -> None:
    """Means 6 and 6; without the lowest 7 and 8."""
    rules = policy(
        {"attempts": {"method": "mean"}},
        rank_keys=[{"type": "points"}, {"type": "iterated_drop", "round": "r"}],
    )
    rows = compute(rules, [entry("a", *values(4, 6, 8)), entry("b", *values(2, 8, 8))]).rows
    assert order(compute(rules, [])) == []
    assert [(r.entry, r.keys[1].value) for r in rows] == [("b", (8, 8)), ("a", (7, 8))]


def test_divisions_are_ranked_apart_and_one_round_alone() -> None:
    field = [entry("a", *values(1), division="A"), entry("b", *values(9), division="B")]
    assert order(compute(policy(), field)) == [("a", 1), ("b", 1)]
    assert order(compute(policy(by_division=False), field, round="r")) == [("b", 1), ("a", 2)]


def test_prizes_share_the_edge_of_the_quota_with_a_warning() -> None:
    label = {"vi": "Giải"}
    rules = policy(
        prizes=[
            {"code": "nhat", "label": label, "quota": 1},
            {"code": "nhi", "label": label, "quota": {"share": "1/5"}, "minimum": 6},
            {"code": "ba", "label": label, "quota": 2, "shared": "none"},
        ]
    )
    field = [entry(c, *values(n)) for c, n in zip("abcde", (9, 9, 7, 5, 5), strict=True)]
    given, warnings = suggest_prizes(rules, compute(rules, field))
    assert [(s.entry, s.prize) for s in given] == [
        ("a", "nhat"), ("b", "nhat"), ("c", "nhi"), ("d", "ba"), ("e", "ba"),
    ]  # fmt: skip
    assert [(w.code, w.params["count"]) for w in warnings] == [("quota-exceeded", 2)]


@pytest.mark.parametrize(
    ("definition", "pointer", "code"),
    [
        ({"schema": 2, "rounds": {"r": {}}}, "/schema", "unknown-schema"),
        ({"schema": 1, "rounds": {}}, "/rounds", "list-empty"),
        ({"schema": 1, "rounds": {"r": {"judges": {"method": "avg"}}}}, "/rounds/r/judges/method", "not-allowed"),
        ({"schema": 1, "rounds": {"r": {"round": {"method": "share_of_max"}}}}, "/rounds/r/round/maximum", "maximum-unknown"),
        ({"schema": 1, "rounds": {"r": {}}, "rank_keys": [{"type": "round", "round": "q"}]}, "/rank_keys/0/round", "unknown-round"),
        ({"schema": 1, "rounds": {"r": {"missing": "zero", "round": {"order": "asc"}}}}, "/rounds/r/missing", "zero-is-best"),
        ({"schema": 1, "rounds": {"r": {}}, "colour": 1}, "/colour", "unknown-key"),
    ],
)  # fmt: skip
def test_policy_problems_name_the_place(
    definition: dict[str, object], pointer: str, code: str
) -> None:
    with pytest.raises(DefinitionError) as refused:
        parse_policy(definition)
    assert [(p.pointer, p.code) for p in refused.value.problems] == [(pointer, code)]
