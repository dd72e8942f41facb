"""Who is told what of an explanation: the office all, the entrant no names, the public no sheets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from contests.services import update_contest
from judging.services import approve_override, propose_override
from leaderboards.services import set_board_rules
from submissions.services import disqualify_entry
from tests.factories.accounts import make_user
from tests.leaderboards.explaining import Hall, ask, policy, sheets, vi

pytestmark = pytest.mark.django_db


def overridden(hall: Hall) -> Any:
    """An entry whose 9 became 11, for a reason that is nobody's but the office's."""
    entry = hall.own(*[(7, 4)] * len(hall.judges))
    made = propose_override(
        entry=entry, round_=hall.round, actor=hall.organiser, after=Fraction(11),
        reason="GK nhập nhầm phiếu",
    )  # fmt: skip
    approve_override(override_id=made.pk, actor=hall.second)
    return entry


def test_override_tells_before_and_after_and_its_reason_to_the_office_alone():
    hall = Hall(policy(judges={"method": "mean"}))
    entry = overridden(hall)
    answer = hall.ask(entry, hall.student)
    (final,) = answer.json()["rounds"]
    assert (final["value"], final["attempts"][0]["value"]) == ("11", "9")
    assert (final["override"]["before"], final["override"]["after"]) == ("9", "11")
    assert final["override"]["text"]["vi"] == (
        "Điểm của vòng được điều chỉnh từ 9 thành 11, có người thứ hai duyệt."
    )
    assert final["override"]["reason"] is None
    for hidden in ("nhầm", hall.organiser.full_name, hall.second.full_name):
        assert hidden not in answer.content.decode()
    office = hall.ask(entry, hall.organiser).json()["rounds"][0]["override"]
    assert (office["reason"], office["proposed_by"], office["approved_by"]) == (
        "GK nhập nhầm phiếu",
        hall.organiser.full_name,
        hall.second.full_name,
    )


def test_sheets_are_told_to_whom_they_belong():
    hall = Hall(policy(judges={"method": "mean"}))
    entry = hall.own((7, 4), (8, 4))
    assert [s["judge"] for s in sheets(hall, entry, hall.organiser)] == [
        judge.code for judge in hall.judges
    ]
    answer = hall.ask(entry, hall.student)
    assert [s["judge"] for s in sheets(hall, entry, hall.student)] == ["1", "2"]
    for judge in hall.judges:
        assert judge.code not in answer.content.decode()
        assert judge.full_name not in answer.content.decode()
    public = hall.ask(entry).json()
    (attempt,) = public["rounds"][0]["attempts"]
    assert (public["audience"], attempt["sheets"], attempt["tables"]) == ("public", [], [])
    assert (attempt["value"], attempt["workings"], attempt["discrepancy"]) == ("9.5", [], None)
    update_contest(contest=hall.contest, live_standings=False)
    for user in (None, hall.student, hall.judges[0].user):
        assert hall.ask(entry, user).status_code == 404
        assert hall.ask(entry, user, "?view=published").status_code == 404
    assert ask(hall.url(entry, "explanation.pdf"), hall.student).status_code == 404


@pytest.mark.parametrize("publish", [False, True])
def test_who_is_out_is_explained_to_the_people_of_the_entry_alone(publish):
    hall = Hall(policy(judges={"method": "mean"}), judges=1)
    entry = hall.own((7, 4))
    hall.entry((2, 2))
    disqualify_entry(entry=entry, revision=None, reason="sai luật")
    if publish:
        hall.publish()
    for user in (None, make_user("Người khác"), hall.judges[0].user):
        assert hall.ask(entry, user).status_code == 404
    told = hall.ask(entry, hall.student).json()
    assert (told["standing"], vi(told["decided"])) == ("disqualified", ["Bài bị loại."])


def test_entrant_below_the_top_is_told_of_nobody_whom_the_board_leaves_out():
    hall = Hall(policy(judges={"method": "mean"}), judges=1)
    entry, peer = hall.own((2, 2)), hall.entry((2, 2))
    for mark in (9, 7, 5):
        hall.entry((mark, 2))
    set_board_rules(contest=hall.contest, actor=hall.organiser, live=True, top=2)
    told = hall.ask(entry, hall.student).json()
    assert (told["rank"], told["tied"], told["ranked"]) == (4, True, None)
    assert (told["above"], told["below"], told["decided"]) == (None, None, [])
    set_board_rules(contest=hall.contest, actor=hall.organiser, live=True, top=3)
    told = hall.ask(entry, hall.student).json()
    assert (told["above"]["rank"], vi(told["decided"])) == (
        3,
        ["Đứng sau bài liền trên vì: Tổng điểm."],
    )
    office = hall.ask(peer, hall.organiser).json()
    assert len(office["decided"]) == 2
