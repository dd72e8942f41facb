"""The board on paper: its figures are rounded, never cut off."""

import pytest
from rest_framework.test import APIClient

from tests.certificates.pictures import texts
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry

pytestmark = pytest.mark.django_db


def test_printed_points_are_rounded_half_up_to_two_places():
    contest, round_ = make_judged_contest(live_standings=True)
    judges = [make_judge(contest) for _ in range(3)]
    make_scored_entry(contest, round_, judges, [(7, 8), (8, 8), (8, 8)])  # 47/3 = 15.666…

    (page,) = texts(APIClient().get(f"/api/v1/standings/{contest.slug}/board.pdf").content)
    assert "15,67" in page
    assert "15,66" not in page
