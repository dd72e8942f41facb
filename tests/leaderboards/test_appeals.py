"""Appeals from filing to the amended publication, and who is kept out of each step."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from contest_platform.demo.clock import at
from judging.errors import SecondPersonRequired
from judging.models import Judge, Scoresheet
from judging.services import declare_conflict, lock_round, rebuild
from leaderboards import viewing
from leaderboards.appealing import Window
from leaderboards.computing import compute_standings
from leaderboards.errors import (
    AppealInvalid,
    AppealMoved,
    AppealsClosed,
    AppealTwice,
    ReasonRequired,
    RemarkerUnfit,
    RemarkMissing,
)
from leaderboards.models import Appeal, Publication
from leaderboards.services import (
    AwardChange,
    accept_appeal,
    approve_appeal,
    approve_publication,
    conclude_appeal,
    decline_appeal,
    file_appeal,
    propose_publication,
    set_appeal_window,
)
from tests.factories.accounts import make_user
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import fill_in, make_judge, make_judged_contest, make_scored_entry
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


class Case:
    """Published results of two entries, and somebody who appeals against the second's."""

    def __init__(self, **changes: Any) -> None:
        self.contest, self.round = make_judged_contest(display_rule="full_name", **changes)
        self.judge, self.other = make_judge(self.contest), make_judge(self.contest)
        self.student = make_user("Nguyễn Văn An")
        self.first = make_scored_entry(self.contest, self.round, [self.judge], [(8, 1)])
        self.entry = make_scored_entry(
            self.contest, self.round, [self.judge], [(7, 1)], student=self.student
        )
        self.organiser = make_organiser(self.contest)
        self.second = make_officer(self.contest, "manage", "chair", "publish")
        lock_round(round_id=self.round.pk, actor=self.organiser)
        proposed = propose_publication(
            contest=self.contest,
            actor=self.organiser,
            awards=[AwardChange(self.entry.code, "nhat", "hội đồng quyết định")],
        )
        self.published = approve_publication(publication=proposed, actor=self.second)
        set_appeal_window(contest=self.contest, days=3)

    def file(self, **changes: Any) -> Appeal:
        asked = {"reason": "Tiêu chí ý tưởng chấm thấp", "items": ["idea"], **changes}
        return file_appeal(entry=self.entry, round_=self.round, actor=self.student, **asked)

    def accept(self, appeal: Appeal, judge: Judge | None = None) -> Appeal:
        return accept_appeal(
            appeal=appeal, judge=judge or self.other, actor=self.organiser,
            expected_revision=appeal.revision, reason="chấm lại",
        )  # fmt: skip

    def conclude(self, appeal: Appeal, after: Fraction | None = None) -> Appeal:
        return conclude_appeal(
            appeal=appeal, actor=self.organiser, expected_revision=appeal.revision,
            reason="theo phiếu chấm lại", after=after,
        )  # fmt: skip

    def points(self) -> Any:
        return compute_standings(self.contest).standings.of(self.entry.code).points


def test_appeal_changes_a_value_by_two_people_and_proposes_amended_results():
    case = Case()
    appeal = case.accept(case.file())
    sheet = Scoresheet.objects.get(attempt=appeal.attempt)
    assert (sheet.judge, sheet.state) == (case.other, "reopened")
    with pytest.raises(RemarkMissing):
        case.conclude(appeal, Fraction(10))
    fill_in(sheet, 9, 1)
    assert case.points() == 8
    assert rebuild(contests=[case.contest]) == []
    appeal = case.conclude(appeal, Fraction(10))
    assert (appeal.state, appeal.before, appeal.after) == ("deciding", 8, 10)
    with pytest.raises(SecondPersonRequired):
        approve_appeal(appeal=appeal, actor=case.organiser, expected_revision=appeal.revision)
    appeal = approve_appeal(appeal=appeal, actor=case.second, expected_revision=appeal.revision)
    assert appeal.state == "changed"
    assert case.points() == 10
    amended = appeal.amended
    assert amended is not None
    assert (amended.state, f"số {appeal.pk}" in amended.note) == ("proposed", True)
    assert amended.awards.get(code="nhat", reason="hội đồng quyết định").entry == case.entry
    assert "chấm lại" in amended.reason
    traces = amended.payload["private"]["traces"][case.entry.code]["rounds"]["final"]
    assert [attempt["number"] for attempt in traces["attempts"]] == [1]
    approve_publication(publication=amended, actor=case.organiser)
    viewing.clear()
    board = APIClient().get(f"/api/v1/standings/{case.contest.slug}/").json()
    assert board["publication"]["number"] == 2


