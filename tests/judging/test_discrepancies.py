"""The discrepancy protocol on stored sheets: noticed, settled, opened again, never silent."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from common.preconditions import RevisionStale
from judging.errors import (
    DiscrepanciesOpen,
    DiscrepancyClosed,
    ReasonRequired,
    ThirdIsMarker,
    ThirdNotAsked,
    ThirdNotCounted,
    ThirdRequired,
    ValueOutOfRange,
    ValueRequired,
)
from judging.models import Discrepancy, RoundResult, Scoresheet
from judging.selectors import progress
from judging.services import (
    appoint_third,
    lock_round,
    rebuild,
    reopen_scoresheet,
    settle_discrepancy,
    unlock_round,
)
from leaderboards.computing import compute_standings
from submissions.services import reinstate_entry, withdraw_entry
from tests.factories.judging import (
    POLICY,
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
    operation,
)

pytestmark = pytest.mark.django_db

# The form of these tests gives 20 points at the most.
PROTOCOL = {
    **POLICY,
    "rounds": {
        "final": {
            "discrepancy": {
                "measure": "share",
                "bands": [
                    {"up_to": "0.1", "action": "accept"},
                    {"up_to": "0.2", "action": "discuss"},
                    {"up_to": "0.3", "action": "minute"},
                    {"action": "third_marking"},
                ],
            }
        }
    },
}


@pytest.fixture
def hall():
    contest, round_ = make_judged_contest(policy=PROTOCOL)
    return contest, round_, [make_judge(contest), make_judge(contest)]


@pytest.fixture
def head(hall):
    return make_judge(hall[0], role="head").user


def marked(hall, *marks):
    contest, round_, judges = hall
    return make_scored_entry(contest, round_, judges, list(marks))


def value_of(entry):
    return RoundResult.objects.get(entry=entry).value


def test_close_marks_leave_no_trace(hall):
    entry = marked(hall, (7, 7), (8, 8))
    assert value_of(entry) == 15
    assert not Discrepancy.objects.exists()


@pytest.mark.parametrize(
    ("second", "action", "difference"),
    [((9, "8"), "discuss", 3), ((10, 10), "minute", 6)],
)
def test_far_marks_hold_the_result_back_and_say_what_to_do(hall, second, action, difference):
    entry = marked(hall, (7, 7), second)
    row = Discrepancy.objects.get()
    assert (row.state, row.action, row.difference) == ("open", action, difference)
    assert row.marks == {"GK01": "14", "GK02": str(14 + difference)}
    assert value_of(entry) is None
    assert compute_standings(hall[0]).standings.of(entry.code).rank is None
    event = row.events.get()
    assert (event.state, event.actor) == ("open", hall[2][1].user)
    assert rebuild(contests=[hall[0]]) == []


def test_a_noted_discussion_lets_the_judges_value_stand(hall, head):
    entry = marked(hall, (7, 7), (9, 8))
    row = Discrepancy.objects.get()
    with pytest.raises(ReasonRequired):
        settle_discrepancy(discrepancy_id=row.pk, actor=head, expected_revision=1, reason=" ")
    with pytest.raises(ThirdNotAsked):
        appoint_third(
            discrepancy_id=row.pk, actor=head, expected_revision=1,
            judge=make_judge(hall[0]), reason="x",
        )  # fmt: skip
    done = settle_discrepancy(
        discrepancy_id=row.pk, actor=head, expected_revision=1, reason="đã thống nhất"
    )
    assert (done.state, done.value) == ("discussed", None)
    assert value_of(entry) == Fraction("15.5")
    assert [(e.number, e.state, e.reason, e.actor) for e in done.events.all()] == [
        (1, "open", "", hall[2][1].user),
        (2, "discussed", "đã thống nhất", head),
    ]
    with pytest.raises(DiscrepancyClosed):
        settle_discrepancy(discrepancy_id=row.pk, actor=head, expected_revision=2, reason="x")
    assert rebuild(contests=[hall[0]]) == []


def test_a_minute_takes_the_head_judges_value(hall, head):
    entry = marked(hall, (7, 7), (10, 10))
    row = Discrepancy.objects.get()
    ask = {"discrepancy_id": row.pk, "actor": head, "expected_revision": 1, "reason": "biên bản"}
    with pytest.raises(ValueRequired):
        settle_discrepancy(**ask)
    with pytest.raises(ValueOutOfRange):
        settle_discrepancy(**ask, value=Fraction(21))
    done = settle_discrepancy(**ask, value=Fraction("18.5"))
    assert (done.state, value_of(entry)) == ("minuted", Fraction("18.5"))
    with pytest.raises(RevisionStale):
        settle_discrepancy(**ask, value=Fraction(18))
    assert compute_standings(hall[0]).standings.of(entry.code).points == Fraction("18.5")
    assert rebuild(contests=[hall[0]]) == []


def test_a_change_after_the_settlement_opens_it_again(hall, head):
    entry = marked(hall, (7, 7), (9, 8))
    row = Discrepancy.objects.get()
    settle_discrepancy(discrepancy_id=row.pk, actor=head, expected_revision=1, reason="ok")
    fill_in(make_sheet(hall[2][0], entry, hall[1]), "6.5", 7)
    row.refresh_from_db()
    assert (row.state, row.difference, value_of(entry)) == ("open", Fraction("3.5"), None)
    fill_in(make_sheet(hall[2][0], entry, hall[1]), 8, 8)
    row.refresh_from_db()
    assert (row.state, value_of(entry)) == ("lapsed", Fraction("16.5"))
    assert [event.state for event in row.events.all()] == ["open", "discussed", "open", "lapsed"]
    assert rebuild(contests=[hall[0]]) == []


def test_the_third_marker_settles_by_the_closest_two(hall, head):
    contest, _, judges = hall
    entry = marked(hall, (4, 4), (10, 10))
    row = Discrepancy.objects.get()
    third = make_judge(contest)
    ask = {"discrepancy_id": row.pk, "actor": head, "expected_revision": 1, "reason": "lệch 12"}
    with pytest.raises(ThirdRequired):
        settle_discrepancy(**ask)
    with pytest.raises(ThirdIsMarker):
        appoint_third(**ask, judge=judges[0])
    with pytest.raises(ThirdNotCounted):
        appoint_third(**ask, judge=make_judge(contest, role="trainee"))
    waiting = appoint_third(**ask, judge=third)
    assert (waiting.state, waiting.third, value_of(entry)) == ("third_marking", third, None)
    result = RoundResult.objects.get(entry=entry)
    assert (result.sheets_expected, result.sheets_submitted) == (3, 2)
    sheet = Scoresheet.objects.get(judge=third)
    fill_in(sheet, 9, 9)
    row.refresh_from_db()
    assert (row.state, value_of(entry)) == ("resolved", 19)
    sheet.refresh_from_db()
    reopen_scoresheet(
        sheet_id=sheet.pk, actor=head, expected_revision=sheet.revision,
        operation=operation(), reason="xem lại",
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, value_of(entry)) == ("third_marking", None)
    fill_in(sheet, 4, 5)
    row.refresh_from_db()
    assert (row.state, value_of(entry)) == ("resolved", Fraction("8.5"))
    assert row.marks == {"GK01": "8", "GK02": "20"}
    assert rebuild(contests=[contest]) == []


def test_a_round_is_not_locked_over_open_discrepancies(hall, head):
    entry = marked(hall, (7, 7), (9, 8))
    with pytest.raises(DiscrepanciesOpen, match=entry.code):
        lock_round(round_id=hall[1].pk, actor=head)
    row = Discrepancy.objects.get()
    settle_discrepancy(discrepancy_id=row.pk, actor=head, expected_revision=1, reason="ok")
    lock_round(round_id=hall[1].pk, actor=head)


def test_an_entry_that_was_withdrawn_keeps_no_round_open(hall, head):
    contest, round_, _ = hall
    marked(hall, (7, 7), (7, 7))
    entry = marked(hall, (1, 1), (10, 10))
    withdraw_entry(entry=entry, revision=None, by=None, reason="ốm")
    told = progress(contest)
    assert (told["rounds"][0]["unsettled"], told["discrepancies"]["open"]) == (0, 0)
    assert told["attention"] == []
    lock_round(round_id=round_.pk, actor=head)
    reinstate_entry(entry=entry, revision=None)
    assert [group["kind"] for group in progress(contest)["attention"]] == ["discrepancy"]
    unlock_round(round_id=round_.pk, actor=head, reason="bài trở lại")
    with pytest.raises(DiscrepanciesOpen):
        lock_round(round_id=round_.pk, actor=head)


def test_rebuild_finds_and_mends_a_discrepancy_that_the_sheets_do_not_bear_out(hall):
    entry = marked(hall, (7, 7), (9, 8))
    Discrepancy.objects.update(state="discussed")
    Discrepancy.objects.update(marks={"GK01": "14", "GK02": "15"})
    (found,) = rebuild(contests=[hall[0]], write=True)
    assert found.where == f"{hall[0].slug}/{entry.code}/final/1"
    row = Discrepancy.objects.get()
    assert (row.state, row.marks) == ("open", {"GK01": "14", "GK02": "17"})
    assert rebuild(contests=[hall[0]]) == []


def test_a_write_without_the_protocol_costs_no_query_more(hall):
    contest, round_ = make_judged_contest()
    judges = [make_judge(contest), make_judge(contest)]
    make_scored_entry(contest, round_, judges, [(1, 1), (9, 9)])
    with CaptureQueriesContext(connection) as captured:
        make_scored_entry(contest, round_, judges, [(1, 1), (9, 9)])
    assert not [q for q in captured.captured_queries if "judging_discrepancy" in q["sql"]]


def test_api_settles_with_if_match_and_tells_judges_nothing(hall, head):
    marked(hall, (7, 7), (9, 8))
    row = Discrepancy.objects.get()
    client = APIClient()
    client.force_authenticate(hall[2][0].user)
    assert client.get("/api/v1/discrepancies/").json()["results"] == []
    assert client.get(f"/api/v1/discrepancies/{row.pk}/").status_code == 404
    client.force_authenticate(head)
    shown = client.get(f"/api/v1/discrepancies/{row.pk}/")
    assert shown["ETag"] == '"1"'
    body = shown.json()
    assert (body["difference"], body["marks"]) == ("3", {"GK01": "14", "GK02": "17"})
    url = f"/api/v1/discrepancies/{row.pk}/settle/"
    assert client.post(url, {"reason": "ok"}, format="json").status_code == 428
    done = client.post(url, {"reason": "ok"}, format="json", headers={"If-Match": '"1"'})
    assert (done.status_code, done.json()["state"], done["ETag"]) == (200, "discussed", '"2"')
    again = client.post(url, {"reason": "ok"}, format="json", headers={"If-Match": '"1"'})
    assert (again.status_code, again.json()["current"]["revision"]) == (412, 2)
