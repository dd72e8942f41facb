"""Where the parts of judging meet: what does not count for one of them counts for none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from contests.services import create_form_version
from judging.errors import (
    AlreadyAssigned,
    AttemptRemarked,
    JudgeConflicted,
    PaperNothing,
    PeersHidden,
)
from judging.minutes import html
from judging.models import (
    Attempt,
    Discrepancy,
    JudgeAssignment,
    Minutes,
    Recusal,
    RoundResult,
    Scoresheet,
    SkippedTurn,
)
from judging.selectors import (
    agreement,
    flagged,
    printable,
    progress,
    queue,
    recusals,
    round_feedback,
    third_markers,
    watched,
    watched_entries,
)
from judging.services import (
    Sample,
    add_attempt,
    appoint_third,
    create_calibration,
    declare_conflict,
    delete_calibration,
    fill_assignments,
    issue_papers,
    lock_round,
    look_at_peers,
    plan_assignments,
    preview_form_version,
    rebuild,
    recuse,
    reinstate_judge,
    release_judge,
    set_attempt,
    skip_turn,
    transcribe,
    unlock_round,
)
from leaderboards.computing import compute_standings
from leaderboards.models import Appeal
from submissions.services import withdraw_entry
from tests.factories.contests import make_organiser
from tests.factories.judging import (
    FORM,
    POLICY,
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
    operation,
)
from tests.factories.submissions import make_entry
from tests.leaderboards.test_appeals import Case

pytestmark = pytest.mark.django_db


def of_round(contest: Any) -> dict[str, Any]:
    return progress(contest)["rounds"][0]


def kinds(contest: Any) -> list[str]:
    return [group["kind"] for group in progress(contest)["attention"]]


def hours_ago(hours: int) -> Any:
    return timezone.now() - timedelta(hours=hours)


def test_nobody_waits_for_the_sheets_of_an_entry_that_was_withdrawn():
    contest, round_ = make_judged_contest(judges_per_entry=1, judging_open_at=hours_ago(2))
    judge = make_judge(contest)
    make_scored_entry(contest, round_, [judge], [(5, 5)])
    gone = make_entry(contest)
    sheet = make_sheet(judge, gone, round_)
    skip_turn(sheet=sheet, operation=operation(), kind="absent")
    Scoresheet.objects.update(updated_at=hours_ago(1))
    assert (of_round(contest)["expected"], kinds(contest)) == (2, ["silent"])
    withdraw_entry(entry=gone, revision=None, by=None, reason="ốm")
    now = progress(contest)
    assert {key: now["rounds"][0][key] for key in ("expected", "submitted", "entries")} == {
        "expected": 1, "submitted": 1, "entries": 1,
    }  # fmt: skip
    assert (now["judges"][0]["expected"], now["skips"], now["attention"]) == (1, [], [])
    assert rebuild(contests=[contest]) == []


def test_nobody_waits_for_the_sheets_of_an_attempt_that_was_taken_back():
    contest, round_ = make_judged_contest(judges_per_entry=1, attempts_max=2)
    judge = make_judge(contest)
    entry = make_scored_entry(contest, round_, [judge], [(5, 5)])
    second = add_attempt(entry=entry, round_id=round_.pk)
    sheet = Scoresheet.objects.get(attempt=second)
    skip_turn(sheet=sheet, operation=operation(), kind="not_set_up")
    assert (of_round(contest)["expected"], of_round(contest)["entries_done"]) == (2, 0)
    assert (len(progress(contest)["skips"]), printable(round_)) == (1, [sheet])
    set_attempt(attempt_id=second.pk, actor=judge.user, reason="mất điện", state="void")
    assert (of_round(contest)["expected"], of_round(contest)["entries_done"]) == (1, 1)
    assert progress(contest)["skips"] == []
    assert [row["attempt"]["number"] for row in queue(judge.user)["sheets"]] == [1]
    with pytest.raises(PaperNothing):
        printable(round_)
    assert rebuild(contests=[contest]) == []


def test_a_second_attempt_is_no_second_judge():
    contest, round_ = make_judged_contest(judges_per_entry=2, attempts_max=2)
    judge = make_judge(contest)
    entry = make_scored_entry(contest, round_, [judge], [(5, 5)])
    add_attempt(entry=entry, round_id=round_.pk)
    (short,) = progress(contest)["short_entries"]
    assert (short["code"], short["judges"], short["wanted"]) == (entry.code, 1, 2)
    watched = watched_entries(make_organiser(contest))
    assert [row.entry for row in watched.filter(flagged())] == [entry]
    fill_in(make_sheet(make_judge(contest), entry, round_), 5, 5)
    assert progress(contest)["short_entries"] == []
    assert not watched.filter(flagged()).exists()


def test_a_marking_anew_after_an_appeal_counts_nowhere():
    case = Case(judges_per_entry=1)
    before = of_round(case.contest)
    appeal = case.accept(case.file())
    result = RoundResult.objects.get(entry=case.entry, round=case.round)
    assert (result.sheets_expected, result.sheets_submitted) == (1, 1)
    assert of_round(case.contest) == before
    sheet = Scoresheet.objects.get(attempt=appeal.attempt)
    fill_in(sheet, 2, 2, comments={"idea": "chấm lại theo đơn"})
    assert of_round(case.contest) == before
    assert [judge["code"] for report in agreement(case.round) for judge in report["judges"]] == [
        case.judge.code
    ]
    assert round_feedback(case.round, [case.entry])[0]["comments"] == []
    assert rebuild(contests=[case.contest]) == []


def calibrated(**changes: Any) -> tuple[Any, Any, list[Scoresheet]]:
    """A contest with a calibration round of one sample, and its judges' sheets."""
    contest, round_ = make_judged_contest(judges_per_entry=1, **changes)
    for _ in range(2):
        make_judge(contest)
    trial = create_calibration(of=round_, samples=[Sample("Bài mẫu")], actor=None)
    return contest, trial, list(Scoresheet.objects.filter(attempt__round=trial).order_by("judge"))


