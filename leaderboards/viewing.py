"""Boards as their viewers have them: computed once a second at most, then cut to what was asked.

A board is the same for everybody who sees as much of it: all, or what the public may see. What is
asked of it (a division, the first rows, the entries of a school or a ward) never computes anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count, islice
from typing import Any, Literal

import orjson
from django.utils import timezone

from common.renderers import dumps
from contests.models import Contest, Organization
from contests.package import carried
from contests.permissions import Person
from leaderboards.board import board
from leaderboards.cache import Answer, Kept
from leaderboards.computing import compute_standings
from leaderboards.display import published_entries
from leaderboards.errors import FilterHidden
from leaderboards.frozen import bare, some, whole
from leaderboards.models import Publication
from leaderboards.past import compute_at
from leaderboards.permissions import StandingsPolicy
from leaderboards.publicity import publication_in_force
from leaderboards.showing import showing
from leaderboards.state import LiveState, PublicState, live_state, public_state
from submissions.models import Entry
from submissions.naming import Rule, strictest
from submissions.permissions import EntryPolicy

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
    """A whole board; a division's `rows` are JSON by the entry's code, and the first are `shown`.

    `number` is its own in this process: an answer is right while it was cut from the latest.
    """

    head: dict[str, Any]
    divisions: list[dict[str, Any]]
    rows: dict[str, dict[str, bytes]]
    shown: dict[str, int]
    size: int
    number: int = field(default_factory=count(1).__next__)


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
    if asked.organization is not None and not full and _shows_codes(contest, asked.round_code):
        raise FilterHidden

    def whole() -> Board:
        if not full:
            return _for_everybody(contest, asked.round_code)
        return _boards.get(
            (contest.slug, True, asked.round_code, asked.view),
            lambda: live_state(contest, asked.round_code),
            lambda state: _office(contest, asked, state),
        )

    return _answers.get(
        (contest.slug, full, asked),
        lambda: whole().number,
        lambda _: _answer(contest, whole(), asked),
    )


def _shows_codes(contest: Contest, round_code: str | None) -> bool:
    """Whether the public sees no schools, so that it may not ask for one's entries either."""
    publication = publication_in_force(contest, round_code, public_at=timezone.now())
    then = None if publication is None else some(publication, ())[0]
    return strictest(contest.display_rule, then or contest.display_rule) == Rule.CODE


def _for_everybody(contest: Contest, round_code: str | None) -> Board:
    return _boards.get(
        (contest.slug, False, round_code, None),
        lambda: public_state(contest, round_code, timezone.now()),
        lambda state: _public(contest, round_code, state),
    )


def _answer(contest: Contest, board: Board, asked: Asked) -> Answer:
    within = None if asked.organization is None else _codes_within(contest, asked.organization)
    divisions = []
    for division in board.divisions:
        if asked.division in (None, division["code"]):
            rows, shown = board.rows[division["code"]], board.shown[division["code"]]
            cut: Iterable[bytes] = islice(rows.values(), shown)
            if within is not None:
                cut = [row for code, row in islice(rows.items(), shown) if code in within]
            array = b"[%b]" % b",".join(islice(cut, asked.top))
            divisions.append({**division, "rows": orjson.Fragment(array)})
    return Answer(dumps({**board.head, "divisions": divisions}))


def _codes_within(contest: Contest, organization: str) -> set[str]:
    """Codes of the entries from an organization or one below it; none if it is unknown."""
    here = Organization.objects.filter(code=organization).first()
    if here is None:
        return set()
    places = here.descendants(include_self=True).values_list("pk", flat=True)
    entries = Entry.objects.filter(contest=contest, organization__in=list(places))
    return set(entries.order_by().values_list("code", flat=True))


def _head(contest: Contest) -> dict[str, Any]:
    return {
        "contest": contest.slug,
        "title": contest.title,
        "title_en": contest.title_en,
        "publication": None,
        "frozen_at": None,
        "top": None,
    }


def _office(contest: Contest, asked: Asked, state: LiveState) -> Board:
    """What those who run the contest see: live, or what was approved, public already or not."""
    publication = publication_in_force(contest, asked.round_code)
    if asked.view != "published":
        return _live(contest, asked.round_code, state, rule=None)
    return _hidden(contest) if publication is None else _published(contest, publication, full=True)


