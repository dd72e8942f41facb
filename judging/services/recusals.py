"""Stepping back from an entry, and finding conflicts that the data tell."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from accounts.models import User
from contests.models import Contest
from judging.models import ConflictOfInterest, Judge, Recusal, Scoresheet
from judging.services.panels import declare_conflict
from judging.services.rounds import check_unlocked
from judging.services.scoresheets import void_scoresheet
from judging.services.settling import required_reason
from submissions.models import Entry


@transaction.atomic
def recuse(*, sheet: Scoresheet, actor: User, kind: str, reason: str) -> Recusal:
    """Let the judge step back from the sheet's entry: a conflict is declared.

    Empty sheets go away with their assignments; those with scores are voided, their values kept.
    Raises ReasonRequired, RoundLocked.
    """
    reason = required_reason(reason)[:300]
    attempt, judge = sheet.attempt, sheet.judge
    check_unlocked(attempt.round_id)
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
            operation=f"recusal-{recusal.pk}-{each.pk}",
            reason=reason,
        )
    return recusal


@transaction.atomic
def detect_conflicts(*, contest: Contest) -> int:
    """Record, pinned, every judge who comes from the school of an entry; how many are new.

    Where all entries come from one school this bars that school's teachers from judging, so it is
    done on the organiser's word only.
    """
    pairs = (
        Judge.objects.filter(
            contest=contest,
            organization__isnull=False,
            contest__entries__organization=F("organization"),
        )
        .order_by("pk", "contest__entries__pk")
        .values_list("pk", "contest__entries__pk")
    )
    known = set(
        ConflictOfInterest.objects.filter(judge__contest=contest).values_list(
            "judge_id", "entry_id"
        )
    )
    missing = [pair for pair in pairs if pair not in known]
    judges = Judge.objects.in_bulk({judge for judge, _ in missing})
    entries = Entry.objects.in_bulk({entry for _, entry in missing})
    for judge, entry in missing:
        declare_conflict(
            judge=judges[judge],
            entry=entries[entry],
            kind=ConflictOfInterest.Kind.SAME_SCHOOL,
            pinned=True,
        )
    return len(missing)
