"""Attempts: adding one, and setting its state or values with a reason.

Each change is kept with what was before; undoing a disqualification recomputes the result.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from common.errors import Fault
from contests.selectors import current_policy
from contests.services import mark_form_version_used
from judging.errors import (
    AttemptRemarked,
    AttemptsExhausted,
    AttemptValueInvalid,
    ReasonRequired,
    RoundLocked,
)
from judging.models import Attempt, AttemptChange, JudgeAssignment, Scoresheet
from judging.selectors.remarking import remarked, remarking
from judging.services.results import lock_result, reduce_result
from judging.services.rounds import check_unlocked
from scoring.exact import number
from submissions.models import Entry


@transaction.atomic
def add_attempt(*, entry: Entry, round_id: int) -> Attempt:
    """The entry's next attempt in the round, with an empty sheet for every judge who has a seat.

    Raises AttemptsExhausted, RoundLocked.
    """
    round_ = check_unlocked(round_id)
    result = lock_result(entry_id=entry.pk, round_id=round_id)
    last = Attempt.objects.filter(entry=entry, round=round_).aggregate(last=Max("number"))["last"]
    if (last or 0) >= round_.attempts_max:
        raise AttemptsExhausted(limit=round_.attempts_max)
    seats = JudgeAssignment.objects.filter(entry=entry, round=round_).exclude(remarking())
    judges = list(seats.values_list("judge_id", flat=True))  # before there is a new attempt
    attempt = Attempt.objects.create(entry=entry, round=round_, number=(last or 0) + 1)
    sheets = [
        Scoresheet(attempt=attempt, judge_id=judge_id, form_version=round_.form_version)
        for judge_id in judges
    ]
    if sheets:
        Scoresheet.objects.bulk_create(sheets)
        mark_form_version_used(form_version=round_.form_version)
    reduce_result(result=result, policy=current_policy(entry.contest), code=round_.code)
    return attempt


@transaction.atomic
def set_attempt(
    *,
    attempt_id: int,
    actor: User,
    reason: str,
    state: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> Attempt:
    """Set an attempt's state, its own values, or both.

    Raises ReasonRequired, RoundLocked, AttemptRemarked.
    """
    if not reason.strip():
        raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/reason")])
    if values is not None:
        _check_values(values)
    entry_id, round_id = Attempt.objects.values_list("entry_id", "round_id").get(pk=attempt_id)
    result = lock_result(entry_id=entry_id, round_id=round_id)
    attempt = Attempt.objects.select_related("round__contest").get(pk=attempt_id)
    if attempt.round.locked_at is not None:
        raise RoundLocked(round=attempt.round.code)
    if Attempt.objects.filter(remarked(), pk=attempt_id).exists():
        raise AttemptRemarked
    before = {"state": attempt.state, "values": attempt.values}
    attempt.state = state or attempt.state
    attempt.values = attempt.values if values is None else dict(values)
    if attempt.state == Attempt.State.DONE and attempt.performed_at is None:
        attempt.performed_at = timezone.now()
    attempt.save()
    AttemptChange.objects.create(
        attempt=attempt,
        before=before,
        after={"state": attempt.state, "values": attempt.values},
        reason=reason.strip(),
        actor=actor,
    )
    policy = current_policy(attempt.round.contest)
    reduce_result(result=result, policy=policy, code=attempt.round.code, actor=actor)
    return attempt


def _check_values(values: Mapping[str, Any]) -> None:
    """Numbers, texts, yes or no, and lists of texts; nothing deeper."""
    faults = [
        Fault(AttemptValueInvalid.text, f"/values/{item}", "type")
        for item, value in values.items()
        if not _readable(value)
    ]
    if faults:
        raise AttemptValueInvalid(errors=faults)


def _readable(value: object) -> bool:
    if value is None or isinstance(value, bool | str):
        return True
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    try:
        number(value)
    except ValueError:
        return False
    return True
