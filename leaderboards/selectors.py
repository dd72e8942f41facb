"""What viewers read beside the board: the explanation of a rank, publications, decisions, awards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from contests.models import Contest
from contests.permissions import Person
from leaderboards.board import trace, without_judges
from leaderboards.computing import compute_standings
from leaderboards.display import shown
from leaderboards.models import Award, Decision, Publication
from leaderboards.permissions import DecisionPolicy, PublicationPolicy, StandingsPolicy
from leaderboards.viewing import published, published_board
from submissions.models import Entry
from submissions.permissions import EntryPolicy


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
        computed = compute_standings(contest, traced=entry.code)
        rows = {row.entry: row for row in computed.standings.rows}
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