def test_new_value_that_is_no_number_is_refused_in_words():
    case = Case()
    appeal = case.accept(case.file())
    client = APIClient(HTTP_ACCEPT_LANGUAGE="vi", HTTP_IF_MATCH=f'"{appeal.revision}"')
    client.force_login(case.organiser)
    answer = client.post(
        f"/api/v1/appeals/{appeal.pk}/conclude/", {"reason": "x", "after": "9x"}, format="json"
    )
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["detail"]) == ("/after", "Nhập một số.")


def test_result_stands_where_the_new_sheet_says_so():
    case = Case()
    appeal = case.accept(case.file())
    fill_in(Scoresheet.objects.get(attempt=appeal.attempt), 7, 1)
    assert case.conclude(appeal).state == "unchanged"
    assert case.points() == 8
    with pytest.raises(AppealMoved):
        case.conclude(Appeal.objects.get())


def test_judge_of_an_appeal_is_nobody_who_marked_or_is_in_conflict():
    case = Case()
    appeal = case.file()
    conflicted, observer = make_judge(case.contest), make_judge(case.contest, role="observer")
    declare_conflict(judge=conflicted, entry=case.entry)
    for judge in (case.judge, conflicted, observer):
        with pytest.raises(RemarkerUnfit):
            case.accept(appeal, judge)


def test_appeals_are_taken_in_their_window_once_and_with_a_reason():
    case = Case()
    with pytest.raises(ReasonRequired):
        case.file(reason=" ")
    with pytest.raises(AppealInvalid):
        case.file(items=["khong-co"])
    with at(timezone.now() + timedelta(days=3, seconds=1)), pytest.raises(AppealsClosed):
        case.file()
    case.file()
    with pytest.raises(AppealTwice):
        case.file()
    set_appeal_window(contest=case.contest)
    with pytest.raises(AppealsClosed):
        file_appeal(entry=case.first, round_=case.round, actor=case.student, reason="x")


def test_entrant_sees_state_and_words_but_nothing_undecided():
    case = Case()
    appeal = case.accept(case.file())
    fill_in(Scoresheet.objects.get(attempt=appeal.attempt), 9, 1)
    case.conclude(appeal, Fraction(10))
    client = APIClient()
    client.force_login(case.student)
    (told,) = client.get("/api/v1/appeals/").json()["results"]
    assert (told["state"], told["before"], told["after"]) == ("accepted", None, None)
    assert [event["state"] for event in told["events"]] == ["filed", "accepted"]
    assert not {"judge", "sheet", "proposed_by"} & set(told)
    client.force_login(case.organiser)
    (told,) = client.get("/api/v1/appeals/").json()["results"]
    assert (told["state"], told["after"], told["sheet"]["points"]) == ("deciding", "10", "10")


def test_declined_appeal_says_why():
    case = Case()
    appeal = case.file()
    done = decline_appeal(
        appeal=appeal, actor=case.organiser, expected_revision=1, reason="không đủ căn cứ"
    )
    assert done.state == "declined"
    assert done.events.last().reason == "không đủ căn cứ"


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_appeals_takes_a_fixed_number_of_queries(count, django_assert_num_queries):
    case = Case()
    for number in range(count):
        entry = make_scored_entry_of(case, number)
        file_appeal(entry=entry, round_=case.round, actor=case.student, reason="x")
    client = APIClient()
    client.force_login(case.student)
    with django_assert_num_queries(12):
        assert len(client.get("/api/v1/appeals/").json()["results"]) == count


def make_scored_entry_of(case: Case, number: int) -> Any:
    """An entry of the student that came after the round was locked: it has no sheet."""
    return make_entry(case.contest, student=case.student, title=f"Bài {number}")


def test_window_is_open_from_its_first_instant_and_shut_at_its_last():
    opens = timezone.now()
    closes = opens + timedelta(days=3)
    moment = timedelta(microseconds=1)
    window = Window(Publication(), opens, closes)
    asked = (opens - moment, opens, closes - moment, closes)
    assert [window.is_open(now) for now in asked] == [False, True, True, False]
