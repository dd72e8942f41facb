"""Assigning by hand and filling a small round: balance, conflicts, what must stay."""

from __future__ import annotations

import pytest

from judging.errors import (
    AlreadyAssigned,
    AssignmentUsed,
    ConflictPinned,
    JudgeConflicted,
    RoundLocked,
)
from judging.models import (
    JudgeAssignment,
    Scoresheet,
)
from judging.services import (
    assign,
    declare_conflict,
    fill_assignments,
    lock_round,
    take_back_conflict,
    unassign,
)
from tests.factories.accounts import make_user
from tests.factories.contests import make_organiser
from tests.factories.judging import (
    make_judge,
    make_judged_contest,
    make_scored_entry,
)
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


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
        take_back_conflict(conflict=conflict, reason="nhầm")


def test_assignment_with_scores_stays():
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    make_scored_entry(contest, round_, [judge], [(1, 1)])
    with pytest.raises(AssignmentUsed):
        unassign(assignment=JudgeAssignment.objects.get())


def test_a_locked_round_keeps_its_assignments():
    contest, round_ = make_judged_contest()
    assign(judge=make_judge(contest), entry=make_entry(contest), round_=round_)
    lock_round(round_id=round_.pk, actor=make_organiser(contest))
    with pytest.raises(RoundLocked):
        unassign(assignment=JudgeAssignment.objects.get())
