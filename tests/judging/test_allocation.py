"""Allocation of judges: covered, even, free of conflicts, connected, or the reason why not."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.allocation import Pair, Plan, Problem, allocate, choose_anchors
from judging.allocation.messages import TEXTS, text
from scoring.severity import connectivity


def problem(
    entries: int, judges: int, per_entry: int = 3, *, panels: int = 0, conflicts: float = 0.0
) -> Problem:
    """Codes e000… and j00…, panels of equal size one after the other, conflicts at random."""
    draw = random.Random(entries + judges)
    of_entries = {
        f"e{n:03}": f"p{n * panels // entries}" if panels else None for n in range(entries)
    }
    of_judges = {f"j{n:02}": f"p{n * panels // judges}" if panels else None for n in range(judges)}
    pairs = (Pair(entry, judge) for entry in of_entries for judge in of_judges)
    return Problem(
        of_entries,
        of_judges,
        per_entry,
        conflicts=frozenset(pair for pair in pairs if draw.random() < conflicts),
    )


def spread(plan: Plan) -> int:
    return max(plan.loads.values()) - min(plan.loads.values())


def without(asked: Problem, judge: str, plan: Plan) -> Problem:
    """The same day after a judge has left."""
    left = {code: panel for code, panel in asked.judges.items() if code != judge}
    return replace(asked, judges=left, previous=frozenset(plan.pairs))


def test_a_large_contest_is_covered_evenly_and_connected() -> None:
    asked = problem(200, 30, conflicts=0.1)
    plan = allocate(asked)
    assert set(Counter(pair.entry for pair in plan.pairs).values()) == {3}
    assert len(plan.pairs) == 600
    assert set(plan.loads.values()) == {20}
    assert not asked.conflicts & set(plan.pairs)
    assert plan.connectivity == connectivity(plan.pairs)
    assert plan.connectivity.lambda2 > 3
    assert (plan.uncovered, plan.notes) == ((), ())


def test_the_same_problem_gives_the_same_plan_and_another_seed_another() -> None:
    asked = problem(30, 6)
    assert allocate(asked).pairs == allocate(asked).pairs
    assert allocate(asked).pairs != allocate(replace(asked, seed=1)).pairs


def test_panels_cross_by_the_share_asked() -> None:
    plan = allocate(problem(200, 20, panels=5))
    assert 0.1 <= plan.crossing < 0.11
    assert spread(plan) == 0
    assert plan.connectivity.lambda2 >= 3


def test_panels_cross_more_where_the_share_asked_would_be_weak() -> None:
    plan = allocate(problem(200, 30, panels=6, conflicts=0.1))
    assert 0.1 < plan.crossing < 0.3
    assert plan.connectivity.lambda2 >= 3
    assert spread(plan) <= 1


def test_closed_panels_are_told_apart() -> None:
    plan = allocate(replace(problem(40, 8, panels=2), crossing=0))
    assert plan.crossing == 0
    assert [note.code for note in plan.notes] == ["disconnected"]
    assert plan.notes[0].params == {"groups": 2}


def test_anchors_are_scored_by_every_judge_and_link_the_panels() -> None:
    asked = problem(200, 20, panels=5)
    asked = replace(asked, anchors=choose_anchors(asked))
    plan = allocate(asked)
    assert asked.anchors == {"e000", "e040", "e080"}
    counts = Counter(pair.entry for pair in plan.pairs)
    assert {entry for entry, judges in counts.items() if judges == 20} == asked.anchors
    assert plan.connectivity.lambda2 == 3
    assert plan.notes == ()
    assert spread(plan) <= 1


def test_few_anchors_are_noted() -> None:
    asked = replace(problem(40, 8, panels=2), anchors=frozenset({"e000"}))
    assert "few-anchors" in [note.code for note in allocate(asked).notes]


def test_anchors_are_those_with_the_fewest_conflicts() -> None:
    asked = replace(problem(4, 3), conflicts=frozenset({Pair("e000", "j00"), Pair("e001", "j01")}))
    assert choose_anchors(asked, 2) == {"e002", "e003"}


def test_a_judge_who_leaves_changes_only_their_own_entries() -> None:
    asked = problem(60, 10, conflicts=0.1)
    plan = allocate(asked)
    after = allocate(without(asked, "j03", plan))
    assert {pair.judge for pair in after.removed} == {"j03"}
    assert len(after.added) == len(after.removed) == plan.loads["j03"] == 18
    assert {pair.entry for pair in after.added} == {pair.entry for pair in after.removed}
    assert spread(after) <= 1
    assert not asked.conflicts & set(after.pairs)


def test_what_is_scored_stays() -> None:
    asked = problem(60, 10)
    plan = allocate(asked)
    scored = frozenset(pair for pair in plan.pairs if pair.judge == "j03" and pair.entry < "e030")
    after = allocate(replace(without(asked, "j03", plan), fixed=scored))
    assert scored <= set(after.pairs)
    assert set(Counter(pair.entry for pair in after.pairs).values()) == {3}
    assert not {pair for pair in after.added if pair.entry in {done.entry for done in scored}}


def test_a_judge_leaving_a_panel_is_replaced_from_others_only_for_even_loads() -> None:
    asked = problem(80, 16, panels=4)
    plan = allocate(asked)
    even = allocate(without(asked, "j03", plan))
    closed = allocate(replace(without(asked, "j03", plan), load_gap=None))
    assert spread(even) <= 1
    assert spread(closed) > 1
    assert closed.crossing < even.crossing
    assert "uneven-loads" in [note.code for note in closed.notes]


def test_limits_are_kept() -> None:
    plan = allocate(replace(problem(20, 5, 2), limits={"j00": 2, "j01": 0}))
    assert plan.loads["j00"] == 2
    assert plan.loads["j01"] == 0
    assert plan.uncovered == ()
    assert sum(plan.loads.values()) == 40


def test_an_entry_that_cannot_be_covered_says_why() -> None:
    asked = Problem(
        {"a": None, "b": None},
        {"x": None, "y": None, "z": None},
        3,
        conflicts=frozenset({Pair("a", "x")}),
        limits={"y": 1},
    )
    plan = allocate(asked)
    missing = {row.entry: row for row in plan.uncovered}
    reasons = {
        entry: {note.code: note.params["judges"] for note in row.reasons}
        for entry, row in missing.items()
    }
    if "b" in missing:
        assert reasons == {"a": {"conflicts": ("x",)}, "b": {"limits": ("y",)}}
    else:
        assert reasons == {"a": {"conflicts": ("x",), "limits": ("y",)}}
    assert sum(row.missing for row in plan.uncovered) == 2


def test_too_few_judges_is_a_reason() -> None:
    plan = allocate(problem(2, 1, 2))
    assert [row.missing for row in plan.uncovered] == [1, 1]
    assert plan.uncovered[0].reasons[0].params == {"judges": 1, "needed": 2}
    assert "1 judges" in text(plan.uncovered[0].reasons[0], "en")


def test_what_is_missing_is_shared_out() -> None:
    plan = allocate(
        replace(problem(4, 4, 2), limits=dict.fromkeys(["j00", "j01", "j02", "j03"], 1))
    )
    assert [row.missing for row in plan.uncovered] == [1, 1, 1, 1]


def test_one_judge_an_entry_cannot_be_connected() -> None:
    plan = allocate(problem(20, 5, 1))
    assert [note.code for note in plan.notes] == ["disconnected-one-judge"]


def test_too_few_scores_say_what_is_possible() -> None:
    """20 entries of two judges: the trace of the matrix is 20, over 9 eigenvalues."""
    plan = allocate(problem(20, 10, 2))
    (note,) = plan.notes
    assert note.code == "weak-few-scores"
    assert note.params["largest"] == 2.22


def test_judges_with_too_few_entries_are_named() -> None:
    plan = allocate(replace(problem(60, 6), limits={"j02": 2}))
    codes = {note.code: note.params for note in plan.notes}
    assert codes["weak-judges"]["judges"] == ("j02",)


def test_a_scored_conflict_is_noted_and_stays() -> None:
    pair = Pair("e000", "j00")
    asked = replace(problem(20, 5), fixed=frozenset({pair}), conflicts=frozenset({pair}))
    plan = allocate(asked)
    assert pair in plan.pairs
    assert "fixed-conflict" in [note.code for note in plan.notes]


def test_an_empty_contest_has_an_empty_plan() -> None:
    plan = allocate(Problem({}, {}, 3))
    assert (plan.pairs, plan.uncovered, plan.notes) == ((), (), ())


@pytest.mark.parametrize(
    "wrong",
    [{"per_entry": 0}, {"crossing": 1.5}, {"load_gap": 0}, {"limits": {"j00": -1}},
     {"anchors": frozenset({"nobody"})}],
)  # fmt: skip
def test_a_problem_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        replace(problem(4, 3), **wrong)


def test_every_note_has_both_languages() -> None:
    assert all(set(texts) == {"vi", "en"} for texts in TEXTS.values())


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small contests of every shape: panels or none, conflicts, limits, anchors."""
    panel = st.sampled_from([None, "p", "q"])
    entries = {f"e{n}": draw(panel) for n in range(draw(st.integers(0, 7)))}
    judges = {f"j{n}": draw(panel) for n in range(draw(st.integers(0, 5)))}
    pairs = [Pair(entry, judge) for entry in entries for judge in judges]
    some = st.frozensets(st.sampled_from(pairs)) if pairs else st.just(frozenset[Pair]())
    return Problem(
        entries,
        judges,
        draw(st.integers(1, 3)),
        conflicts=draw(some),
        limits={judge: draw(st.integers(0, 7)) for judge in judges},
        previous=draw(some),
        anchors=draw(st.frozensets(st.sampled_from(sorted(entries)))) if entries else frozenset(),
        load_gap=draw(st.sampled_from([1, 3, None])),
        tries=1,
    )


@settings(max_examples=30, deadline=None)
@given(problems())
def test_no_plan_breaks_a_rule_and_every_gap_has_its_reasons(asked: Problem) -> None:
    plan = allocate(asked)
    covered = Counter(pair.entry for pair in plan.pairs)
    assert not asked.conflicts & set(plan.pairs)
    assert all(plan.loads[judge] <= asked.limit(judge) for judge in asked.judges)
    assert all(covered[entry] <= asked.per_entry for entry in set(asked.entries) - asked.anchors)
    missing = {row.entry: row.missing for row in plan.uncovered}
    for entry in asked.entries:
        assert missing.get(entry, 0) == max(0, asked.per_entry - covered[entry])
    for row in plan.uncovered:
        named = {
            judge
            for note in row.reasons
            if note.code != "few-judges"
            for judge in note.params["judges"]
        }
        on = {pair.judge for pair in plan.pairs if pair.entry == row.entry}
        assert named | on == set(asked.judges)
    assert all(text(note, "vi") for note in plan.notes)
    assert set(plan.added) == set(plan.pairs) - asked.previous
