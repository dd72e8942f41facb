"""Attempts: adding one, and setting its state or values with a reason.

Each change is kept with what was before; undoing a disqualification recomputes the result.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from difflib import get_close_matches
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from common.errors import Fault
from common.language import Text
from common.preconditions import RevisionStale
from contests.models import Round, ScoringPolicy
from contests.selectors import current_policy
from contests.services import mark_form_version_used
from judging.definitions import OUT_OF_DOMAIN, form_of, policy_of
from judging.drawn import drawn_id, drawn_ids
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
from judging.services.scoresheets import problem_fault
from scoring.errors import Problem
from scoring.exact import number, text
from scoring.form import Form, evaluate
from submissions.models import Entry

_OWN: Final = frozenset({"value", "chosen"})
"""Facts that every attempt may have: its value where there are no sheets, and that it counts."""
_UNKNOWN: Final[Text] = {
    "vi": "Phiếu và quy tắc của vòng không có mục này; hãy bỏ đi.",
    "en": "Neither the form nor the policy of the round has this item; leave it out.",
}
_NEAR: Final[Text] = {
    "vi": "Phiếu và quy tắc của vòng không có mục này; có phải bạn muốn ghi “{near}”?",
    "en": "Neither the form nor the policy of the round has this item; did you mean “{near}”?",
}


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
    attempt = Attempt.objects.create(
        pk=drawn_id(Attempt, round_.contest), entry=entry, round=round_, number=(last or 0) + 1
    )
    sheets = [
        Scoresheet(pk=pk, attempt=attempt, judge_id=judge_id, form_version=round_.form_version)
        for judge_id, pk in zip(judges, drawn_ids(Scoresheet, round_.contest), strict=False)
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
    expected_revision: int | None = None,
    state: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> Attempt:
    """Set an attempt's state, its own values, or both. None expects no revision.

    Raises ReasonRequired, RoundLocked, RevisionStale, AttemptRemarked, AttemptValueInvalid.
    """
    if not reason.strip():
        raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/reason")])
    entry_id, round_id = Attempt.objects.values_list("entry_id", "round_id").get(pk=attempt_id)
    result = lock_result(entry_id=entry_id, round_id=round_id)
    attempt = Attempt.objects.select_related("round__contest", "round__form_version").get(
        pk=attempt_id
    )
    if attempt.round.locked_at is not None:
        raise RoundLocked(round=attempt.round.code)
    if Attempt.objects.filter(remarked(), pk=attempt_id).exists():
        raise AttemptRemarked
    if expected_revision not in (None, attempt.changes.count() + 1):
        raise RevisionStale
    policy = current_policy(attempt.round.contest)
    if values is not None:
        _check_values(values, attempt.round, policy)
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
    reduce_result(result=result, policy=policy, code=attempt.round.code, actor=actor)
    return attempt


def _check_values(values: Mapping[str, Any], round_: Round, policy: ScoringPolicy | None) -> None:
    """An attempt holds facts of the round's form, its own value, and what its policy reads of it.

    Each item is in its domain as on a sheet; no fact is of another name.
    """
    form = form_of(round_.form_version)
    rule = policy_of(policy).rounds.get(round_.code) if policy else None
    own = {*_OWN, *(rule.attempt.names if rule and rule.attempt else ())} - form.items.keys()
    known = {*own, *(item.id for item in form.items.values() if item.kind != "computed")}
    faults = [
        problem_fault(problem)
        for problem in evaluate(form, {k: v for k, v in values.items() if k in form.items}).problems
        if problem.code in OUT_OF_DOMAIN
    ]
    for name, value in values.items():
        if name not in known:
            faults.append(Fault(_unknown(name, known), f"/values/{name}", "unknown-item"))
        elif name in own and not _readable(value):
            faults.append(Fault(AttemptValueInvalid.text, f"/values/{name}", "type"))
        elif name == "value" and name in own and value not in (None, ""):
            faults += _out_of_form(value, form)
    if faults:
        raise AttemptValueInvalid(errors=faults)


def _unknown(name: str, known: Set[str]) -> Text:
    near = next(iter(get_close_matches(name, known, n=1)), None)
    if near is None:
        return _UNKNOWN
    return {language: text.format(near=near) for language, text in _NEAR.items()}


def _out_of_form(value: Any, form: Form) -> list[Fault]:
    """The attempt's whole value stands for a sheet's points, so it has their maximum."""
    try:
        amount = number(value)
    except ValueError:
        return [Fault(AttemptValueInvalid.text, "/values/value", "type")]
    if form.maximum is None or amount <= form.maximum:
        return []
    params = {"max": text(form.maximum)}
    return [problem_fault(Problem("above-max", "/values/value", "value", "block", params))]


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
