"""Stepping back from an entry."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from common.preconditions import server_key
from judging.models import Recusal, RoundResult, Scoresheet
from judging.services.conflicts import declare_conflict
from judging.services.results import hold
from judging.services.rounds import check_unlocked
from judging.services.scoresheets import void_scoresheet
from judging.services.settling import required_reason


@transaction.atomic
def recuse(*, sheet: Scoresheet, actor: User, kind: str, reason: str) -> Recusal:
    """Let the judge step back from the sheet's entry: a conflict is declared.

    Empty sheets go away with their assignments; those with scores are voided, their values kept.
    Raises ReasonRequired, RoundLocked.
    """
    reason = required_reason(reason)[:300]
    attempt, judge = sheet.attempt, sheet.judge
    check_unlocked(attempt.round_id)
    hold(RoundResult.objects.filter(entry=attempt.entry))  # the conflict reaches every round
    recusal = Recusal.objects.create(
        judge=judge, entry=attempt.entry, round=attempt.round, kind=kind, reason=reason
    )
    declare_conflict(judge=judge, entry=attempt.entry, kind=kind, note=reason)
    entered = Scoresheet.objects.filter(
        judge=judge, attempt__entry=attempt.entry, attempt__round=attempt.round
    ).exclude(state=Scoresheet.State.VOID)
    for each in entered.order_by("pk"):
        void_scoresheet(
            sheet_id=each.pk,
            actor=actor,
            expected_revision=each.revision,
            operation=server_key("recusal", recusal.pk, each.pk),
            reason=reason,
        )
    return recusal
