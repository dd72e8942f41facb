"""Writing scoresheets: recording, reopening, voiding.

Every write is one transaction that appends a revision. Nothing entered is ever overwritten, and a
write that was sent twice counts once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from common.errors import Fault
from common.preconditions import OperationReused, request_digest
from common.prepared import Prepared, PreparedModels
from contests.models import Contest, FormVersion
from contests.phases import judging_is_open
from contests.selectors import current_policy
from contests.services import mark_round_scored
from judging.definitions import OUT_OF_DOMAIN, form_of
from judging.errors import (
    JudgingClosed,
    ReasonRequired,
    SheetAfterPeers,
    SheetInvalid,
    SheetLocked,
    SheetStale,
    SheetVoid,
)
from judging.models import PeersSeen, RoundResult, Scoresheet, ScoresheetRevision
from judging.services.results import item_comments, lock_result, reduce_result
from scoring.errors import Problem
from scoring.form import Evaluation, evaluate
from scoring.messages import message

State = Scoresheet.State
Kind = Scoresheet.Kind

MAX_COMMENT = 10_000  # characters
_WRITTEN = ("state", "kind", "values", "comments", "points", "complete", "revision", "updated_at")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A sheet as one revision left it, with the form's word on it."""

    sheet: Scoresheet
    revision: ScoresheetRevision
    evaluation: Evaluation


def record_scoresheet(
    *,
    sheet_id: int,
    actor: User,
    expected_revision: int,
    operation: str,
    values: Mapping[str, Any],
    comments: Mapping[str, str],
    kind: str = Kind.SCORED,
    state: str = State.DRAFT,
    device: str = "",
    edited_at: datetime | None = None,
    reason: str = "",
) -> Recorded:
    """Store what a judge entered, as a draft or for good; `reason` tells how, where not by the judge.

    The actor's repeat of `operation` answers with the revision it made. A submitted sheet may be corrected
    by its judge until its round is locked, or its judge saw what the others gave; a reopened one
    stays open until it is submitted. Raises SheetStale, SheetLocked, SheetVoid, SheetAfterPeers,
    JudgingClosed, SheetInvalid, OperationReused.
    """
    body = {
        "values": dict(values),
        "comments": dict(comments),
        "kind": kind,
        "state": state,
        "device": device,
        "edited_at": edited_at,
    }
    # Before the locks: meanwhile everybody else may write.
    evaluations = {
        form.sha256: _evaluate(form, values, comments) for form in _form_of_sheet(sheet_id)
    }
    with transaction.atomic():
        write = _begin(sheet_id, actor, operation, "record", body)
        sheet = write.sheet
        form = sheet.form_version  # another one, if it was changed in this very moment
        evaluation = evaluations.get(form.sha256) or _evaluate(form, values, comments)
        if write.repeated:
            return Recorded(sheet, write.repeated, evaluation)
        write.expect(expected_revision)
        check_open(sheet)
        check_values(evaluation, comments, final=state == State.SUBMITTED and kind == Kind.SCORED)
        if state == State.DRAFT and sheet.state == State.REOPENED:
            state = State.REOPENED
        sheet.values, sheet.comments = dict(values), dict(comments)
        sheet.kind, sheet.state = kind, state
        sheet.points = evaluation.points if kind == Kind.SCORED else None
        sheet.complete = evaluation.complete or kind != Kind.SCORED
        return write.finish(
            device=device, edited_at=edited_at, reason=reason, evaluation=evaluation
        )


_form_of_sheet = PreparedModels(
    lambda sheet: FormVersion.objects.defer("definition").filter(scoresheets=sheet).order_by()
)


@transaction.atomic
def reopen_scoresheet(
    *, sheet_id: int, actor: User, expected_revision: int, operation: str, reason: str
) -> Recorded:
    """Give a submitted, locked or void sheet back to its judge; it does not count meanwhile."""
    return _set_state(sheet_id, actor, expected_revision, operation, reason, State.REOPENED)


@transaction.atomic
def void_scoresheet(
    *, sheet_id: int, actor: User, expected_revision: int, operation: str, reason: str
) -> Recorded:
    """Take a sheet out of the results, its values kept."""
    return _set_state(sheet_id, actor, expected_revision, operation, reason, State.VOID)


def _set_state(
    sheet_id: int, actor: User, expected: int, operation: str, reason: str, state: str
) -> Recorded:
    reason = reason.strip()
    if not reason:
        raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/reason")])
    write = _begin(sheet_id, actor, operation, state, {"reason": reason})
    if write.repeated:
        return _recorded(write.sheet, write.repeated)
    write.expect(expected)
    write.sheet.state = state
    return write.finish(reason=reason)


@dataclass(slots=True)
class _Write:
    """One write in progress, holding the lock on the entry's result."""

    sheet: Scoresheet
    actor: User
    operation: str
    digest: str
    repeated: ScoresheetRevision | None
    result: RoundResult

    def expect(self, revision: int) -> None:
        if self.sheet.revision != revision:
            raise SheetStale(
                revision=self.sheet.revision,
                extra={"current": current_state(self.sheet)},
                headers={"ETag": f'"{self.sheet.revision}"'},
            )

    def finish(
        self,
        *,
        device: str = "",
        edited_at: datetime | None = None,
        reason: str = "",
        evaluation: Evaluation | None = None,
    ) -> Recorded:
        """Append the revision, store the sheet, reduce the entry's result.

        `evaluation` of the sheet's values, where there is one already.
        """
        sheet = self.sheet
        sheet.revision += 1
        sheet.save(update_fields=_WRITTEN)
        try:
            revision = ScoresheetRevision.objects.create(
                scoresheet=sheet,
                number=sheet.revision,
                operation=self.operation,
                request_sha256=self.digest,
                state=sheet.state,
                kind=sheet.kind,
                values=sheet.values,
                comments=sheet.comments,
                points=sheet.points,
                actor=self.actor,
                device=device,
                edited_at=edited_at,
                reason=reason,
            )
        except IntegrityError as error:  # the same key arrived for another sheet meanwhile
            raise OperationReused from error
        contest = sheet.judge.contest
        reduce_result(
            result=self.result,
            policy=current_policy(contest),
            code=sheet.attempt.round.code,
            actor=self.actor,
        )
        return Recorded(sheet, revision, evaluation) if evaluation else _recorded(sheet, revision)


