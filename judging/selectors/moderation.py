"""Reads of moderation: discrepancies, overrides, recusals and who could step in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import User
from judging.models import (
    Discrepancy,
    DiscrepancyEvent,
    Judge,
    JudgeAssignment,
    OverrideEvent,
    Recusal,
    ScoreOverride,
)
from judging.permissions import JudgingPolicy, ModerationPolicy
from judging.selectors.barred import conflicts, filling_roles


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
    return Recusal.objects.filter(
        Q(judge__in=Judge.objects.filter(JudgingPolicy.overseen(user))) | Q(judge__user=user.pk)
    ).select_related("judge__contest", "entry", "round")


@dataclass(frozen=True, slots=True)
class Substitute:
    """A judge who could take an entry over, with their load in the round."""

    judge: Judge
    load: int


def substitutes(recusal: Recusal) -> list[Substitute]:
    """Judges who could step in, the least loaded first: not assigned, not in conflict."""
    contest_id = recusal.round.contest_id
    barred = {judge for judge, entry in conflicts(contest_id) if entry == recusal.entry_id}
    here = {"entry": recusal.entry_id, "round": recusal.round_id}
    assigned = JudgeAssignment.objects.filter(**here).values("judge")
    judges = (
        Judge.objects.filter(contest=contest_id, active=True, role__in=filling_roles(recusal.round))
        .filter(
            Q(panel=None) | Q(panel__division=None) | Q(panel__division=recusal.entry.division_id)
        )
        .exclude(pk__in=barred)
        .exclude(pk__in=assigned)
        .annotate(load=Count("assignments", filter=Q(assignments__round=recusal.round_id)))
        .order_by("load", "code")
    )
    return [Substitute(judge, judge.load) for judge in judges]
