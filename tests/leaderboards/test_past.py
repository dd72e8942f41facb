"""A board of the past stays what it was when the form of its round changes afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from contest_platform.demo.clock import at
from contests.services import create_form_version
from judging.models import Scoresheet
from judging.services import change_form_version, preview_form_version
from leaderboards.past import compute_at
from leaderboards.services import set_board_rules
from tests.factories.judging import FORM, POLICY, make_scored_entry
from tests.leaderboards.test_publicity import Hall

pytestmark = pytest.mark.django_db

IDEA, CRAFT = FORM["items"]
BY_IDEA = {
    **POLICY,
    "rounds": {"final": {"judges": {"method": "mean"}, "round": {"method": "share_of_max"}}},
    "rank_keys": [
        {"type": "points"},
        {"type": "item", "round": "final", "item": "idea", "reduce": "best_attempt"},
    ],
}


def test_frozen_board_keeps_the_form_that_it_was_scored_on():
    hall = Hall(policy=BY_IDEA, live_standings=True)
    ahead = make_scored_entry(hall.contest, hall.round, [hall.judge], [(8, 2)])
    behind = make_scored_entry(hall.contest, hall.round, [hall.judge], [(6, 4)])
    start = timezone.now()
    set_board_rules(contest=hall.contest, actor=hall.proposer, live=True, freeze_at=start)
    before = hall.board()
    with at(start + timedelta(hours=1)):
        version = create_form_version(
            form=hall.round.form_version.form, by=None,
            definition={**FORM, "items": [{**IDEA, "max": 7}, CRAFT]},
        )  # fmt: skip
        basis = preview_form_version(round_=hall.round, form_version=version).basis
        change_form_version(
            round_=hall.round, form_version=version, actor=hall.proposer, reason="thang mới",
            basis=basis,
        )  # fmt: skip
        assert Scoresheet.objects.get(attempt__entry=ahead).state == "reopened"
        after = hall.board()
        assert after.json()["divisions"] == before.json()["divisions"]
        standings = compute_at(hall.contest, at=start).standings
        assert [standings.of(each.code).points for each in (ahead, behind)] == [50, 50]
        assert standings.of(ahead.code).rank < standings.of(behind.code).rank
