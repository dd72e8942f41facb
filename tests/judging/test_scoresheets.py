"""The way of one score: revisions, idempotency, domains, locks, windows, and the result."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.core.management import call_command

from common.preconditions import OperationReused
from contests.services import update_contest
from judging.errors import (
    JudgingClosed,
    RoundLocked,
    SheetInvalid,
    SheetLocked,
    SheetStale,
    SheetVoid,
)
from judging.models import (
    RoundResult,
    Scoresheet,
    ScoresheetRevision,
)
from judging.services import (
    lock_round,
    rebuild,
    reopen_scoresheet,
    unlock_round,
    void_scoresheet,
)
from tests.factories.contests import hours, make_officer
from tests.factories.judging import (
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    make_sheet,
    operation,
    result_of,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


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


def test_archived_contest_takes_no_scores():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    update_contest(contest=contest, state="archived")
    with pytest.raises(JudgingClosed):
        fill_in(sheet, 5, 5)
