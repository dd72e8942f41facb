"""Who sees which sheets, what a blind judge is told, and how many queries the lists take."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from judging.models import Scoresheet
from judging.permissions import ScoresheetPolicy
from judging.selectors import progress, queue
from judging.serializers.running import ProgressSerializer
from judging.serializers.scoresheets import QueueSerializer
from judging.services import declare_conflict, propose_override, recuse, update_judge
from submissions.models import Attachment
from submissions.services import ParticipantData, create_submission, finish_picture
from tests.factories.accounts import make_staff, make_user
from tests.factories.contests import make_officer, make_organiser
from tests.factories.judging import (
    POLICY,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
)
from tests.factories.submissions import make_attachment, make_entry, picture_bytes

pytestmark = pytest.mark.django_db

_EVERY_MARK_DISCUSSED = {
    **POLICY,
    "rounds": {"final": {"discrepancy": {"bands": [{"action": "discuss"}]}}},
}


def test_sheets_are_seen_by_exactly_their_judge_and_the_overseers():
    contest, round_ = make_judged_contest()
    other_contest, _ = make_judged_contest()
    student, mentor = make_user("Trò"), make_user("Thầy")
    judge, colleague = make_judge(contest), make_judge(contest)
    entry = make_entry(contest, student=student, mentor=mentor)
    mine, theirs = make_sheet(judge, entry, round_), make_sheet(colleague, entry, round_)
    both = {mine, theirs}
    visible = {
        judge.user: {mine},
        colleague.user: {theirs},
        make_judge(contest).user: set(),
        make_judge(contest, role="observer").user: both,
        make_judge(contest, role="head").user: both,
        make_organiser(contest): both,
        make_organiser(other_contest): set(),
        make_officer(contest, "publish"): set(),
        make_staff(): both,
        student: set(),
        mentor: set(),
        make_user("Người Ngoài"): set(),
    }
    for user, expected in visible.items():
        found = set(Scoresheet.objects.filter(ScoresheetPolicy.readable(user)))
        assert found == expected, user
        for sheet in both:
            assert ScoresheetPolicy.can_read(user, sheet) == (sheet in expected)
            assert user.has_perm("judging.view_scoresheet", sheet) == (sheet in expected)
            writes = sheet.judge.user == user
            assert user.has_perm("judging.change_scoresheet", sheet) == writes
    assert judge.user.has_perm("submissions.view_entry", entry)


@pytest.mark.parametrize("people", ["mentors", "participants"])
def test_own_entry_is_judged_by_nobody_whatever_was_assigned(people: str):
    contest, round_ = make_judged_contest()
    judge, entry = make_judge(contest), make_entry(contest)
    sheet = make_sheet(judge, entry, round_)
    assert judge.user.has_perm("judging.change_scoresheet", sheet)
    getattr(entry, people).create(full_name="Người Nhà", user=judge.user)
    assert not judge.user.has_perm("judging.change_scoresheet", sheet)
    assert not Scoresheet.objects.filter(ScoresheetPolicy.readable(judge.user)).exists()


def test_right_ends_with_its_fact():
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    entry = make_scored_entry(contest, round_, [judge], [(1, 1)])
    sheet = Scoresheet.objects.get()
    assert ScoresheetPolicy.can_write(judge.user, sheet)
    update_judge(judge=judge, active=False)
    assert not ScoresheetPolicy.can_read(judge.user, sheet)
    update_judge(judge=judge, active=True)
    declare_conflict(judge=judge, entry=entry)
    assert not ScoresheetPolicy.can_read(judge.user, sheet)
    assert not judge.user.has_perm("submissions.view_entry", entry)


def _blind_entry(contest, **changes):
    return make_entry(
        contest,
        participants=[ParticipantData("Hoàng Bảo Ngọc Trâm")],
        mentor=make_user("Vũ Đình Thầy Giáo"),
        organization=contest.organization,
        **changes,
    )


def test_blind_judge_learns_no_name():
    contest, round_ = make_judged_contest(blind=True)
    judge = make_judge(contest)
    entry = _blind_entry(contest, title="Ứng dụng của HOANG BAO NGOC TRAM")
    attachment = make_attachment(entry, name="Hoàng Bảo Ngọc Trâm 9A.pdf")
    create_submission(
        entry=entry,
        by=None,
        note="em là Trâm",
        link="https://example.org/tram",
        attachments=[attachment.pk],
    )
    sheet = make_sheet(judge, entry, round_)
    client = APIClient()
    client.force_authenticate(judge.user)
    place = f"/api/v1/scoresheets/{sheet.pk}"
    answers = [
        client.get(url)
        for url in ("/api/v1/queue/", "/api/v1/scoresheets/", f"{place}/", f"{place}/revisions/")
    ]
    answers.append(client.put(f"{place}/", {}, format="json"))
    (shown_file,) = queue(judge.user)["sheets"][0]["entry"]["attachments"]
    file = client.get(shown_file["url"])
    assert (file.status_code, file["X-Content-Type-Options"]) == (200, "nosniff")
    said = " ".join(answer.content.decode() for answer in answers) + str(file.headers)
    for secret in ("Trâm", "TRAM", "Tram", "tram", "Đình", contest.organization.name, entry.code):
        assert secret not in said, secret
    shown = queue(judge.user)["sheets"][0]["entry"]
    assert (shown["code"], shown["title"], shown["team"]) == (entry.blind_code, None, None)
    assert shown["attachments"][0]["name"] == f"{entry.blind_code}-1.pdf"


def test_judges_get_files_of_the_submitted_work_alone():
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    bare = make_sheet(judge, make_entry(contest), round_)
    entry = make_entry(contest)
    sheet = make_sheet(judge, entry, round_)
    draft = make_attachment(make_entry(make_judged_contest()[0]))
    own_draft, picture = (
        make_attachment(entry),
        make_attachment(entry, name="ảnh.png", content=picture_bytes()),
    )
    create_submission(entry=entry, by=None, attachments=[picture.pk])
    client = APIClient()
    client.force_authenticate(judge.user)

    def fetched(sheet: Scoresheet, attachment: Attachment) -> int:
        return client.get(
            f"/api/v1/scoresheets/{sheet.pk}/attachments/{attachment.pk}/file/"
        ).status_code

    assert [fetched(bare, each) for each in (draft, own_draft, picture)] == [404] * 3
    assert [fetched(sheet, each) for each in (draft, own_draft, picture)] == [404, 404, 409]
    finish_picture(attachment_id=picture.pk)
    assert fetched(sheet, picture) == 200


def test_queue_and_progress_have_the_shape_that_the_schema_tells():
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    make_scored_entry(contest, round_, [judge], [(3, 4)])
    body = queue(judge.user)
    assert set(body) == set(QueueSerializer().fields)
    fields = QueueSerializer().fields["sheets"].child.fields
    assert set(body["sheets"][0]) == set(fields)
    assert set(body["sheets"][0]["entry"]) == set(fields["entry"].fields)
    assert body["sheets"][0]["points"] == "7"
    assert list(body["forms"]) == [str(round_.form_version_id)]
    told = progress(contest)
    for name in ("rounds", "judges"):
        assert set(told[name][0]) == set(ProgressSerializer().fields[name].child.fields)


@pytest.mark.parametrize(
    "path",
    [
        "queue/",
        "scoresheets/",
        "progress/?contest={slug}",
        "assignments/",
        "judges/",
        "attempts/",
        "discrepancies/",
        "overrides/",
        "recusals/",
    ],
)
def test_lists_take_as_many_queries_at_three_rows_as_at_one(path):
    contest, round_ = make_judged_contest(policy=_EVERY_MARK_DISCUSSED)
    head, other, gone = (make_judge(contest, role=role) for role in ("head", "judge", "judge"))
    client = APIClient()
    client.force_authenticate(head.user)
    url = f"/api/v1/{path.format(slug=contest.slug)}"

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = client.get(url)
        assert answer.status_code == 200
        assert json.loads(answer.content)
        return len(captured)

    def grow() -> None:
        entry = make_scored_entry(contest, round_, [head, other], [(1, 1), (2, 2)])
        propose_override(entry=entry, round_=round_, actor=head.user, after=Fraction(3), reason="x")
        recuse(sheet=make_sheet(gone, entry, round_), actor=gone.user, kind="family", reason="x")

    grow()
    one = queries()
    for _ in range(2):
        grow()
        make_judge(contest)
    assert queries() == one
