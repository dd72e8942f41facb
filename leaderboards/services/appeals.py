"""Appeals: filed by the entrant, accepted or declined, marked anew, concluded.

Every step is an event with its words. The new sheet stands on an attempt that counts nowhere, so
it moves no result; a changed value is an override, which a second person approves, and then an
amended publication is proposed that names the appeal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from common.errors import Fault
from common.language import Text
from common.preconditions import RevisionStale
from common.text import many_lines
from contests.models import Contest, Round
from contests.selectors import current_policy
from contests.services import mark_form_version_used
from judging.definitions import form_of
from judging.drawn import drawn_id
from judging.models import Attempt, Judge, JudgeAssignment, ScoreOverride, Scoresheet
from judging.selectors.awaited import SUBMITTED_STATES
from judging.services import approve_override, propose_override
from judging.services.results import lock_result, reduce_result
from leaderboards.appealing import candidates, window
from leaderboards.errors import (
    AppealInvalid,
    AppealMoved,
    AppealsClosed,
    AppealTwice,
    ReasonRequired,
    RemarkerUnfit,
    RemarkMissing,
)
from leaderboards.models import Appeal, AppealEvent, AppealWindow, Award, Publication
from leaderboards.publicity import publication_in_force
from leaderboards.services.publications import AwardChange, propose_publication
from submissions.models import Entry

State = Appeal.State

_ORDER: Text = {
    "vi": "Hạn cuối phải sau lúc bắt đầu nhận.",
    "en": "The end must come after the beginning.",
}
_ITEM: Text = {"vi": "phiếu không có tiêu chí này", "en": "the form has no such item"}
_ROUND: Text = {"vi": "vòng của cuộc thi khác", "en": "a round of another contest"}


@transaction.atomic
def set_appeal_window(
    *,
    contest: Contest,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    days: int | None = None,
) -> AppealWindow:
    """Say when appeals are taken. Raises AppealInvalid."""
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise AppealInvalid(errors=[Fault(_ORDER, "/closes_at")])
    found, _ = AppealWindow.objects.update_or_create(
        contest=contest, defaults={"opens_at": opens_at, "closes_at": closes_at, "days": days}
    )
    return found


@transaction.atomic
def file_appeal(
    *, entry: Entry, round_: Round, actor: User, reason: str, items: Sequence[str] = ()
) -> Appeal:
    """Ask that the entry's result in the round be looked at again, as it is published now.

    Raises AppealsClosed, AppealTwice, AppealInvalid, ReasonRequired.
    """
    reason = _words(reason)
    if round_.contest_id != entry.contest_id:
        raise AppealInvalid(errors=[Fault(_ROUND, "/round")])
    Contest.objects.select_for_update(no_key=True).get(pk=entry.contest_id)
    now = timezone.now()
    open_ = window(entry.contest, round_, now)
    if open_.publication is None or not open_.is_open(now):
        raise AppealsClosed
    if entry.state != Entry.State.SUBMITTED:
        raise AppealsClosed
    known = set(form_of(round_.form_version).items)
    if faults := [
        Fault(_ITEM, f"/items/{place}") for place, item in enumerate(items) if item not in known
    ]:
        raise AppealInvalid(errors=faults)
    if Appeal.objects.filter(entry=entry, round=round_, publication=open_.publication).exists():
        raise AppealTwice(entry=entry.code)
    appeal = Appeal.objects.create(
        entry=entry,
        round=round_,
        publication=open_.publication,
        items=list(items),
        reason=reason,
        filed_by=actor,
    )
    AppealEvent.objects.create(
        appeal=appeal, number=1, state=State.FILED, reason=reason, actor=actor
    )
    return appeal


@transaction.atomic
def accept_appeal(
    *, appeal: Appeal, judge: Judge, actor: User, expected_revision: int, reason: str
) -> Appeal:
    """Let another judge mark the entry anew; the sheet waits among those the judge has to do.

    Raises RevisionStale, AppealMoved, ReasonRequired, RemarkerUnfit.
    """
    held = _held(appeal, expected_revision, State.FILED)
    reason = _words(reason)
    entry, round_ = held.entry, held.round
    result = lock_result(entry_id=entry.pk, round_id=round_.pk)
    if not candidates(entry, round_).filter(pk=judge.pk).exists():
        raise RemarkerUnfit(judge=judge.full_name, errors=[Fault(RemarkerUnfit.text, "/judge")])
    last = Attempt.objects.filter(entry=entry, round=round_).aggregate(last=Max("number"))["last"]
    held.attempt = Attempt.objects.create(
        pk=drawn_id(Attempt, round_.contest),
        entry=entry,
        round=round_,
        number=(last or 0) + 1,
        state=Attempt.State.SURROGATE,
    )
    JudgeAssignment.objects.get_or_create(judge=judge, entry=entry, round=round_)
    # Reopened: it may be written though the round is locked and the window over.
    Scoresheet.objects.create(
        pk=drawn_id(Scoresheet, round_.contest),
        attempt=held.attempt,
        judge=judge,
        form_version=round_.form_version,
        state=Scoresheet.State.REOPENED,
    )
    mark_form_version_used(form_version=round_.form_version)
    reduce_result(
        result=result, policy=current_policy(entry.contest), code=round_.code, actor=actor
    )
    held.judge = judge
    return _moved(held, State.ACCEPTED, actor, reason)


@transaction.atomic
def decline_appeal(*, appeal: Appeal, actor: User, expected_revision: int, reason: str) -> Appeal:
    """Raises RevisionStale, AppealMoved, ReasonRequired."""
    held = _held(appeal, expected_revision, State.FILED)
    return _moved(held, State.DECLINED, actor, _words(reason))


@transaction.atomic
def conclude_appeal(
    *,
    appeal: Appeal,
    actor: User,
    expected_revision: int,
    reason: str,
    after: Fraction | None = None,
) -> Appeal:
    """The result stands, or `after` is proposed in place of the round's value.

    Raises RevisionStale, AppealMoved, ReasonRequired, RemarkMissing, and what proposing an
    override raises.
    """
    held = _held(appeal, expected_revision, State.ACCEPTED, State.DECIDING)
    reason = _words(reason)
    if held.state == State.DECIDING and not _is_dropped(held.override):
        raise AppealMoved
    sheets = Scoresheet.objects.filter(attempt=held.attempt, judge=held.judge)
    if not sheets.filter(state__in=SUBMITTED_STATES).exists():
        raise RemarkMissing
    if after is None:
        return _moved(held, State.UNCHANGED, actor, reason)
    held.override = propose_override(
        entry=held.entry, round_=held.round, actor=actor, after=after, reason=_named(held, reason)
    )
    held.before, held.after = held.override.before, after
    return _moved(held, State.DECIDING, actor, reason)


@transaction.atomic
def approve_appeal(*, appeal: Appeal, actor: User, expected_revision: int) -> Appeal:
    """The second person agrees to the new value, and amended results are proposed.

    Prizes that people gave against the suggestion stay as they were given.
    Raises RevisionStale, AppealMoved, and what approving an override and proposing raise.
    """
    held = _held(appeal, expected_revision, State.DECIDING)
    override = held.override
    if override is None or _is_dropped(override):
        raise AppealMoved
    if override.state == ScoreOverride.State.PROPOSED:
        approve_override(override_id=override.pk, actor=actor)
    words = held.events.filter(state=State.DECIDING).order_by("-number").first()
    contest, round_ = held.entry.contest, held.publication.round
    former = publication_in_force(contest, round_.code if round_ else None)
    held.amended = propose_publication(
        contest=contest,
        round_=round_,
        actor=actor,
        reason=_named(held, words.reason if words else "")[:500],
        note=f"Kết quả sau phúc khảo đơn số {held.pk}.",
        awards=_kept(former),
    )
    return _moved(held, State.CHANGED, actor, words.reason if words else "")


def _kept(former: Publication | None) -> list[AwardChange]:
    if former is None:
        return []
    rows = Award.objects.filter(publication=former).exclude(reason="")
    return [
        AwardChange(code, prize, reason)
        for code, prize, reason in rows.values_list("entry__code", "code", "reason")
    ]


def _is_dropped(override: ScoreOverride | None) -> bool:
    return override is None or override.state in (
        ScoreOverride.State.REJECTED,
        ScoreOverride.State.VOID,
    )


def _named(appeal: Appeal, reason: str) -> str:
    return f"Phúc khảo đơn số {appeal.pk}, bài {appeal.entry.code}: {reason}"


def _words(reason: str) -> str:
    cleaned = many_lines(reason)
    if not cleaned:
        raise ReasonRequired(errors=[Fault(ReasonRequired.text, "/reason")])
    return cleaned


def _held(appeal: Appeal, expected: int, *states: str) -> Appeal:
    """The appeal, held with its contest until the transaction ends."""
    Contest.objects.select_for_update(no_key=True).get(pk=appeal.entry.contest_id)
    held = Appeal.objects.select_related(
        "entry__contest", "round__form_version", "publication__round", "judge", "override"
    ).get(pk=appeal.pk)
    if held.revision != expected:
        current = {"revision": held.revision, "state": held.state}
        raise RevisionStale(extra={"current": current}, headers={"ETag": f'"{held.revision}"'})
    if held.state not in states:
        raise AppealMoved
    return held


def _moved(held: Appeal, state: str, actor: User, reason: str) -> Appeal:
    held.state = state
    held.revision += 1
    held.save()
    AppealEvent.objects.create(
        appeal=held, number=held.revision, state=state, reason=reason, actor=actor
    )
    return held