def test_nobody_looks_at_the_others_marks_of_a_calibration_before_its_spread_is_open():
    _, _, (own, other) = calibrated(peers_after_submit=True)
    fill_in(own, 5, 5)
    fill_in(other, 9, 9)
    with pytest.raises(PeersHidden):
        look_at_peers(sheet_id=own.pk)


def test_stepping_back_from_a_sample_asks_for_no_substitute():
    contest, _, (own, other) = calibrated()
    fill_in(other, 9, 9)
    recuse(sheet=other, actor=other.judge.user, kind="declared", reason="thầy của mình làm mẫu")
    recuse(sheet=own, actor=own.judge.user, kind="declared", reason="con mình làm mẫu")
    assert not JudgeAssignment.objects.filter(judge=own.judge).exists()
    assert not Scoresheet.objects.filter(pk=own.pk).exists()
    other.refresh_from_db()
    assert other.state == "void"
    assert progress(contest)["attention"] == []
    assert set(recusals(make_organiser(contest)).values_list("uncovered", flat=True)) == {False}


def test_a_turn_put_off_or_a_step_back_keeps_no_calibration_from_going():
    _, trial, (own, other) = calibrated()
    skip_turn(sheet=own, operation=operation(), kind="busy")
    recuse(sheet=other, actor=other.judge.user, kind="declared", reason="quen tác giả")
    delete_calibration(round_=trial)
    assert not SkippedTurn.objects.exists()
    assert not Recusal.objects.exists()


def test_a_calibration_costs_the_same_queries_for_many_judges(django_assert_max_num_queries):
    contest, round_ = make_judged_contest()
    for _ in range(6):
        make_judge(contest)
    samples = [Sample(f"Bài mẫu {number}") for number in range(1, 4)]
    with django_assert_max_num_queries(60):
        trial = create_calibration(of=round_, samples=samples, actor=None)
    assert Scoresheet.objects.filter(attempt__round=trial).count() == 18


def test_no_paper_is_printed_for_a_judge_in_conflict():
    contest, round_ = make_judged_contest(judges_per_entry=1)
    judge = make_judge(contest)
    sheet = make_sheet(judge, make_entry(contest), round_)
    (paper,) = issue_papers(sheets=[sheet])
    fill_in(sheet, 5, 5, state="draft")
    declare_conflict(judge=judge, entry=sheet.attempt.entry)
    with pytest.raises(JudgeConflicted):
        transcribe(
            paper_id=paper.pk, typist=make_organiser(contest), values={"idea": 5}, comments={}
        )
    with pytest.raises(PaperNothing):
        printable(round_)


def test_the_preview_of_a_form_tells_the_ranks_by_the_severity_model_in_force():
    model = {"final": {"severity": {"model": "additive"}}}
    contest, round_ = make_judged_contest(
        policy={**POLICY, "rounds": model, "by_division": False}, judges_per_entry=2
    )
    judges = [make_judge(contest) for _ in range(3)]
    # x takes 1 off, z adds 1: with raw means the second entry is before the first.
    marks = ((0, 1, (7, 8)), (1, 2, (7, 8)), (0, 2, (4, 6)), (0, 1, (1, 2)))
    for one, other, (low, high) in marks:
        make_scored_entry(contest, round_, [judges[one], judges[other]], [(low, 0), (high, 0)])
    before = {row.entry: row.rank for row in compute_standings(contest).standings.rows}
    idea, craft = FORM["items"]
    version = create_form_version(
        form=round_.form_version.form,
        definition={"schema": 1, "items": [{**idea, "weight": 2}, craft]},
        by=None,
    )
    ranks = preview_form_version(round_=round_, form_version=version).ranks
    assert {row["entry"]: row["before"] for row in ranks} == before