def _public(contest: Contest, round_code: str | None, state: PublicState) -> Board:
    """What everybody sees; what is read after an instant that hides it is not told."""
    shown = state.shown
    if state.publication is not None:
        return _published(contest, state.publication, full=False)
    assert shown is not None
    if not shown.hidden and shown.frozen_at is None:
        assert state.live is not None
        made = _live(contest, round_code, state.live, rule=contest.display_rule, top=shown.top)
        if showing(contest, round_code, timezone.now()) == shown:
            return made
        shown = showing(contest, round_code, timezone.now())
    if shown.frozen_at is not None:
        return _frozen(contest, round_code, shown.frozen_at, shown.top)
    return _hidden(contest)


def _hidden(contest: Contest) -> Board:
    hidden = {**_head(contest), "state": "hidden", "revision": 0, "updated_at": None}
    return _whole(hidden, {"rounds": [], "divisions": []})


def _live(
    contest: Contest,
    round_code: str | None,
    state: LiveState,
    *,
    rule: str | None,
    top: int | None = None,
) -> Board:
    computed = compute_standings(contest, round_code=round_code)
    head = {
        **_head(contest),
        "state": "live",
        "revision": state.revision,
        "updated_at": state.updated_at,
        "top": top,
    }
    return _whole(head, board(contest, computed, rule=rule, round_code=round_code, top=top))


def _frozen(contest: Contest, round_code: str | None, at: datetime, top: int | None) -> Board:
    """The board as it stood at `at`; nothing in it tells of what came later."""
    head = {
        **_head(contest),
        "state": "live",
        "revision": 0,
        "updated_at": at,
        "frozen_at": at,
        "top": top,
    }
    computed = compute_at(contest, at=at, round_code=round_code)
    rule = contest.display_rule
    return _whole(head, board(contest, computed, rule=rule, round_code=round_code, top=top))


def _published(contest: Contest, publication: Publication, *, full: bool) -> Board:
    shown = {"number": publication.number, "published_at": publication.published_at}
    return _whole(
        {
            **_head(contest),
            "state": "published",
            "revision": publication.number,
            "updated_at": publication.published_at,
            "publication": {
                **shown,
                "note": publication.note,
                "imports": carried(publication.imports),
            },
        },
        _written(published_board(publication, contest, full=full)),
    )


def own_rows(contest: Contest, user: Person, round_code: str | None) -> list[dict[str, Any]]:
    """The rows of the entries that `user` takes part in or mentors, of the board that is shown.

    Of the same board as everybody's, before it is cut to its top: [{division, row}].
    """
    own = set(
        Entry.objects.filter(EntryPolicy.own(user), contest=contest).values_list("code", flat=True)
    )
    if not own:
        return []
    return [
        {"division": division, "row": orjson.loads(rows[code])}
        for division, rows in _for_everybody(contest, round_code).rows.items()
        for code in sorted(own & rows.keys())
    ]


def published_board(publication: Publication, contest: Contest, *, full: bool) -> dict[str, Any]:
    """The frozen board: as it may be displayed now, or with full names."""
    payload = publication.payload
    divisions = payload["private" if full else "public"]["divisions"]
    entries = whole(publication)[1] if full else published_entries(publication, contest)
    return {
        **payload["public"],
        "divisions": [
            {**division, "rows": [_named(row, entries) for row in division["rows"]]}
            for division in divisions
        ],
    }


def _named(row: dict[str, Any], entries: Mapping[str, Any]) -> dict[str, Any]:
    code = row["entry"]["code"]
    return {**row, "entry": entries.get(code) or bare(code)}


def _whole(head: dict[str, Any], document: dict[str, Any]) -> Board:
    divisions = [
        {name: division[name] for name in ("code", "title", "title_en")}
        for division in document["divisions"]
    ]
    rows = {division["code"]: division["rows"] for division in document["divisions"]}
    shown = {division["code"]: division["shown"] for division in document["divisions"]}
    size = sum(sum(map(len, each.values())) + 200 * len(each) for each in rows.values())
    return Board({**head, "rounds": document["rounds"]}, divisions, rows, shown, size)


def _written(document: dict[str, Any]) -> dict[str, Any]:
    """A published board with its rows as JSON, like a live one."""
    return {
        **document,
        "divisions": [
            {
                **division,
                "rows": {row["entry"]["code"]: orjson.dumps(row) for row in division["rows"]},
                "shown": len(division["rows"]),
            }
            for division in document["divisions"]
        ],
    }
