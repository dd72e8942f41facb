"""Minutes: frozen at the lock, complete, printable, and checked by anybody who holds them."""

from __future__ import annotations

import hashlib
import io
from fractions import Fraction

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from common.canonical import digest
from jobs.models import Job
from judging.errors import DiscrepanciesOpen
from judging.minutes import html
from judging.minutes.page import shown
from judging.models import Discrepancy, Minutes, Scoresheet
from judging.services import (
    approve_override,
    lock_round,
    propose_override,
    settle_discrepancy,
    unlock_round,
)
from judging.services.minutes import print_minutes
from judging.tasks import print_round_minutes
from tests.factories.contests import make_organiser
from tests.factories.judging import (
    POLICY,
    make_judge,
    make_judged_contest,
    make_scored_entry,
)

pytestmark = pytest.mark.django_db

PROTOCOL = {
    **POLICY,
    "rounds": {
        "final": {
            "discrepancy": {"bands": [{"up_to": 2, "action": "accept"}, {"action": "discuss"}]}
        }
    },
}


@pytest.fixture
def scene():
    contest, round_ = make_judged_contest(policy=PROTOCOL)
    judges = [make_judge(contest), make_judge(contest)]
    head = make_judge(contest, role="head").user
    close = make_scored_entry(contest, round_, judges, [(7, 7), (7, "7.5")])
    far = make_scored_entry(contest, round_, judges, [(7, 7), (9, 8)])
    return contest, round_, head, close, far


def locked(scene) -> Minutes:
    contest, round_, head, close, _ = scene
    row = Discrepancy.objects.filter(state="open").first()
    if row is not None:
        settle_discrepancy(
            discrepancy_id=row.pk,
            actor=head,
            expected_revision=row.revision,
            reason="đã <b>bàn</b>",
        )
    override = propose_override(
        entry=close, round_=round_, actor=head, after=Fraction(46, 3), reason="nhầm & sửa"
    )
    approve_override(override_id=override.pk, actor=make_organiser(contest))
    lock_round(round_id=round_.pk, actor=head, reason="đủ phiếu")
    return Minutes.objects.get()


def test_the_lock_freezes_every_sheet_result_and_decision(scene):
    _, _, head, close, far = scene
    minutes = locked(scene)
    told = minutes.document
    assert minutes.document_sha256 == digest(told)
    assert (told["number"], told["locked_by"], told["reason"]) == (1, head.full_name, "đủ phiếu")
    assert [judge["code"] for judge in told["judges"]] == ["GK01", "GK02", "GK03"]
    assert {row["entry"]: row["value"] for row in told["results"]} == {
        close.code: "46/3",
        far.code: "15.5",
    }
    expected = {
        (sheet.attempt.entry.code, sheet.judge.code): sheet.revisions.last().request_sha256
        for sheet in Scoresheet.objects.select_related("attempt__entry", "judge")
    }
    assert {(row["entry"], row["judge"]): row["sha256"] for row in told["sheets"]} == expected
    (discrepancy,) = told["discrepancies"]
    assert (discrepancy["entry"], discrepancy["state"]) == (far.code, "discussed")
    assert discrepancy["reasons"] == [{"by": head.full_name, "reason": "đã <b>bàn</b>"}]
    (override,) = told["overrides"]
    assert (override["before"], override["after"]) == ("14.25", "46/3")
    assert Job.objects.filter(payload={"minutes": minutes.pk}).count() == 1


def test_a_lock_that_is_refused_leaves_no_minutes(scene):
    with pytest.raises(DiscrepanciesOpen):
        lock_round(round_id=scene[1].pk, actor=scene[2])
    assert not Minutes.objects.exists()


def test_the_page_escapes_what_people_wrote(scene):
    minutes = locked(scene)
    page = html(minutes.document, code=minutes.code, url="https://x.vn/a", digest="0" * 64)
    assert "đã &lt;b&gt;bàn&lt;/b&gt;" in page
    assert "nhầm &amp; sửa" in page
    assert "<b>bàn" not in page
    assert minutes.code in page
    assert "<svg" in page


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        (None, "–"),
        ("7", "7"),
        ("7.25", "7,25"),
        ("46/3", "15,3333 (46/3)"),
        ("-1/3", "-0,3333 (-1/3)"),
    ],
)
def test_numbers_are_shown_near_and_exact(exact, expected):
    assert shown(exact) == expected


def test_the_job_makes_the_file_once(scene):
    minutes = locked(scene)
    client = APIClient()
    client.force_authenticate(scene[2])
    url = f"/api/v1/minutes/{minutes.pk}/file/"
    assert client.get(url).status_code == 409
    print_round_minutes({"minutes": minutes.pk}, None)
    first = Minutes.objects.get()
    print_round_minutes({"minutes": minutes.pk}, None)
    answer = client.get(url)
    data = b"".join(answer.streaming_content)
    assert (
        hashlib.sha256(data).hexdigest() == first.file_sha256 == Minutes.objects.get().file_sha256
    )
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) == 2
    Minutes.objects.update(file="", file_sha256="")
    assert print_minutes(minutes_id=minutes.pk).file_sha256 == first.file_sha256


def test_anybody_may_check_a_code_and_learns_no_score(scene):
    _, round_, head, close, _ = scene
    minutes = locked(scene)
    client = APIClient()
    url = f"/api/v1/minutes/verify/{minutes.code.lower().replace('-', ' ')}/"
    answer = client.get(url)
    body = answer.json()
    assert (body["number"], body["holds"]) == (1, True)
    assert body["document_sha256"] == minutes.document_sha256
    assert close.code not in answer.content.decode()
    unlock_round(round_id=round_.pk, actor=head, reason="phúc khảo")
    assert client.get(url).json()["holds"] is False
    lock_round(round_id=round_.pk, actor=head)
    assert client.get(url).json()["holds"] is False
    assert Minutes.objects.latest("pk").number == 2
    assert client.get("/api/v1/minutes/verify/XXXX-XXXX-XXXX/").status_code == 404


def test_minutes_take_as_many_queries_for_three_entries_as_for_one():
    def queries(entries: int) -> int:
        contest, round_ = make_judged_contest()
        judge = make_judge(contest)
        head = make_judge(contest, role="head").user
        for _ in range(entries):
            make_scored_entry(contest, round_, [judge], [(1, 1)])
        with CaptureQueriesContext(connection) as captured:
            lock_round(round_id=round_.pk, actor=head)
        return len(captured)

    assert queries(1) == queries(3)
