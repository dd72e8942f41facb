"""What viewers read beside the board: publications, decisions, awards, rules, appeals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils import timezone

from contests.models import Contest
from contests.permissions import Person
from leaderboards.display import published_entries
from leaderboards.frozen import whole
from leaderboards.models import Appeal, Award, BoardRule, Decision, Publication
from leaderboards.permissions import (
    AppealPolicy,
    DecisionPolicy,
    PublicationPolicy,
    StandingsPolicy,
)
from leaderboards.publicity import in_force
from leaderboards.viewing import published_board


def publications(user: Person) -> QuerySet[Publication]:
    """Newest first, without their payload; `public`: what everybody sees now; `in_force`: the last
    that was approved."""
    seen = Publication.objects.filter(in_force(timezone.now())).order_by().values("pk")
    return (
        Publication.objects.filter(PublicationPolicy.readable(user))
        .annotate(
            public=Case(When(pk__in=seen, then=True), default=False),
            in_force=Case(When(in_force(), then=True), default=False),
        )
        .select_related("contest", "round", "proposed_by", "approved_by", "ceremony")
        .defer("payload", "names", "ceremony__script")
        .order_by("contest", "-number")
    )


def decisions(user: Person) -> QuerySet[Decision]:
    return (
        Decision.objects.filter(DecisionPolicy.readable(user))
        .select_related("contest", "division", "decided_by")
        .order_by("decided_at", "pk")
    )


def awards(user: Person) -> QuerySet[Award]:
    """Awards of the publications that `user` may read."""
    readable = Publication.objects.filter(PublicationPolicy.readable(user)).order_by().values("pk")
    return Award.objects.filter(publication__in=readable).select_related(
        "publication__contest", "entry", "division"
    )


def publication_body(publication: Publication, *, full: bool) -> dict[str, Any]:
    """The frozen board and, for those who run the contest, the warnings of the proposal."""
    shown = published_board(publication, publication.contest, full=full)
    body: dict[str, Any] = {"standings": shown}
    if full:
        body["warnings"] = publication.payload["warnings"]
    return body


def shown_in(publications: Iterable[int], user: Person) -> dict[tuple[int, str], dict[str, Any]]:
    """Every entry of these publications as `user` may see it, by publication and entry code."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    rows = Publication.objects.filter(pk__in=set(publications)).select_related("contest")
    for publication in rows:
        contest = publication.contest
        full = StandingsPolicy.sees_all(user, contest)
        entries = whole(publication)[1] if full else published_entries(publication, contest)
        found |= {(publication.pk, code): entry for code, entry in entries.items()}
    return found


def board_rules(contest: Contest) -> dict[str, Any]:
    """What the public sees of the live boards, as people set it."""
    rules = list(BoardRule.objects.filter(contest=contest).select_related("round"))
    whole = next((rule for rule in rules if rule.round is None), None)
    return {
        "live": contest.live_standings,
        "top": whole.top if whole else None,
        "freeze_at": whole.freeze_at if whole else None,
        "rounds": [
            {
                "round": rule.round.code,
                "hidden": rule.hidden,
                "top": rule.top,
                "freeze_at": rule.freeze_at,
            }
            for rule in rules
            if rule.round is not None
        ],
    }


def appeals(user: Person) -> QuerySet[Appeal]:
    """Newest first, with their events and new sheets."""
    return (
        Appeal.objects.filter(AppealPolicy.readable(user))
        .select_related(
            "entry__contest", "round", "judge", "attempt", "override__proposed_by", "filed_by"
        )
        .prefetch_related("events", "attempt__scoresheets")
        .order_by("-pk")
    )
