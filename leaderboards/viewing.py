"""Boards as their viewers have them: computed once a second at most, then cut to what was asked.

A board is the same for everybody who sees as much of it: all, or what the public may see. What is
asked of it (a division, the first rows, the entries of a school or a ward) never computes anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

import orjson
from django.db.models import Count, Max, Sum

from common.renderers import dumps
from contests.models import Contest, Organization
from contests.permissions import Person
from contests.selectors import current_policy
from judging.models import RoundResult
from leaderboards.board import board
from leaderboards.cache import Answer, Kept
from leaderboards.computing import compute_standings
from leaderboards.errors import FilterHidden
from leaderboards.models import Decision, Publication
from leaderboards.permissions import StandingsPolicy
from submissions.models import Entry

View = Literal["live", "published"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a viewer asked for: `organization` is the code of a school, a ward, a city."""

    round_code: str | None = None
    view: View | None = None
    division: str | None = None
    organization: str | None = None
    top: int | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """A whole board; `rows` by division are pairs of an entry's code and its row as JSON.

    `number` is its own in this process: an answer is right while it was cut from the latest.
    """

    head: dict[str, Any]
    divisions: list[dict[str, Any]]
    rows: dict[str, list[tuple[str, str]]]
    number: int = field(default_factory=count(1).__next__)

    @property
    def size(self) -> int:
        return sum(len(row) + 200 for rows in self.rows.values() for _, row in rows)


_boards: Kept[Board] = Kept()
_answers: Kept[Answer] = Kept()


def clear() -> None:
    """Forget all that is kept in this process."""
    _boards.clear()
    _answers.clear()


def kept_for_anybody(slug: str, asked: Asked) -> Answer | None:
    """What the public was answered within the last second, if it was asked."""
    return _answers.fresh((slug, False, asked))


def standings(contest: Contest, user: Person, asked: Asked) -> Answer:
    """The board as `user` may see it, as JSON with its ETag.

    Those who run the contest see it live with full names, or as published; others see what is
    published, else the live board if the contest shows it, else an empty one marked as hidden.
    Raises FilterHidden, and what `compute_standings` raises.
    """
    full = StandingsPolicy.sees_all(user, contest)
    coded = not full and contest.display_rule == Contest.DisplayRule.CODE
    if coded and asked.organization is not None:
        raise FilterHidden

    def whole() -> Board:
        key = (contest.slug, full, asked.round_code, asked.view if full else None)
        return _boards.get(
            key, lambda: _state(contest, asked.round_code), lambda: _board(contest, full, asked)
        )

    return _answers.get(
        (contest.slug, full, asked),
        lambda: str(whole().number),
        lambda: _answer(contest, whole(), asked),
    )


def _answer(contest: Contest, board: Board, asked: Asked) -> Answer:
    within = None if asked.organization is None else _codes_within(contest, asked.organization)
    divisions = [
        {
            **division,
            "rows": [
                orjson.Fragment(row)
                for code, row in board.rows[division["code"]]
                if within is None or code in within
            ][: asked.top],
        }
        for division in board.divisions
        if asked.division in (None, division["code"])
    ]
    return Answer(dumps({**board.head, "divisions": divisions}))


def _codes_within(contest: Contest, organization: str) -> set[str]:
    """Codes of the entries from an organization or one below it; none if it is unknown."""
    here = Organization.objects.filter(code=organization).first()
    if here is None:
        return set()
    places = here.descendants(include_self=True).values_list("pk", flat=True)
    entries = Entry.objects.filter(contest=contest, organization__in=list(places))
    return set(entries.order_by().values_list("code", flat=True))


def _state(contest: Contest, round_code: str | None) -> str:
    """Changes whenever something does that a board is made of, but for titles and names.

    Sums of revisions, not the latest moment: writes may become visible in another order than that
    of their clocks, and a sum moves with each.
    """
    results = RoundResult.objects.filter(
        round__in=list(contest.rounds.values_list("pk", flat=True))
    )
    entries = Entry.objects.filter(contest=contest)
    publication = published(contest, round_code)
    policy = current_policy(contest)
    return repr(
        (
            results.aggregate(Sum("revision"), Count("pk"), Max("pk")),
            entries.aggregate(Sum("revision"), Count("pk")),
            Decision.objects.filter(contest=contest).aggregate(Max("pk")),
            policy and policy.pk,
            publication and publication.pk,
            contest.display_rule,
            contest.live_standings,
            contest.title,
        )
    )


def published(contest: Contest, round_code: str | None) -> Publication | None:
    """The publication in force, of the contest or of one round alone."""
    return (
        Publication.objects.filter(contest=contest, state=Publication.State.PUBLISHED)
        .filter(**({"round__code": round_code} if round_code else {"round": None}))
        .defer("payload")
        .first()
    )


def _board(contest: Contest, full: bool, asked: Asked) -> Board:
    publication = published(contest, asked.round_code)
    head: dict[str, Any] = {
        "contest": contest.slug,
        "title": contest.title,
        "title_en": contest.title_en,
        "publication": None,
    }
    if (full and asked.view != "published") or (
        publication is None and contest.live_standings and not full
    ):
        counted = RoundResult.objects.filter(round__contest=contest, round__calibration=False)
        moved = counted.aggregate(revision=Sum("revision"), updated_at=Max("updated_at"))
        computed = compute_standings(contest, round_code=asked.round_code)
        rule = None if full else contest.display_rule
        return _whole(
            {
                **head,
                "state": "live",
                "revision": moved["revision"] or 0,
                "updated_at": moved["updated_at"],
            },
            board(contest, computed, rule=rule, round_code=asked.round_code),
        )
    if publication is not None:
        shown = {"number": publication.number, "published_at": publication.published_at}
        return _whole(
            {
                **head,
                "state": "published",
                "revision": publication.number,
                "updated_at": publication.published_at,
                "publication": {**shown, "note": publication.note},
            },
            _written(published_board(publication, full=full)),
        )
    hidden = {**head, "state": "hidden", "revision": 0, "updated_at": None}
    return _whole(hidden, {"rounds": [], "divisions": []})


def published_board(publication: Publication, *, full: bool) -> dict[str, Any]:
    """The frozen board: as displayed, or with full names."""
    payload = publication.payload
    if not full:
        return dict(payload["public"])
    return {**payload["public"], "divisions": payload["private"]["divisions"]}


def _whole(head: dict[str, Any], document: dict[str, Any]) -> Board:
    divisions = [
        {name: division[name] for name in ("code", "title", "title_en")}
        for division in document["divisions"]
    ]
    rows = {division["code"]: division["rows"] for division in document["divisions"]}
    return Board({**head, "rounds": document["rounds"]}, divisions, rows)


def _written(document: dict[str, Any]) -> dict[str, Any]:
    """A published board with its rows as JSON texts, like a live one."""
    return {
        **document,
        "divisions": [
            {
                **division,
                "rows": [
                    (row["entry"]["code"], orjson.dumps(row).decode()) for row in division["rows"]
                ],
            }
            for division in document["divisions"]
        ],
    }
