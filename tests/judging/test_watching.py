"""What waits for the head judge, entries with their flags, third markers and previews."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from jobs.models import Job
from judging.models import ConflictOfInterest, DeviceSeen, Discrepancy, Minutes, ScoreOverride
from judging.selectors import progress, third_markers
from judging.services import (
    assign,
    lock_round,
    propose_override,
    record_heartbeat,
    recuse,
    unlock_round,
)
from judging.tasks import print_round_minutes
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry, make_sheet
from tests.factories.submissions import make_entry
from tests.judging.test_discrepancies import PROTOCOL

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    """Two judges who disagree on the first entry and agree on the second; the head judge."""
    contest, round_ = make_judged_contest(policy=PROTOCOL)
    judges = [make_judge(contest), make_judge(contest)]
    head = make_judge(contest, role="head").user
    apart = make_scored_entry(contest, round_, judges, [(1, 1), (9, 9)])
    close = make_scored_entry(contest, round_, judges, [(5, 5), (5, 6)])
    return contest, round_, judges, head, apart, close


def asked(user, path: str):
    client = APIClient()
    client.force_authenticate(user)
    return client.get(path)


def test_what_waits_is_told_by_kind_and_round(hall):
    contest, round_, judges, head, apart, close = hall
    other = make_entry(contest)
    left = make_sheet(judges[0], other, round_)
    make_sheet(judges[1], other, round_)
    recuse(sheet=left, actor=judges[0].user, kind="family", reason="người nhà")
    propose_override(entry=close, round_=round_, actor=head, after=12, reason="cộng nhầm")
    record_heartbeat(user=judges[1].user, device="tablet-1", unsent=3)
    DeviceSeen.objects.update(seen_at=timezone.now() - timedelta(minutes=16))
    judges[1].scoresheets.update(updated_at=timezone.now() - timedelta(minutes=20))
    told = progress(contest)
    waiting = {group["kind"]: group for group in told["attention"]}
    assert list(waiting) == ["discrepancy", "override", "recusal", "silent", "unsent"]
    assert [item["entry"] for item in waiting["discrepancy"]["items"]] == [apart.code]
    assert waiting["override"]["items"][0]["judge"] == head.full_name
    assert waiting["recusal"]["items"][0]["entry"] == other.code
    (silent,) = waiting["silent"]["items"]
    assert (silent["judge"], silent["count"]) == (judges[1].full_name, 1)
    assert silent["since"] == DeviceSeen.objects.get().seen_at
    assert waiting["unsent"]["items"][0]["count"] == 3
    (row,) = told["rounds"]
    assert (row["unsettled"], row["proposed_overrides"], row["short"]) == (1, 1, 1)
    assign(judge=make_judge(contest), entry=other, round_=round_)
    assert "recusal" not in {group["kind"] for group in progress(contest)["attention"]}


def test_nobody_is_silent_who_has_nothing_left(hall):
    contest = hall[0]
    hall[2][0].scoresheets.update(updated_at=timezone.now() - timedelta(days=1))
    assert "silent" not in {group["kind"] for group in progress(contest)["attention"]}


def test_watched_entries_show_marks_spread_and_flags(hall):
    contest, round_, _judges, head, apart, close = hall
    propose_override(entry=close, round_=round_, actor=head, after=12, reason="cộng nhầm")
    url = f"/api/v1/watched-entries/?contest={contest.slug}"
    rows = {row["code"]: row for row in asked(head, url).json()["results"]}
    first, second = rows[apart.code], rows[close.code]
    assert (first["spread"], first["flags"], first["maximum"]) == ("16", ["discrepancy"], "20")
    assert (second["spread"], second["flags"]) == ("1", ["override_proposed"])
    assert [mark["points"] for mark in first["marks"]] == ["2", "18"]
    ScoreOverride.objects.update(state="rejected")
    flagged = asked(head, f"{url}&flagged=true").json()["results"]
    assert [row["code"] for row in flagged] == [apart.code]
    found = asked(head, f"{url}&search={close.code}").json()["results"]
    assert [row["code"] for row in found] == [close.code]


def test_watched_entries_take_as_many_queries_at_three_rows_as_at_one():
    def queries(rows: int) -> int:
        contest, round_ = make_judged_contest(policy=PROTOCOL)
        judges = [make_judge(contest), make_judge(contest)]
        head = make_judge(contest, role="head").user
        for _ in range(rows):
            make_scored_entry(contest, round_, judges, [(1, 1), (9, 9)])
        with CaptureQueriesContext(connection) as captured:
            assert len(asked(head, "/api/v1/watched-entries/").json()["results"]) == rows
        return len(captured)

    assert queries(1) == queries(3)


def test_third_markers_are_the_least_loaded_without_conflict(hall):
    contest, round_, _, head, apart, _ = hall
    busy, free, barred = (make_judge(contest) for _ in range(3))
    make_sheet(busy, make_entry(contest), round_)
    ConflictOfInterest.objects.create(judge=barred, entry=apart, kind="mentor")
    make_judge(contest, role="trainee")
    row = Discrepancy.objects.get()
    chair = contest.judges.get(role="head")
    assert [(each.judge, each.load) for each in third_markers(row)] == [
        (chair, 0),
        (free, 0),
        (busy, 1),
    ]
    told = asked(head, f"/api/v1/discrepancies/{row.pk}/markers/").json()
    assert told[1] == {
        "judge": free.pk,
        "code": free.code,
        "full_name": free.full_name,
        "load": 0,
    }


def test_preview_tells_the_ranks_and_keeps_nothing(hall):
    contest, round_, judges, head, _, close = hall
    best = make_scored_entry(contest, round_, judges, [(9, 9), (9, 9)])
    client = APIClient()
    client.force_authenticate(head)
    body = {"entry": close.pk, "round": round_.pk, "after": "19"}
    told = client.post("/api/v1/overrides/preview/", body, format="json").json()
    assert told == {
        "before": "10.5",
        "ranks": [
            {"entry": close.code, "before": 2, "after": 1},
            {"entry": best.code, "before": 1, "after": 2},
        ],
    }
    assert not ScoreOverride.objects.exists()


def test_override_tells_who_proposed_it(hall):
    contest, round_, _, head, _, close = hall
    propose_override(entry=close, round_=round_, actor=head, after=12, reason="cộng nhầm")
    other = make_judge(contest, role="head").user
    mine = [
        asked(user, "/api/v1/overrides/").json()["results"][0]["mine"] for user in (head, other)
    ]
    assert mine == [True, False]


def test_minutes_tell_their_job_and_whether_they_hold(hall):
    contest, round_, _, head, _, _ = hall
    Discrepancy.objects.update(state="lapsed")
    lock_round(round_id=round_.pk, actor=head)
    url = f"/api/v1/minutes/?contest={contest.slug}"
    (told,) = asked(head, url).json()["results"]
    assert (told["ready"], told["job"], told["holds"]) == (False, "queued", True)
    assert told["path"] == f"/verify-minutes/{told['code']}"
    client = APIClient()
    client.force_authenticate(head)
    Job.objects.update(state="failed", finished_at=timezone.now())
    again = client.post(f"/api/v1/minutes/{told['id']}/reprint/")
    assert (again.status_code, again.json()["job"]) == (200, "queued")
    print_round_minutes({"minutes": told["id"]}, None)
    assert client.post(f"/api/v1/minutes/{told['id']}/reprint/").status_code == 409
    unlock_round(round_id=round_.pk, actor=head, reason="phúc khảo")
    lock_round(round_id=round_.pk, actor=head)
    rows = asked(head, url).json()["results"]
    assert [(row["number"], row["holds"]) for row in rows] == [(2, True), (1, False)]


def test_minutes_take_as_many_queries_at_three_rows_as_at_one():
    def queries(rows: int) -> int:
        Minutes.objects.all().delete()
        contest, round_ = make_judged_contest()
        head = make_judge(contest, role="head").user
        for number in range(rows):
            if number:
                unlock_round(round_id=round_.pk, actor=head, reason="lại")
            lock_round(round_id=round_.pk, actor=head)
        with CaptureQueriesContext(connection) as captured:
            assert len(asked(head, "/api/v1/minutes/").json()["results"]) == rows
        return len(captured)

    assert queries(1) == queries(3)
