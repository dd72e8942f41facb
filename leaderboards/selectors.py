"""What viewers read: the board that is theirs to see, the explanation of a rank, publications."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from django.db.models import Count, Max, QuerySet, Sum

from common.canonical import digest
from common.renderers import dumps
from contests.models import Contest
from contests.permissions import Person
from contests.selectors import current_policy
from judging.models import RoundResult
from leaderboards import cache
from leaderboards.board import board, trace, without_judges
from leaderboards.computing import compute_standings
from leaderboards.display import shown
from leaderboards.models import Award, Decision, Publication
from leaderboards.permissions import DecisionPolicy, PublicationPolicy, StandingsPolicy
from submissions.models import Entry
from submissions.permissions import EntryPolicy

View = Literal["live", "published"]


def published(contest: Contest, round_code: str | None) -> Publication | None:
    """The publication in force, of the contest or of one round alone."""
    return (
        Publication.objects.filter(contest=contest, state=Publication.State.PUBLISHED)
        .filter(**({"round__code": round_code} if round_code else {"round": None}))
        .defer("payload")
        .first()
    )


def standings(
    contest: Contest,
    user: Person,
    *,
    division: str | None = None,
    round_code: str | None = None,
    top: int | None = None,
    view: View | None = None,
) -> cache.Answer:
    """The board as `user` may see it, as JSON with its ETag.

    Those who run the contest see it live with full names, or as published; others see what is
    published, else the live board if the contest shows it, else an empty one marked as hidden.
    """
    full = StandingsPolicy.sees_all(user, contest)
    key = answer_key(
        contest.slug, full=full, division=division, round_code=round_code, top=top, view=view
    )

    def make() -> bytes:
        whole = _board(contest, full, round_code, view)
        whole["divisions"] = [
            {**each, "rows": each["rows"][:top]}
            for each in whole["divisions"]
            if division in (None, each["code"])
        ]
        return dumps(whole)

    return cache.answer(key, lambda: _fingerprint(contest, round_code), make)


def answer_key(
    slug: str,
    *,
    full: bool,
    division: str | None,
    round_code: str | None,
    top: int | None,
    view: View | None,
) -> str:
    """The cache's name of one board; parts from outside are digested, whatever they hold."""
    return f"board:{digest([slug, full, division, round_code, top, view if full else None])}"


def _fingerprint(contest: Contest, round_code: str | None) -> str:
    """Changes whenever something does that a board is made of, but for titles and names."""
    results = RoundResult.objects.filter(round__contest=contest)
    entries = Entry.objects.filter(contest=contest)
    publication = published(contest, round_code)
    policy = current_policy(contest)
    return repr(
        (
            results.aggregate(Sum("revision"), Count("pk")),
            entries.aggregate(Sum("revision"), Count("pk")),
            Decision.objects.filter(contest=contest).aggregate(Max("pk")),
            policy and policy.pk,
            publication and publication.pk,
            contest.display_rule,
            contest.live_standings,
            contest.title,
        )
    )


def _board(
    contest: Contest, full: bool, round_code: str | None, view: View | None
) -> dict[str, Any]:
    publication = published(contest, round_code)
    head: dict[str, Any] = {
        "contest": contest.slug,
        "title": contest.title,
        "title_en": contest.title_en,
        "publication": None,
    }
    if (full and view != "published") or (
        publication is None and contest.live_standings and not full
    ):
        computed = compute_standings(contest, round_code=round_code)
        rule = None if full else contest.display_rule
        moved = RoundResult.objects.filter(round__contest=contest).aggregate(
            revision=Sum("revision"), updated_at=Max("updated_at")
        )
        return {
            **head,
            "state": "live",
            "revision": moved["revision"] or 0,
            "updated_at": moved["updated_at"],
            **board(contest, computed, rule=rule, round_code=round_code),
        }
    if publication is not None:
        return {
            **head,
            "state": "published",
            "revision": publication.number,
            "updated_at": publication.published_at,
            "publication": {
                "number": publication.number,
                "published_at": publication.published_at,
                "note": publication.note,
            },
            **published_board(publication, full=full),
        }
    return {
        **head,
        "state": "hidden",
        "revision": 0,
        "updated_at": None,
        "rounds": [],
        "divisions": [],
    }


def published_board(publication: Publication, *, full: bool) -> dict[str, Any]:
    """The frozen board: as displayed, or with full names."""
    payload = publication.payload
    if not full:
        return dict(payload["public"])
    return {**payload["public"], "divisions": payload["private"]["divisions"]}


def explain(contest: Contest, entry: Entry, user: Person) -> dict[str, Any] | None:
    """Why the entry has its rank, or None if that is not `user`'s to see.

    Those who run the contest see every judge's sheet; the entry's own people see the sheets
    without the judges; others see attempts only. Published results are explained as frozen.
    """
    full = StandingsPolicy.sees_all(user, contest)
    publication = None if full else published(contest, None)
    if publication is not None:
        document = publication.payload["private"]["traces"].get(entry.code)
    elif full or contest.live_standings:
        rows = {row.entry: row for row in compute_standings(contest).standings.rows}
        document = trace(rows[entry.code]) if entry.code in rows else None
    else:
        document = None
    if document is None:
        return None
    own = EntryPolicy.is_own(user, entry)
    if not full:
        document = without_judges(document, sheets=own)
    rule = None if full or own else contest.display_rule
    return {
        "contest": contest.slug,
        "state": "published" if publication else "live",
        "entry": shown(entry, rule),
        **document,
    }


def publications(user: Person) -> QuerySet[Publication]:
    """Newest first, without their payload."""
    return (
        Publication.objects.filter(PublicationPolicy.readable(user))
        .select_related("contest", "round", "proposed_by", "approved_by")
        .defer("payload")
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
    body: dict[str, Any] = {"standings": published_board(publication, full=full)}
    if full:
        body["warnings"] = publication.payload["warnings"]
    return body


def shown_in(publications: Iterable[int], user: Person) -> dict[tuple[int, str], dict[str, Any]]:
    """Every entry of these publications as `user` may see it, by publication and entry code."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    rows = Publication.objects.filter(pk__in=set(publications)).select_related("contest")
    for publication in rows:
        if StandingsPolicy.sees_all(user, publication.contest):
            for code, entry in publication.payload["private"]["entries"].items():
                found[publication.pk, code] = entry
            continue
        for division in publication.payload["public"]["divisions"]:
            for row in division["rows"]:
                found[publication.pk, row["entry"]["code"]] = row["entry"]
    return found
