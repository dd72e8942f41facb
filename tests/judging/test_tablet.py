"""Turns put off, looking at the others' scores, sign-in links of seats."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from common.preconditions import OperationReused
from contests.services import update_contest
from judging.errors import (
    PeersBeforeSubmit,
    PeersHidden,
    PeersUnseen,
    ReasonRequired,
    SheetAfterPeers,
)
from judging.models import PeersSeen, Scoresheet, SkippedTurn
from judging.selectors import peers, progress, queue
from judging.services import (
    lock_round,
    look_at_peers,
    rebuild,
    reopen_scoresheet,
    skip_turn,
    void_scoresheet,
)
from tests.factories.accounts import make_user
from tests.factories.contests import make_organiser
from tests.factories.judging import (
    fill_in,
    make_judge,
    make_judged_contest,
    make_sheet,
    operation,
)
from tests.factories.submissions import make_entry
from tests.numbers import tells

pytestmark = pytest.mark.django_db


def client(user) -> APIClient:
    made = APIClient()
    made.force_login(user)
    return made


def post_skip(sheet, key: str, **body):
    return client(sheet.judge.user).post(
        f"/api/v1/scoresheets/{sheet.pk}/skip/",
        {"kind": "busy", **body},
        format="json",
        headers={"Idempotency-Key": key},
    )


def test_a_turn_put_off_shows_until_the_sheet_is_submitted():
    contest, round_ = make_judged_contest()
    judge, entry = make_judge(contest), make_entry(contest)
    sheet = make_sheet(judge, entry, round_)
    skip_turn(sheet=sheet, operation=operation(), kind="busy")
    last = skip_turn(sheet=sheet, operation=operation(), kind="other", note=" hỏng\nloa ")
    (row,) = queue(judge.user)["sheets"]
    assert row["skipped"] == {"kind": "other", "note": "hỏng loa", "at": last.created_at}
    assert progress(contest)["skips"] == [
        {
            "judge": judge.pk,
            "judge_code": judge.code,
            "entry": entry.pk,
            "entry_code": entry.code,
            "round": round_.pk,
            "round_code": "final",
            "attempt": 1,
            "kind": "other",
            "note": "hỏng loa",
            "at": last.created_at,
            "times": 2,
        }
    ]
    sheet.refresh_from_db()
    assert (sheet.kind, sheet.revision) == ("scored", 0)  # no no-show, no score
    fill_in(sheet, 5, 5, state="draft")
    assert len(progress(contest)["skips"]) == 1
    fill_in(sheet, 5, 5)
    assert progress(contest)["skips"] == []
    assert queue(judge.user)["sheets"][0]["skipped"] is None
    assert SkippedTurn.objects.count() == 2


def test_a_skip_that_was_sent_twice_counts_once():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    at = (timezone.now() - timedelta(hours=2)).isoformat()
    first = post_skip(sheet, "key-00000001", skipped_at=at)
    again = post_skip(sheet, "key-00000001", skipped_at=at)
    assert (first.status_code, first.json()) == (201, again.json())
    assert (
        post_skip(sheet, "key-00000001", kind="absent")
        .json()["type"]
        .endswith(OperationReused.code)
    )
    assert SkippedTurn.objects.count() == 1
    (row,) = queue(sheet.judge.user)["sheets"]
    assert row["skipped"]["at"].isoformat() == at  # the device told when it was


def test_a_device_whose_clock_runs_ahead_is_not_believed():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    ahead = timezone.now() + timedelta(days=1)
    turn = skip_turn(sheet=sheet, operation=operation(), kind="absent", skipped_at=ahead)
    assert queue(sheet.judge.user)["sheets"][0]["skipped"]["at"] == turn.created_at


def test_another_reason_needs_words_and_a_key():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    with pytest.raises(ReasonRequired):
        skip_turn(sheet=sheet, operation=operation(), kind="other", note=" ")
    address = f"/api/v1/scoresheets/{sheet.pk}/skip/"
    answer = client(sheet.judge.user).post(address, {"kind": "busy"}, format="json")
    assert answer.status_code == 428
    assert post_skip(sheet, "key-00000002", kind="lazy").status_code == 400


def two_judges(**changes):
    """A contest whose judges see each other, and both sheets of one entry."""
    contest, round_ = make_judged_contest(peers_after_submit=True, **changes)
    entry = make_entry(contest)
    sheets = [make_sheet(make_judge(contest), entry, round_) for _ in range(2)]
    return contest, round_, sheets


def ask(sheet, method="post"):
    address = f"/api/v1/scoresheets/{sheet.pk}/peers/"
    return getattr(client(sheet.judge.user), method)(address)


def test_nothing_of_the_others_leaks_before_the_own_sheet_is_submitted():
    _, _, (own, other) = two_judges()
    fill_in(other, "7.5", 9, comments={"idea": "BÍ MẬT"})
    for state in (None, "draft"):
        if state:
            fill_in(own, 5, 5, state=state)
        for method in ("get", "post"):
            answer = ask(own, method)
            assert (answer.status_code, answer.json()["type"]) == (
                409,
                "/problems/peers-before-submit",
            )
            assert not tells(answer.content.decode(), "7.5")
    own.refresh_from_db()
    fill_in(own, None, None, kind="abstained")  # gave nothing to compare
    with pytest.raises(PeersBeforeSubmit):
        look_at_peers(sheet_id=own.pk)
    assert not PeersSeen.objects.exists()
    fill_in(own, 5, 5)
    own.refresh_from_db()
    with pytest.raises(PeersUnseen):  # reading alone does not look
        peers(own)
    assert not tells(str(queue(own.judge.user)), "7.5")


def test_where_the_contest_does_not_say_so_nobody_looks():
    contest, _, (own, other) = two_judges()
    fill_in(own, 5, 5)
    fill_in(other, "7.5", 9)
    assert ask(own).status_code == 200
    update_contest(contest=contest, peers_after_submit=False)
    for method in ("get", "post"):
        assert ask(own, method).json()["type"] == "/problems/peers-hidden"
    own.refresh_from_db()
    with pytest.raises(PeersHidden):
        peers(Scoresheet.objects.get(pk=own.pk))


def test_after_submission_the_others_sheets_are_shown_without_comments():
    contest, round_, (own, other) = two_judges()
    trainee = make_judge(contest, role="trainee")
    absent = make_judge(contest)
    entry = own.attempt.entry
    fill_in(own, 5, 5)
    fill_in(other, "7.5", 9, comments={"idea": "BÍ MẬT", "": "BÍ MẬT"})
    fill_in(make_sheet(trainee, entry, round_), 1, 2)
    fill_in(make_sheet(absent, entry, round_), None, None, kind="no_show")
    fill_in(make_sheet(make_judge(contest), entry, round_), 3, 3, state="draft")
    gone = make_sheet(make_judge(contest), entry, round_)
    fill_in(gone, 4, 4)
    void_scoresheet(
        sheet_id=gone.pk,
        actor=gone.judge.user,
        expected_revision=1,
        operation=operation(),
        reason="nhầm bài",
    )
    answer = ask(own)
    assert answer.status_code == 200
    assert answer.json() == ask(own, "get").json()
    assert answer["Cache-Control"] == "private, no-store"
    assert "BÍ MẬT" not in answer.content.decode()
    assert [(row["judge"]["code"], row["points"], row["counted"]) for row in answer.json()] == [
        (other.judge.code, "16.5", True),
        (trainee.code, "3", False),
        (absent.code, None, True),
    ]
    assert answer.json()[0]["items"] == [
        {"item": "idea", "value": "7.5", "points": "7.5"},
        {"item": "craft", "value": 9, "points": "9"},
    ]
    assert answer.json()[2]["items"] == []


def test_who_has_looked_changes_the_own_sheet_only_after_a_reopening():
    contest, _, (own, other) = two_judges()
    fill_in(other, 9, 9)
    fill_in(own, 5, 5)
    fill_in(own, 6, 5)  # before looking one may correct
    assert ask(own).status_code == 200
    assert ask(own).status_code == 200
    seen = PeersSeen.objects.get()
    assert (seen.scoresheet, seen.revision) == (own, 2)
    assert queue(own.judge.user)["sheets"][0]["peers_seen_at"] == seen.seen_at
    with pytest.raises(SheetAfterPeers):
        fill_in(own, 9, 9)
    with pytest.raises(SheetAfterPeers):
        fill_in(own, 9, 9, state="draft")
    head = make_judge(contest, role="head").user
    own.refresh_from_db()
    reopen_scoresheet(
        sheet_id=own.pk,
        actor=head,
        expected_revision=own.revision,
        operation=operation(),
        reason="sửa lỗi nhập",
    )
    assert ask(own, "get").status_code == 409  # given back: nothing is shown meanwhile
    fill_in(own, 7, 7, state="draft")
    fill_in(own, 7, 7)
    with pytest.raises(SheetAfterPeers):
        fill_in(own, 9, 9)
    assert ask(own, "get").status_code == 200
    assert rebuild(contests=[contest]) == []


def test_peers_are_shown_in_a_locked_round():
    contest, round_, (own, other) = two_judges()
    fill_in(own, 5, 5)
    fill_in(other, 6, 6)
    lock_round(round_id=round_.pk, actor=make_judge(contest, role="head").user)
    assert [row["points"] for row in ask(own).json()] == ["12"]


def test_peers_cost_the_same_whatever_their_number(django_assert_num_queries):
    contest, round_, (own, other) = two_judges(judges_per_entry=5)
    fill_in(own, 5, 5)
    fill_in(other, 6, 6)
    look_at_peers(sheet_id=own.pk)
    own = Scoresheet.objects.select_related("judge__contest", "attempt__round").get(pk=own.pk)
    with django_assert_num_queries(2):
        assert len(peers(own)) == 1
    for _ in range(2):
        fill_in(make_sheet(make_judge(contest), own.attempt.entry, round_), 7, 7)
    with django_assert_num_queries(2):
        assert len(peers(own)) == 3


def test_progress_and_queue_tell_skips_at_one_cost(django_assert_num_queries):
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    for number in (1, 2, 3):
        sheet = make_sheet(judge, make_entry(contest), round_)
        skip_turn(sheet=sheet, operation=operation(), kind="not_set_up")
        with django_assert_num_queries(11):
            assert len(progress(contest)["skips"]) == number
        with django_assert_num_queries(9):
            assert len(queue(judge.user)["sheets"]) == number


def test_a_seats_link_signs_in_with_its_pin():
    contest, _ = make_judged_contest()
    judge = make_judge(contest, user=make_user(password=None))
    organiser = make_organiser(contest)
    address = f"/api/v1/judges/{judge.pk}/sign-in-link/"
    made = client(organiser).post(address, {}, format="json")
    assert made.status_code == 201
    link = made.json()
    assert link["url"].split("#")[0].endswith("/sign-in")
    body = {"secret": link["url"].split("#link=")[1], "pin": link["pin"]}
    browser = APIClient()
    assert browser.post("/api/v1/sign-in/link/", body).json()["id"] == judge.user.pk
    assert browser.get("/api/v1/queue/").status_code == 200
    past = {"expires_at": (timezone.now() - timedelta(hours=1)).isoformat()}
    assert client(organiser).post(address, past, format="json").status_code == 422
