"""Overrides: two people, an event each, and results that follow them exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from judging.errors import (
    OtherContest,
    OverrideClosed,
    OverrideLive,
    OverrideStale,
    ReasonRequired,
    SecondPersonRequired,
)
from judging.models import RoundResult, ScoreOverride
from judging.services import (
    approve_override,
    propose_override,
    rebuild,
    reject_override,
    void_override,
)
from leaderboards.computing import compute_standings, inputs_digest
from tests.factories.contests import make_organiser
from tests.factories.judging import (
    POLICY,
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    first = make_scored_entry(contest, round_, [judge], [(9, 9)])
    second = make_scored_entry(contest, round_, [judge], [(8, 8)])
    third = make_scored_entry(contest, round_, [judge], [(7, 7)])
    return contest, round_, (first, second, third)


@pytest.fixture
def people(scene):
    return make_judge(scene[0], role="head").user, make_organiser(scene[0])


def propose(scene, people, after=19, entry=2):
    return propose_override(
        entry=scene[2][entry], round_=scene[1], actor=people[0], after=Fraction(after),
        reason="chấm nhầm mẫu",
    )  # fmt: skip


def ranks(contest):
    return {row.entry: row.rank for row in compute_standings(contest).standings.rows}


def test_a_proposal_changes_nothing_and_tells_whose_ranks_it_would(scene, people):
    contest, _, (first, second, third) = scene
    before = ranks(contest)
    made = propose(scene, people)
    assert (made.state, made.before, made.after) == ("proposed", 14, 19)
    assert sorted(made.ranks, key=lambda r: r["after"]) == [
        {"entry": third.code, "before": 3, "after": 1},
        {"entry": first.code, "before": 1, "after": 2},
        {"entry": second.code, "before": 2, "after": 3},
    ]
    assert ranks(contest) == before == {first.code: 1, second.code: 2, third.code: 3}
    with pytest.raises(OverrideLive):
        propose(scene, people)


def test_a_second_person_makes_it_effective_and_a_void_takes_it_back(scene, people):
    contest, _, (first, second, third) = scene
    digest = inputs_digest(contest, compute_standings(contest))
    made = propose(scene, people)
    with pytest.raises(SecondPersonRequired):
        approve_override(override_id=made.pk, actor=people[0])
    approve_override(override_id=made.pk, actor=people[1])
    result = RoundResult.objects.get(entry=third)
    assert (result.value, result.sort_value) == (19, 19)
    assert ranks(contest) == {first.code: 2, second.code: 3, third.code: 1}
    assert inputs_digest(contest, compute_standings(contest)) != digest
    assert rebuild(contests=[contest]) == []
    fill_in(make_sheet(scene[2][2].assignments.get().judge, third, scene[1]), 1, 1)
    assert RoundResult.objects.get(entry=third).value == 19
    with pytest.raises(ReasonRequired):
        void_override(override_id=made.pk, actor=people[0], reason="")
    void_override(override_id=made.pk, actor=people[0], reason="rút lại")
    assert RoundResult.objects.get(entry=third).value == 2
    made.refresh_from_db()
    assert [(e.state, e.actor, e.reason) for e in made.events.all()] == [
        ("proposed", people[0], "chấm nhầm mẫu"),
        ("effective", people[1], ""),
        ("void", people[0], "rút lại"),
    ]
    with pytest.raises(OverrideClosed):
        void_override(override_id=made.pk, actor=people[0], reason="lần nữa")
    assert rebuild(contests=[contest]) == []


def test_a_rejected_proposal_makes_room_for_another(scene, people):
    made = propose(scene, people)
    reject_override(override_id=made.pk, actor=people[0], reason="ghi nhầm")
    with pytest.raises(OverrideClosed):
        approve_override(override_id=made.pk, actor=people[1])
    assert propose(scene, people, after=16).after == 16


def test_a_result_that_moved_since_is_not_overridden(scene, people):
    made = propose(scene, people)
    entry = scene[2][2]
    fill_in(make_sheet(entry.assignments.get().judge, entry, scene[1]), 8, 7)
    with pytest.raises(OverrideStale):
        approve_override(override_id=made.pk, actor=people[1])


def test_an_override_holds_in_rounds_that_need_the_whole_field(people, scene):
    policy = {**POLICY, "rounds": {"final": {"round": {"method": "share_of_best"}}}}
    contest, round_ = make_judged_contest(policy=policy)
    judge = make_judge(contest)
    best = make_scored_entry(contest, round_, [judge], [(10, 10)])
    entry = make_scored_entry(contest, round_, [judge], [(5, 5)])
    made = propose_override(
        entry=entry, round_=round_, actor=people[0], after=Fraction(16), reason="x"
    )
    assert (made.before, made.ranks) == (10, [])
    approve_override(override_id=made.pk, actor=people[1])
    standings = compute_standings(contest).standings
    assert (standings.of(entry.code).points, standings.of(best.code).points) == (80, 100)


def test_entry_and_round_must_be_of_one_contest(scene, people):
    _, other = make_judged_contest()
    with pytest.raises(OtherContest):
        propose_override(
            entry=scene[2][0], round_=other, actor=people[0], after=Fraction(1), reason="x"
        )


def test_the_database_itself_asks_for_two_people(scene, people):
    made = propose(scene, people)
    for wrong in ({"approved_by": people[0]}, {"state": "effective"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ScoreOverride.objects.filter(pk=made.pk).update(**wrong)
