"""Reads of moderation: discrepancies, overrides, recusals and who could step in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import User
from contests.models import Round
from judging.models import (
    Discrepancy,
    DiscrepancyEvent,
    Judge,
    JudgeAssignment,
    OverrideEvent,
    Recusal,
    ScoreOverride,
    TakeBack,
)
from judging.permissions import JudgingPolicy, ModerationPolicy
from judging.selectors.attention import uncovered
from judging.selectors.barred import conflicts, filling_roles
from submissions.models import Entry


def discrepancies(user: User) -> QuerySet[Discrepancy]:
    events = DiscrepancyEvent.objects.select_related("actor", "third").order_by("number")
    return (
        Discrepancy.objects.filter(ModerationPolicy.readable(user, "attempt__round__contest"))
        .select_related("attempt__round__contest", "attempt__entry", "third")
        .prefetch_related(Prefetch("events", events))
        .order_by("attempt__round__order", "attempt__entry__code", "attempt__number")
    )


def overrides(user: User) -> QuerySet[ScoreOverride]:
    events = OverrideEvent.objects.select_related("actor").order_by("pk")
    return (
        ScoreOverride.objects.filter(ModerationPolicy.readable(user, "round__contest"))
        .select_related("entry", "round__contest", "proposed_by", "approved_by")
        .prefetch_related(Prefetch("events", events))
    )


def recusals(user: User) -> QuerySet[Recusal]:
    """Those of contests that `user` oversees, and their own."""
    return (
        Recusal.objects.filter(
            Q(judge__in=Judge.objects.filter(JudgingPolicy.overseen(user))) | Q(judge__user=user.pk)
        )
        .select_related("judge__contest", "entry", "round")
        .annotate(uncovered=uncovered())
    )


def take_backs(user: User) -> QuerySet[TakeBack]:
    """Those of contests that `user` oversees, and their own."""
    return TakeBack.objects.filter(
        Q(judge__in=Judge.objects.filter(JudgingPolicy.overseen(user))) | Q(judge__user=user.pk)
    ).select_related("judge__contest", "entry", "ruling__actor")


@dataclass(frozen=True, slots=True)
class Substitute:
    """A judge who could take an entry over, with their load in the round."""

    judge: Judge
    load: int


def substitutes(recusal: Recusal) -> list[Substitute]:
    """Judges who could step in for the one who stepped back."""
    return _candidates(recusal.entry, recusal.round, filling_roles(recusal.round))


def third_markers(discrepancy: Discrepancy) -> list[Substitute]:
    """Judges who could mark the attempt a third time; a head judge may."""
    attempt = discrepancy.attempt
    return _candidates(
        attempt.entry, attempt.round, (*filling_roles(attempt.round), Judge.Role.HEAD)
    )


def _candidates(entry: Entry, round_: Round, roles: Sequence[str]) -> list[Substitute]:
    """Judges who could take the entry, the least loaded first: not assigned, not in conflict."""
    barred = {judge for judge, each in conflicts(round_.contest_id) if each == entry.pk}
    assigned = JudgeAssignment.objects.filter(entry=entry, round=round_).values("judge")
    judges = (
        Judge.objects.filter(contest=round_.contest_id, active=True, role__in=roles)
        .filter(Q(panel=None) | Q(panel__division=None) | Q(panel__division=entry.division_id))
        .exclude(pk__in=barred)
        .exclude(pk__in=assigned)
        .annotate(load=Count("assignments", filter=Q(assignments__round=round_)))
        .order_by("load", "code")
    )
    return [Substitute(judge, judge.load) for judge in judges]
