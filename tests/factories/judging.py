"""Judged contests for tests: one round with a small form, judges, entries, filled-in sheets."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from accounts.models import User
from contests.models import Contest, Round
from contests.services import (
    create_form,
    create_form_version,
    create_policy,
    create_round,
    delete_round,
)
from judging.models import Attempt, Judge, JudgeAssignment, RoundResult, Scoresheet
from judging.services import Recorded, assign, create_judge, record_scoresheet
from submissions.models import Entry
from tests.factories.accounts import make_user
from tests.factories.contests import make_contest
from tests.factories.submissions import make_entry

_operations = count(1)

FORM: Mapping[str, Any] = {
    "schema": 1,
    "items": [
        {
            "id": "idea",
            "label": {"vi": "Ý tưởng", "en": "Idea"},
            "kind": "number",
            "min": 0,
            "max": 10,
            "step": "0.5",
        },
        {
            "id": "craft",
            "label": {"vi": "Kỹ thuật", "en": "Craft"},
            "kind": "number",
            "min": 0,
            "max": 10,
        },
    ],
}

POLICY: Mapping[str, Any] = {
    "schema": 1,
    "rounds": {"final": {"judges": {"method": "mean"}}},
    "combine": {"method": "weighted_sum", "rounds": ["final"]},
    "rank_keys": [{"type": "points"}, {"type": "decision"}],
    "by_division": True,
    "prizes": [
        {"code": "nhat", "label": {"vi": "Giải Nhất", "en": "First prize"}, "quota": 1},
        {"code": "nhi", "label": {"vi": "Giải Nhì", "en": "Second prize"}, "quota": 1},
    ],
    "one_award_an_entry": True,
    "display": {"digits": 2},
}


def make_judged_contest(
    *,
    form: Mapping[str, Any] = FORM,
    policy: Mapping[str, Any] = POLICY,
    attempts_max: int = 1,
    judges_per_entry: int = 2,
    **changes: Any,
) -> tuple[Contest, Round]:
    """An open contest with the single round "final" scored by `form` and `policy`."""
    contest = make_contest("digital_content", **changes)
    for each in contest.rounds.all():
        delete_round(round=each)
    made = create_form(contest=contest, code="phieu-thu", title="Phiếu thử")
    version = create_form_version(form=made, definition=dict(form), by=None)
    round_ = create_round(
        contest=contest,
        code="final",
        title="Chung kết",
        title_en="Final",
        form_version=version,
        attempts_max=attempts_max,
        judges_per_entry=judges_per_entry,
    )
    create_policy(contest=contest, definition=dict(policy), by=None)
    return contest, round_


def make_judge(contest: Contest, *, role: str = "judge", user: User | None = None) -> Judge:
    user = user or make_user("Đỗ Thị Giám Khảo")
    return create_judge(contest=contest, username=user.username, role=role)


def make_sheet(judge: Judge, entry: Entry, round_: Round) -> Scoresheet:
    """The judge's empty sheet of the entry's first attempt, assigned if it was not."""
    if not JudgeAssignment.objects.filter(judge=judge, entry=entry, round=round_).exists():
        assign(judge=judge, entry=entry, round_=round_)
    attempt = Attempt.objects.get(entry=entry, round=round_, number=1)
    return Scoresheet.objects.get(attempt=attempt, judge=judge)


def operation() -> str:
    """A fresh idempotency key."""
    return f"operation-{next(_operations):08d}"


def fill_in(sheet: Scoresheet, idea: Any, craft: Any, **changes: Any) -> Recorded:
    """The sheet's judge enters both items and submits."""
    sheet.refresh_from_db()
    assert sheet.judge.user is not None
    return record_scoresheet(
        **{
            "sheet_id": sheet.pk,
            "actor": sheet.judge.user,
            "expected_revision": sheet.revision,
            "operation": operation(),
            "values": {"idea": idea, "craft": craft},
            "comments": {},
            "state": "submitted",
            **changes,
        }
    )


def make_scored_entry(
    contest: Contest, round_: Round, judges: list[Judge], marks: list[tuple[Any, Any]], **entry: Any
) -> Entry:
    """A submitted entry with one submitted sheet a judge."""
    made = make_entry(contest, **entry)
    for judge, (idea, craft) in zip(judges, marks, strict=True):
        fill_in(make_sheet(judge, made, round_), idea, craft)
    return made


def result_of(entry: Entry, round_: Round) -> RoundResult:
    return RoundResult.objects.get(entry=entry, round=round_)