def reopened(**changes: Any) -> tuple[Case, Any]:
    """A round that was unlocked while an appeal is marked anew, and the sheet that this is done on."""
    case = Case(**changes)
    appeal = case.accept(case.file())
    unlock_round(round_id=case.round.pk, actor=case.organiser, reason="thêm giám khảo")
    return case, Scoresheet.objects.get(attempt=appeal.attempt)


def judges_of(attempt: Attempt) -> set[Any]:
    return {sheet.judge for sheet in attempt.scoresheets.all()}


def test_who_marks_anew_after_an_appeal_takes_no_seat_of_the_entry():
    case, anew = reopened(judges_per_entry=2, attempts_max=3)
    planned = plan_assignments(round_=case.round)
    (lacking,) = planned.uncovered
    assert (lacking.entry, lacking.missing) == (case.entry, 1)
    assert "GK02" in lacking.reason["vi"]
    assert "GK02" in lacking.reason["en"]
    third = make_judge(case.contest)
    assert fill_assignments(round_=case.round).uncovered == ()
    assert judges_of(case.entry.attempts.get(number=1)) == {case.judge, third}
    assert judges_of(anew.attempt) == {case.other}
    again = add_attempt(entry=case.entry, round_id=case.round.pk)
    assert judges_of(again) == {case.judge, third}
    assert RoundResult.objects.get(entry=case.entry).sheets_expected == 4
    assert rebuild(contests=[case.contest]) == []


def test_what_is_marked_anew_is_never_made_to_count():
    case, anew = reopened(judges_per_entry=1)
    fill_in(anew, 10, 10)
    with pytest.raises(AttemptRemarked):
        set_attempt(
            attempt_id=anew.attempt_id, actor=case.organiser, reason="cho tính", state="done"
        )
    assert case.points() == 8


def test_minutes_and_the_watched_entry_tell_what_does_not_count():
    case, anew = reopened(judges_per_entry=1)
    fill_in(anew, 3, 3)
    withdraw_entry(entry=case.first, revision=None, by=None, reason="ốm")
    watching = watched_entries(case.organiser)
    (row,) = watching
    assert [sheet.judge for sheet in watched([row]).sheets[case.entry.pk, case.round.pk]] == [
        case.judge
    ]
    lock_round(round_id=case.round.pk, actor=case.organiser)
    told = Minutes.objects.latest("pk")
    document = told.document
    assert {row["entry"]: row["state"] for row in document["results"]} == {
        case.first.code: "withdrawn",
        case.entry.code: "submitted",
    }
    states = [(row["judge"], row["attempt_state"]) for row in document["sheets"]]
    assert states.count(("GK02", "surrogate")) == 1
    page = html(document, code=told.code, url="https://x.vn", digest="0" * 64)
    assert f"{case.first.code} (đã rút)" in page
    assert page.count("đã nộp (lượt không tính điểm)") == 1


def test_who_marks_anew_and_leaves_keeps_the_sheet_for_coming_back():
    case, anew = reopened(judges_per_entry=1)
    release = release_judge(judge=case.other, actor=case.organiser, reason="ốm")
    assert [(part.taken, part.given_up) for part in release.rounds] == [((), frozenset())]
    reinstate_judge(judge=case.other, actor=case.organiser)
    fill_in(anew, 9, 9)
    assert case.conclude(Appeal.objects.get()).state == "unchanged"


def test_who_marks_anew_is_no_third_marker():
    protocol = {"measure": "share", "bands": [{"action": "third_marking"}]}
    policy = {**POLICY, "rounds": {"final": {"discrepancy": protocol}}}
    case, _ = reopened(policy=policy)
    judge = make_judge(case.contest)
    fill_in(make_sheet(judge, case.entry, case.round), 1, 1)
    row = Discrepancy.objects.get()
    assert case.other not in [each.judge for each in third_markers(row)]
    with pytest.raises(AlreadyAssigned):
        appoint_third(
            discrepancy_id=row.pk, actor=case.organiser, expected_revision=row.revision,
            judge=case.other, reason="chấm lần ba",
        )  # fmt: skip


def test_a_planned_round_has_no_judge_of_an_appeal_among_its_own():
    case = Case(judges_per_entry=1)
    case.accept(case.file())
    case.round.refresh_from_db()
    case.round.locked_at = None
    case.round.save(update_fields=["locked_at"])
    filled = fill_assignments(round_=case.round)
    assert (filled.created, filled.uncovered) == (0, ())
    assert Attempt.objects.filter(entry=case.entry, state="surrogate").count() == 1