def _begin(
    sheet_id: int, actor: User, operation: str, verb: str, body: Mapping[str, Any]
) -> _Write:
    """Lock the entry's result, then the sheet, and look for an earlier answer."""
    result = result_to_score(sheet_id)
    # Read after the lock: the round and the contest are as of now, not of before the wait.
    (sheet,) = _locked(sheet_id)
    digest = request_digest(sheet_id, verb, body)
    repeated = next(iter(_done(actor.pk, operation)), None)
    if repeated and repeated.request_sha256 != digest:
        raise OperationReused
    return _Write(sheet, actor, operation, digest, repeated, result)


_locked = PreparedModels(
    lambda sheet: (
        Scoresheet.objects.select_for_update(of=("self",))
        .select_related("attempt__round", "judge__contest", "form_version")
        .defer("form_version__definition")  # parsed before, most likely
        .filter(pk=sheet)
        .order_by()
    )
)
_done = PreparedModels(
    lambda actor, operation: ScoresheetRevision.objects.filter(
        actor=actor, operation=operation
    ).order_by(),
    int,
    str,
)


def result_to_score(sheet_id: int) -> RoundResult:
    """The result that the sheet's score counts for, locked until the transaction ends."""
    for result in _begun(sheet_id):
        return result
    ((entry_id, round_id, scored_at),) = _place(sheet_id)
    if scored_at is None:  # before the result, as whoever locks the round does
        mark_round_scored(round_id=round_id)
    return lock_result(entry_id=entry_id, round_id=round_id)


_begun = PreparedModels(  # in a round that has scores, of an entry that has a result
    lambda sheet: (
        RoundResult.objects.select_for_update(of=("self",))
        .filter(
            entry__attempts__scoresheets=sheet,
            entry__attempts__round=F("round"),
            round__scored_at__isnull=False,
        )
        .order_by()
    )
)
_place = Prepared(
    lambda sheet: (
        Scoresheet.objects.filter(pk=sheet)
        .order_by()
        .values_list("attempt__entry_id", "attempt__round_id", "attempt__round__scored_at")
    )
)


_looks = Prepared(
    lambda sheet: PeersSeen.objects.filter(scoresheet_id=sheet).order_by().values_list("pk")
)


def check_open(sheet: Scoresheet) -> None:
    """Raises SheetVoid, SheetLocked, JudgingClosed."""
    if sheet.state == State.VOID:
        raise SheetVoid
    contest = sheet.judge.contest
    if contest.state == Contest.State.ARCHIVED:
        raise JudgingClosed
    if sheet.state == State.REOPENED:
        return
    if sheet.state == State.LOCKED or sheet.attempt.round.locked_at is not None:
        raise SheetLocked
    if sheet.state == State.SUBMITTED and _looks(sheet.pk):
        raise SheetAfterPeers
    if sheet.attempt.round.calibration:  # before the judging, as a rule
        return
    if not judging_is_open(contest, timezone.now()):
        raise JudgingClosed


def _evaluate(
    form: FormVersion, values: Mapping[str, Any], comments: Mapping[str, str]
) -> Evaluation:
    return evaluate(form_of(form), values, item_comments(dict(comments)))


def check_values(evaluation: Evaluation, comments: Mapping[str, str], *, final: bool) -> None:
    """Raises SheetInvalid; a sheet that is not `final` may be incomplete."""
    faults = [
        problem_fault(problem)
        for problem in evaluation.problems
        if problem.severity == "block" and (final or problem.code in OUT_OF_DOMAIN)
    ]
    faults += [
        Fault(
            {
                "vi": f"Nhận xét dài quá {MAX_COMMENT} ký tự; hãy rút gọn.",
                "en": f"The comment is longer than {MAX_COMMENT} characters; shorten it.",
            },
            f"/comments/{item}",
            "too-long",
        )
        for item, words in comments.items()
        if len(words) > MAX_COMMENT
    ]
    if faults:
        raise SheetInvalid(errors=faults)


def problem_fault(problem: Problem) -> Fault:
    """A scoring problem as a fault of the request's body, in both languages."""
    text = {language: message(problem, language) for language in ("vi", "en")}
    return Fault(text, problem.pointer, problem.code)


def _recorded(sheet: Scoresheet, revision: ScoresheetRevision) -> Recorded:
    return Recorded(
        sheet, revision, _evaluate(sheet.form_version, revision.values, revision.comments)
    )


def current_state(sheet: Scoresheet) -> dict[str, Any]:
    """What a client needs to merge: the sheet as it is now, by its own names."""
    return {
        "id": sheet.pk,
        "revision": sheet.revision,
        "state": sheet.shown_state,
        "kind": sheet.kind,
        "values": sheet.values,
        "comments": sheet.comments,
        "updated_at": sheet.updated_at,
    }
