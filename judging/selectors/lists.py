"""Lists of judging: seats, panels, conflicts, assignments, sheets, attempts, matches.

Each is filtered by who asks and owns its joins.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from contests.models import Contest
from contests.permissions import ContestPolicy, granted
from judging.models import (
    Attempt,
    ConflictDeclaration,
    ConflictOfInterest,
    Judge,
    JudgeAssignment,
    Match,
    Panel,
    Scoresheet,
    ScoresheetRevision,
    TakeBack,
)
from judging.permissions import AttemptPolicy, JudgingPolicy, ScoresheetPolicy
from submissions.models import Mentor, Participant


def judges(user: User) -> QuerySet[Judge]:
    return Judge.objects.filter(JudgingPolicy.overseen(user)).select_related(
        "contest", "user", "panel", "organization"
    )


def panels(user: User) -> QuerySet[Panel]:
    return Panel.objects.filter(JudgingPolicy.overseen(user)).select_related("contest", "division")


def conflicts(user: User) -> QuerySet[ConflictOfInterest]:
    """Those of contests that `user` oversees, and their own; `asked`: to be taken back."""
    asked = TakeBack.objects.filter(judge=OuterRef("judge"), entry=OuterRef("entry"), ruling=None)
    return (
        ConflictOfInterest.objects.filter(
            Q(judge__in=Judge.objects.filter(JudgingPolicy.overseen(user))) | Q(judge__user=user)
        )
        .select_related("judge__contest", "entry")
        .annotate(asked=Exists(asked))
    )


def declarations(user: User) -> QuerySet[ConflictDeclaration]:
    """Those of contests that `user` oversees, and their own."""
    return ConflictDeclaration.objects.filter(
        Q(judge__in=Judge.objects.filter(JudgingPolicy.overseen(user))) | Q(judge__user=user)
    ).select_related("judge__contest", "organization")


def assignments(user: User) -> QuerySet[JudgeAssignment]:
    return JudgeAssignment.objects.filter(
        judge__in=Judge.objects.filter(JudgingPolicy.overseen(user))
    ).select_related("judge__contest", "entry", "round")


def scoresheets(user: User) -> QuerySet[Scoresheet]:
    return (
        Scoresheet.objects.filter(ScoresheetPolicy.readable(user))
        .select_related(
            "judge__contest",
            "form_version",
            "attempt__round",
            "attempt__entry__division",
            "attempt__entry__team",
            "attempt__entry__organization",
        )
        .prefetch_related("attempt__entry__participants", "attempt__entry__mentors")
    )


def revisions(sheet: Scoresheet) -> QuerySet[ScoresheetRevision]:
    return sheet.revisions.select_related("actor").order_by("number")


def attempts(user: User) -> QuerySet[Attempt]:
    """Each with its `revision`: one more than its changes."""
    return (
        Attempt.objects.filter(AttemptPolicy.readable(user))
        .select_related("entry__contest", "round")
        .annotate(revision=Count("changes") + 1)
    )


def matches(user: User) -> QuerySet[Match]:
    """Matches of contests that `user` oversees or sits in."""
    seats = Judge.objects.filter(user=user, active=True).values("contest")
    contests = Contest.objects.filter(Q(pk__in=seats)).filter(ContestPolicy.readable(user))
    mine = Q(round__contest__in=contests.values("pk"))
    overseen = Q(round__contest__in=Contest.objects.filter(_overseen(user)).values("pk"))
    return (
        Match.objects.filter(mine | overseen)
        .select_related("round__contest")
        .prefetch_related("sides__attempts__entry")
    )


def _overseen(user: User) -> Q:
    return (
        Q() if user.is_staff else Q(pk__in=granted(user, "manage", "chair", "observe").values("pk"))
    )


def my_contests(user: User) -> list[dict[str, Any]]:
    """Contests where `user` holds a grant, a seat or an entry, with what they are in each."""
    seats = {seat.contest_id: seat for seat in Judge.objects.filter(user=user, active=True)}
    held: dict[int, set[str]] = {}
    for pk, grant in _grants(user):
        held.setdefault(pk, set()).add(grant)
    entries: dict[int, list[dict[str, Any]]] = {}
    for people, role in ((Participant, "participant"), (Mentor, "mentor")):
        rows = people.objects.filter(user=user).select_related("entry").order_by("entry__code")
        for person in rows:
            entry = person.entry
            entries.setdefault(entry.contest_id, []).append(
                {"id": entry.pk, "code": entry.code, "title": entry.title, "role": role}
            )
    contests = Contest.objects.filter(pk__in={*seats, *held, *entries}).order_by(
        "-created_at", "slug"
    )
    return [
        {
            "contest": contest.slug,
            "title": contest.title,
            "title_en": contest.title_en,
            "kind": contest.kind,
            "state": contest.state,
            "grants": sorted(held.get(contest.pk, ())),
            "judge": _seat(seats.get(contest.pk)),
            "entries": entries.get(contest.pk, []),
        }
        for contest in contests
    ]


def _grants(user: User) -> list[tuple[int, str]]:
    rows = user.contestusergrant_set.values_list("content_object_id", "permission__codename")
    by_group = user.groups.values_list(
        "contestgroupgrant__content_object_id", "contestgroupgrant__permission__codename"
    )
    return [*rows, *((pk, grant) for pk, grant in by_group if pk is not None)]


def _seat(judge: Judge | None) -> dict[str, Any] | None:
    if judge is None:
        return None
    return {"id": judge.pk, "code": judge.code, "role": judge.role}
