"""Attempts: added, disqualified and back; the result follows."""

from __future__ import annotations

import pytest

from judging.errors import (
    AttemptsExhausted,
)
from judging.models import (
    Attempt,
    AttemptChange,
    Scoresheet,
)
from judging.services import (
    add_attempt,
    set_attempt,
)
from tests.factories.contests import make_officer
from tests.factories.judging import (
    POLICY,
    fill_in,
    make_judge,
    make_judged_contest,
    make_scored_entry,
    result_of,
)

pytestmark = pytest.mark.django_db


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
    attempt = add_attempt(entry=entry, round_id=round_.pk)
    fill_in(Scoresheet.objects.get(attempt=attempt, judge=judge), 8, 8)
    assert result_of(entry, round_).value == 16
    with pytest.raises(AttemptsExhausted):
        add_attempt(entry=entry, round_id=round_.pk)
