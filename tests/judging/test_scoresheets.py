"""The way of one score: revisions, idempotency, domains, locks, windows, and the result."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from contests.services import grant, update_contest
from judging.errors import (
    AlreadyAssigned,
    AssignmentUsed,
    AttemptsExhausted,
    ConflictPinned,
    JudgeConflicted,
    JudgingClosed,
    OperationReused,
    RoundLocked,
    SheetInvalid,
    SheetLocked,
    SheetStale,
    SheetVoid,
)
from judging.models import (
    Attempt,
    AttemptChange,
    JudgeAssignment,
    RoundResult,
    Scoresheet,
    ScoresheetRevision,
)
from judging.services import (
    add_attempt,
    assign,
    declare_conflict,
    fill_assignments,
    lock_round,
    rebuild,
    remove_conflict,
    reopen_scoresheet,
    set_attempt,
    unassign,
    unlock_round,
    void_scoresheet,
)
from tests.factories.accounts import make_staff, make_user
from tests.factories.contests import hours, make_officer
from tests.factories.judging import (
    POLICY,
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
    operation,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


def result_of(entry, round_):
    return RoundResult.objects.get(entry=entry, round=round_)


def test_record_appends_a_revision_and_reduces_the_result():
    contest, round_ = make_judged_contest()
    one, two = make_judge(contest), make_judge(contest)
    entry = make_entry(contest)
    first, second = make_sheet(one, entry, round_), make_sheet(two, entry, round_)
    fill_in(first, "7.5", 8)
    assert result_of(entry, round_).value == Fraction("15.5")
    done = fill_in(second, 9, 10)
    result = result_of(entry, round_)
    assert (result.value, result.sheets_expected, result.sheets_submitted) == (
        Fraction("17.25"),
        2,
        2,
    )
    assert str(result.sort_value) == "17.25000000"
    assert (done.revision.number, done.revision.points, done.revision.state) == (1, 19, "submitted")
    round_.form_version.refresh_from_db()
    assert round_.form_version.used_at is not None


def test_draft_may_be_incomplete_and_does_not_count():
    contest, round_ = make_judged_contest()
    judge, entry = make_judge(contest), make_entry(contest)
    sheet = make_sheet(judge, entry, round_)
    done = fill_in(sheet, 5, None, state="draft")
    assert (done.evaluation.complete, done.revision.points) == (False, None)
    assert result_of(entry, round_).value is None
    fill_in(sheet, 5, 5, state="draft")
    assert result_of(entry, round_).value is None


def test_submitting_an_incomplete_sheet_names_the_item():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    with pytest.raises(SheetInvalid) as caught:
        fill_in(sheet, 5, None)
    assert [(f.pointer, f.code) for f in caught.value.errors] == [("/values/craft", "required")]


@pytest.mark.parametrize(
    ("idea", "code"), [(11, "above-max"), (-1, "below-min"), ("0.3", "off-step"), ("x", "type")]
)
def test_value_out_of_domain_is_refused_even_in_a_draft(idea, code):
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    with pytest.raises(SheetInvalid) as caught:
        fill_in(sheet, idea, 1, state="draft")
    assert [(f.pointer, f.code) for f in caught.value.errors] == [("/values/idea", code)]
    assert ScoresheetRevision.objects.count() == 0


def test_repeat_answers_with_the_revision_that_it_made():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    key = operation()
    first = fill_in(sheet, 5, 5, operation=key)
    fill_in(sheet, 6, 6)
    again = fill_in(sheet, 5, 5, operation=key, expected_revision=0)
    assert again.revision == first.revision
    assert again.revision.values == {"idea": 5, "craft": 5}
    sheet.refresh_from_db()
    assert (sheet.revision, sheet.values) == (2, {"idea": 6, "craft": 6})


def test_operation_with_another_body_is_refused():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    key = operation()
    fill_in(sheet, 5, 5, operation=key)
    with pytest.raises(OperationReused):
        fill_in(sheet, 6, 5, operation=key)


def test_stale_revision_is_refused_with_the_current_state():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    fill_in(sheet, 5, 5)
    with pytest.raises(SheetStale) as caught:
        fill_in(sheet, 6, 6, expected_revision=0)
    current = caught.value.extra["current"]
    assert (current["revision"], current["values"]) == (1, {"idea": 5, "craft": 5})


def test_locked_round_refuses_writes_and_a_reopened_sheet_takes_one():
    contest, round_ = make_judged_contest()
    chair = make_officer(contest, "chair")
    entry = make_entry(contest)
    sheet = make_sheet(make_judge(contest), entry, round_)
    fill_in(sheet, 5, 5)
    lock_round(round_id=round_.pk, actor=chair)
    with pytest.raises(SheetLocked):
        fill_in(sheet, 6, 6)
    sheet = Scoresheet.objects.select_related("attempt__round").get(pk=sheet.pk)
    assert sheet.shown_state == "locked"
    reopen_scoresheet(
        sheet_id=sheet.pk,
        actor=chair,
        expected_revision=1,
        operation=operation(),
        reason="nhầm bài",
    )
    assert result_of(entry, round_).value is None
    fill_in(sheet, 6, 6)
    assert result_of(entry, round_).value == 12
    with pytest.raises(SheetLocked):
        fill_in(sheet, 7, 7)
    with pytest.raises(RoundLocked):
        lock_round(round_id=round_.pk, actor=chair)
    unlock_round(round_id=round_.pk, actor=chair, reason="chấm bổ sung")
    fill_in(sheet, 7, 7)
    assert [lock.locked for lock in round_.locks.all()] == [True, False]


def test_void_sheet_leaves_the_result_and_keeps_its_values():
    contest, round_ = make_judged_contest()
    chair = make_officer(contest, "chair")
    one, two = make_judge(contest), make_judge(contest)
    entry = make_scored_entry(contest, round_, [one, two], [(2, 2), (8, 8)])
    sheet = Scoresheet.objects.get(judge=one)
    void_scoresheet(
        sheet_id=sheet.pk,
        actor=chair,
        expected_revision=1,
        operation=operation(),
        reason="sai quy chế",
    )
    result = result_of(entry, round_)
    assert (result.value, result.sheets_expected) == (16, 1)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.values) == ("void", {"idea": 2, "craft": 2})
    with pytest.raises(SheetVoid):
        fill_in(sheet, 1, 1)


def test_window_closed_refuses_writes():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    contest.judging_open_at, contest.judging_close_at = hours(-2), hours(-1)
    contest.save()
    with pytest.raises(JudgingClosed):
        fill_in(sheet, 5, 5)
    contest.judging_open_at, contest.judging_close_at = hours(1), hours(2)
    contest.save()
    with pytest.raises(JudgingClosed):
        fill_in(sheet, 5, 5)


def test_trainee_is_not_counted():
    contest, round_ = make_judged_contest()
    judges = [make_judge(contest), make_judge(contest, role="trainee")]
    entry = make_scored_entry(contest, round_, judges, [(2, 2), (10, 10)])
    result = result_of(entry, round_)
    assert (result.value, result.sheets_expected, result.sheets_submitted) == (4, 1, 1)


def test_no_show_is_never_a_zero():
    contest, round_ = make_judged_contest()
    one, two = make_judge(contest), make_judge(contest)
    entry = make_entry(contest)
    fill_in(make_sheet(one, entry, round_), 6, 6)
    fill_in(make_sheet(two, entry, round_), None, None, kind="abstained")
    result = result_of(entry, round_)
    assert (result.value, result.sheets_submitted) == (12, 2)


def test_attempt_disqualified_and_back_recomputes():
    contest, round_ = make_judged_contest()
    chair = make_officer(contest, "chair")
    entry = make_scored_entry(contest, round_, [make_judge(contest)], [(4, 5)])
    attempt = Attempt.objects.get(entry=entry)
    set_attempt(attempt_id=attempt.pk, actor=chair, reason="phạm luật", state="disqualified")
    assert result_of(entry, round_).value is None
    set_attempt(attempt_id=attempt.pk, actor=chair, reason="phúc khảo", state="done")
    assert result_of(entry, round_).value == 9
    changes = AttemptChange.objects.filter(attempt=attempt)
    assert [(c.before["state"], c.after["state"]) for c in changes] == [
        ("pending", "disqualified"),
        ("disqualified", "done"),
    ]


def test_add_attempt_makes_sheets_and_best_counts():
    policy = {
        **POLICY,
        "rounds": {"final": {"judges": {"method": "mean"}, "attempts": {"method": "best"}}},
    }
    contest, round_ = make_judged_contest(policy=policy, attempts_max=2)
    judge = make_judge(contest)
    entry = make_scored_entry(contest, round_, [judge], [(4, 5)])
    attempt = add_attempt(entry=entry, round_id=round_.pk, actor=make_staff())
    fill_in(Scoresheet.objects.get(attempt=attempt, judge=judge), 8, 8)
    assert result_of(entry, round_).value == 16
    with pytest.raises(AttemptsExhausted):
        add_attempt(entry=entry, round_id=round_.pk, actor=make_staff())


def test_fill_is_balanced_honours_conflicts_and_says_why_not():
    contest, round_ = make_judged_contest(judges_per_entry=2)
    judges = [make_judge(contest) for _ in range(3)]
    entries = [make_entry(contest) for _ in range(6)]
    for judge in judges[:2]:
        declare_conflict(judge=judge, entry=entries[0], pinned=True)
    filling = fill_assignments(round_=round_)
    assert filling.created == 11
    assert [(u.entry, u.missing) for u in filling.uncovered] == [(entries[0], 1)]
    assert "GK01, GK02" in filling.uncovered[0].reason["en"]
    loads = [JudgeAssignment.objects.filter(judge=judge).count() for judge in judges]
    assert max(loads) - min(loads) <= 1
    assert Scoresheet.objects.filter(revision=0).count() == 11
    assert fill_assignments(round_=round_).created == 0


def test_mentor_and_declared_conflicts_cannot_be_assigned():
    contest, round_ = make_judged_contest()
    mentor = make_user("Cô Giáo")
    judge = make_judge(contest, user=mentor)
    entry, other = make_entry(contest, mentor=mentor), make_entry(contest)
    with pytest.raises(JudgeConflicted):
        assign(judge=judge, entry=entry, round_=round_)
    assign(judge=judge, entry=other, round_=round_)
    with pytest.raises(AlreadyAssigned):
        assign(judge=judge, entry=other, round_=round_)
    conflict = declare_conflict(judge=judge, entry=other, pinned=True)
    assert JudgeAssignment.objects.count() == 0
    with pytest.raises(ConflictPinned):
        remove_conflict(conflict=conflict)


def test_assignment_with_scores_stays():
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    make_scored_entry(contest, round_, [judge], [(1, 1)])
    with pytest.raises(AssignmentUsed):
        unassign(assignment=JudgeAssignment.objects.get())


def test_rebuild_equals_live_and_finds_a_tampered_figure(capsys):
    contest, round_ = make_judged_contest()
    judges = [make_judge(contest), make_judge(contest)]
    entry = make_scored_entry(contest, round_, judges, [(2, 3), (4, 4)])
    make_scored_entry(contest, round_, judges, [(9, 9), ("0.5", 10)])
    call_command("rebuild_results")
    assert "0 differences" in capsys.readouterr().out
    RoundResult.objects.filter(entry=entry).update(value=Fraction(99))
    Scoresheet.objects.filter(judge=judges[0], attempt__entry=entry).update(points=Fraction(7))
    with pytest.raises(SystemExit):
        call_command("rebuild_results", write=True)
    assert result_of(entry, round_).value == Fraction("6.5")
    assert rebuild(contests=[contest]) == []


def test_rebuild_goes_through_all_entries_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr("judging.services.rebuilding._ENTRIES", 2)
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    entries = [make_scored_entry(contest, round_, [judge], [(1, number)]) for number in range(5)]
    for entry in entries[1::3]:
        sheets = Scoresheet.objects.filter(attempt__entry=entry)
        sheets.update(values={"idea": "10", "work": "10"}, state="draft")
    RoundResult.objects.filter(entry=entries[2]).delete()
    places = [difference.where for difference in rebuild(contests=[contest], write=True)]
    prefix = f"{contest.slug}/{{}}/{round_.code}"
    sheet, whole = f"{prefix}/1/{judge.code}", prefix
    assert places == [
        sheet.format(entries[1].code),
        whole.format(entries[2].code),
        sheet.format(entries[4].code),
    ]
    assert rebuild(contests=[contest]) == []
    assert [result_of(entry, round_).value for entry in entries] == [1, 2, 3, 4, 5]


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_api_writes_with_conditions():
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    sheet = make_sheet(judge, make_entry(contest), round_)
    client = client_of(judge.user)
    url = f"/api/v1/scoresheets/{sheet.pk}/"
    body = {
        "values": {"idea": 5, "craft": "2.5"},
        "comments": {},
        "kind": "scored",
        "state": "draft",
    }
    assert client.put(url, body).status_code == 428
    assert client.put(url, body, headers={"If-Match": '"0"'}).status_code == 428
    key = operation()
    headers = {"If-Match": '"0"', "Idempotency-Key": key}
    first = client.put(url, body, headers=headers)
    assert first.status_code == 200, first.content
    assert first["ETag"] == '"1"'
    assert (first.json()["points"], first.json()["maximum"]) == ("7.5", "20")
    assert first.json()["receipt"]["revision"] == 1
    assert client.put(url, body, headers=headers).json() == first.json()
    other = client.put(url, {**body, "state": "submitted"}, headers=headers)
    assert (other.status_code, other.json()["type"]) == (409, "/problems/operation-reused")
    stale = client.put(url, body, headers={"If-Match": '"0"', "Idempotency-Key": operation()})
    assert (stale.status_code, stale.json()["current"]["revision"]) == (412, 1)
    wrong = {**body, "values": {"idea": 50}}
    refused = client.put(url, wrong, headers={"If-Match": '"1"', "Idempotency-Key": operation()})
    assert refused.status_code == 422
    assert [e["pointer"] for e in refused.json()["errors"]] == ["/values/idea"]
    rows = client.get(f"{url}revisions/").json()
    assert [row["number"] for row in rows] == [1]


def test_api_runs_the_organisers_side():
    contest, round_ = make_judged_contest()
    entry = make_entry(contest)
    chair = client_of(make_officer(contest, "chair"))
    made = chair.post("/api/v1/judges/", {"contest": contest.slug, "full_name": "Lý Thị Chấm"})
    assert made.status_code == 201, made.content
    assert made.json()["code"] == "GK01"
    card = chair.post(f"/api/v1/judges/{made.json()['id']}/sign-in-card/", {})
    assert card.status_code == 201, card.content
    panel = chair.post(
        "/api/v1/panels/", {"contest": contest.slug, "code": "h1", "name": "Hội đồng 1"}
    )
    assert panel.status_code == 201
    changed = chair.patch(f"/api/v1/judges/{made.json()['id']}/", {"panel": panel.json()["id"]})
    assert changed.json()["panel"] == panel.json()["id"]
    assert chair.delete(f"/api/v1/panels/{panel.json()['id']}/").status_code == 409
    filled = chair.post("/api/v1/assignments/fill/", {"contest": contest.slug, "round": round_.pk})
    assert filled.status_code == 200, filled.content
    assert filled.json()["created"] == 1
    assert [row["entry"] for row in filled.json()["uncovered"]] == [entry.code]
    progress = chair.get(f"/api/v1/progress/?contest={contest.slug}").json()
    assert [(r["expected"], r["submitted"], r["entries"]) for r in progress["rounds"]] == [
        (1, 0, 1)
    ]
    locked = chair.post(f"/api/v1/rounds/{round_.pk}/lock/", {})
    assert (locked.status_code, locked.json()["locked_at"] is not None) == (200, True)
    assert chair.post(f"/api/v1/rounds/{round_.pk}/unlock/", {"reason": ""}).status_code == 422
    assert chair.post(f"/api/v1/rounds/{round_.pk}/unlock/", {"reason": "tiếp"}).status_code == 200
    attempts = chair.get(f"/api/v1/attempts/?round={round_.pk}").json()["results"]
    changed = chair.patch(
        f"/api/v1/attempts/{attempts[0]['id']}/", {"state": "no_show", "reason": "vắng"}
    )
    assert (changed.status_code, changed.json()["state"]) == (200, "no_show")
    assert chair.get("/api/v1/matches/").json()["results"] == []
    stranger = client_of(make_user("Người Ngoài"))
    assert stranger.get(f"/api/v1/progress/?contest={contest.slug}").status_code == 403
    assert stranger.post(f"/api/v1/rounds/{round_.pk}/lock/", {}).status_code == 403
    assert stranger.get("/api/v1/scoresheets/").json()["results"] == []


def test_archived_contest_takes_no_scores():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    update_contest(contest=contest, state="archived")
    with pytest.raises(JudgingClosed):
        fill_in(sheet, 5, 5)


def test_my_contests_tells_grants_seat_and_entries():
    contest, _ = make_judged_contest()
    person = make_user("Nhiều Vai")
    judge = make_judge(contest, user=person)
    grant(contest=contest, name="observe", to=person)
    entry = make_entry(contest, mentor=person)
    assert client_of(person).get("/api/v1/my/contests/").json() == [
        {
            "contest": contest.slug,
            "title": contest.title,
            "title_en": contest.title_en,
            "kind": "digital_content",
            "state": "open",
            "grants": ["judge", "observe"],
            "judge": {"id": judge.pk, "code": "GK01", "role": "judge"},
            "entries": [
                {"id": entry.pk, "code": entry.code, "title": entry.title, "role": "mentor"}
            ],
        }
    ]
