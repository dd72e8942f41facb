"""What a live board tells the public of people's names."""

import pytest
from rest_framework.test import APIClient

from submissions.services import ParticipantData
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rule", "names"), [("full_name", ["Nguyễn Văn An"]), ("initials", ["N.V.A."]), ("code", [])]
)
def test_live_board_names_people_by_the_display_rule(rule: str, names: list[str]):
    contest, round_ = make_judged_contest(live_standings=True, display_rule=rule)
    judges = [make_judge(contest), make_judge(contest)]
    people = [ParticipantData("Nguyễn Văn An")]
    make_scored_entry(contest, round_, judges, [(7, 8), (8, 8)], participants=people)

    board = APIClient().get(f"/api/v1/standings/{contest.slug}/").json()
    (row,) = [row for division in board["divisions"] for row in division["rows"]]
    assert row["entry"]["names"] == names
