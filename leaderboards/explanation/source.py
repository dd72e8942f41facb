"""Which standing of an entry its viewer may have explained, and the rows next to it.

Asks `publicity`, `showing` and the policies; decides nothing of its own but the audience.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Max
from django.utils import timezone

from contests.definitions import faults
from contests.models import Contest, ScoringPolicy
from contests.permissions import Person
from judging.definitions import policy_of
from judging.models import RoundResult
from leaderboards.appealing import remarked
from leaderboards.board import OUT, key_text, trace
from leaderboards.computing import Computed, compute_standings
from leaderboards.display import published_entries, shown, shown_entries
from leaderboards.errors import PolicyUnusable
from leaderboards.explanation.attempts import Audience
from leaderboards.frozen import some
from leaderboards.models import Award, Publication
from leaderboards.past import compute_at
from leaderboards.payload import parts
from leaderboards.permissions import StandingsPolicy
from leaderboards.publicity import publication_in_force
from leaderboards.showing import showing
from scoring.errors import DefinitionError
from scoring.field import Place
from scoring.policy import Policy
from submissions.models import Entry
from submissions.permissions import EntryPolicy

View = Literal["live", "published", "entrant"]
"""Who runs the contest may ask for what was approved, or for what the entry's people see."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry next to the explained one, as the viewer may see it."""

    entry: Mapping[str, Any]
    rank: int
    keys: Mapping[str, Any]
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class Near:
    """The next ranks above and below, how many share the rank, how many are ranked.

    None where the viewer's board does not show it.
    """

    above: Row | None = None
    below: Row | None = None
    tied_with: int = 0
    ranked: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A standing to explain, with the entry as its viewer sees it. What was entered up to `at`
    belongs to it."""

    audience: Audience
    state: Literal["live", "published"]
    at: datetime
    as_of: datetime | None
    frozen: bool
    publication: Publication | None
    round_code: str | None
    policy: Policy
    stored_policy: ScoringPolicy
    trace: Mapping[str, Any]
    near: Near
    severity_refused: frozenset[str]
    entry: Mapping[str, Any]
    award: Mapping[str, Any] | None = None


def seen_by(
    entry: Entry, user: Person, *, view: View | None = None, round_code: str | None = None
) -> Seen | None:
    """What `user` may have explained of the entry's rank, or None.

    Those who run the contest see it live or as approved, or as the entry's people do; the others
    see what is public. Raises PolicyMissing, PolicyUnusable, RoundUnknown.
    """
    full = StandingsPolicy.sees_all(user, entry.contest)
    if full and view == "published":
        publication = publication_in_force(entry.contest, round_code)
        return None if publication is None else _published(publication, entry, "office")
    if full and view != "entrant":
        return _live(entry, "office", round_code)
    own = full or EntryPolicy.is_own(user, entry)
    return _public(entry, "entrant" if own else "public", round_code)


def _public(entry: Entry, audience: Audience, round_code: str | None) -> Seen | None:
    """The standing behind the board that the public sees; one that is not on it is its people's."""
    contest, now, top = entry.contest, timezone.now(), None
    publication = publication_in_force(contest, round_code, public_at=now)
    if publication is not None:
        found = _published(publication, entry, audience)
    else:
        board = showing(contest, round_code, now)
        if board.hidden:
            return None
        top = board.top
        if board.frozen_at is not None:
            found = _frozen(entry, audience, round_code, board.frozen_at, top)
        else:
            found = _live(entry, audience, round_code, top)
            if showing(contest, round_code, timezone.now()) != board:
                return None
    if found is None or audience == "entrant" or _on_board(found.trace, top):
        return found
    return None


def _on_board(trace: Mapping[str, Any], top: int | None) -> bool:
    """Whether the public's board has a row of it: nobody who is out, and no rank below its top."""
    rank = trace["rank"]
    return trace["state"] not in OUT and (top is None or (rank is not None and rank <= top))


def _live(
    entry: Entry, audience: Audience, round_code: str | None, top: int | None = None
) -> Seen | None:
    computed = compute_standings(entry.contest, round_code=round_code, traced=entry.code)
    counted = RoundResult.objects.filter(round__contest=entry.contest_id, round__calibration=False)
    as_of = counted.aggregate(last=Max("updated_at"))["last"]
    return _computed(
        computed, entry, audience, round_code, at=timezone.now(), as_of=as_of, frozen=False, top=top
    )


def _frozen(
    entry: Entry, audience: Audience, round_code: str | None, at: datetime, top: int | None
) -> Seen | None:
    computed = compute_at(entry.contest, at=at, round_code=round_code)
    return _computed(computed, entry, audience, round_code, at=at, as_of=at, frozen=True, top=top)


def _computed(
    computed: Computed,
    entry: Entry,
    audience: Audience,
    round_code: str | None,
    *,
    at: datetime,
    as_of: datetime | None,
    frozen: bool,
    top: int | None,
) -> Seen | None:
    try:
        standing = computed.standings.of(entry.code)
    except KeyError:
        return None
    left_out = remarked(entry.contest).get(entry.code, ())
    return Seen(
        audience=audience,
        state="live",
        at=at,
        as_of=as_of,
        frozen=frozen,
        publication=None,
        round_code=round_code,
        policy=computed.policy,
        stored_policy=computed.stored_policy,
        trace=trace(standing, left_out),
        near=_near(computed, entry, audience, top),
        entry=shown(entry, entry.contest.display_rule if audience == "public" else None),
        severity_refused=frozenset(
            code for code, found in computed.severity.items() if found.refusal is not None
        ),
    )


def _near(computed: Computed, entry: Entry, audience: Audience, top: int | None) -> Near:
    standings, by_division = computed.standings, computed.policy.by_division
    mine = next(place for place in standings.places if place.entry == entry.code)
    if mine.rank is None:
        return Near()
    rank = mine.rank
    ranked = [
        place
        for place in standings.places
        if place.rank is not None and (not by_division or place.division == mine.division)
    ]
    on_board = [place for place in ranked if top is None or (place.rank or 0) <= top]
    # Next to it in the ranking, not on what the board leaves of it: that one decided against it.
    nearest = (
        max((p for p in ranked if (p.rank or 0) < rank), key=_rank, default=None),
        min((p for p in ranked if (p.rank or 0) > rank), key=_rank, default=None),
    )
    over, under = (place if place in on_board else None for place in nearest)
    codes = [place.entry for place in (over, under) if place is not None]
    rule = None if audience == "office" else entry.contest.display_rule
    people = shown_entries(_people(entry.contest, codes), rule)

    def row(place: Place | None) -> Row | None:
        if place is None or place.rank is None:
            return None
        held = {id_: values.get(place.entry) for id_, values, _ in standings.keys}
        told = {id_: key_text(value) for id_, value in held.items()}
        return Row(people[place.entry], place.rank, told, place.decided_by)

    return Near(
        above=row(over),
        below=row(under),
        tied_with=sum(place.rank == rank and place is not mine for place in on_board),
        ranked=len(ranked) if top is None else None,
    )


def _rank(place: Place) -> int:
    return place.rank or 0


def _people(contest: Contest, codes: Sequence[str]) -> list[Entry]:
    return list(contest.entries.filter(code__in=codes).select_related("team", "organization"))


def _published(publication: Publication, entry: Entry, audience: Audience) -> Seen | None:
    """What was frozen when it was proposed, so that a later change explains nothing otherwise."""
    payload = parts(
        publication,
        trace=("private", "traces", entry.code),
        divisions=("private" if audience == "office" else "public", "divisions"),
        warnings=("warnings",),
    )
    found, divisions = payload["trace"], payload["divisions"]
    if found is None:
        return None
    stored = publication.policy
    try:
        policy = policy_of(stored)
    except DefinitionError as error:
        raise PolicyUnusable(errors=faults(error.problems)) from error
    rows = [row for division in divisions for row in division["rows"]]
    mine = next((row for row in rows if row["entry"]["code"] == entry.code), None)
    if policy.by_division and mine is not None:
        rows = next(each["rows"] for each in divisions if mine in each["rows"])
    award = None if mine is None else mine["award"]
    if award is not None:
        given = Award.objects.filter(publication=publication, entry=entry, code=award["code"])
        award = {**award, "decided": given.exclude(reason="").exists()}
    near, shown_entry = _near_published(rows, found["rank"], publication, entry, audience)
    refused = {
        warning["round"] for warning in payload["warnings"] if warning["code"] == "severity-refused"
    }
    return Seen(
        audience=audience,
        state="published",
        at=publication.proposed_at,
        as_of=publication.published_at,
        frozen=False,
        publication=publication,
        round_code=publication.round.code if publication.round else None,
        policy=policy,
        stored_policy=stored,
        trace=found,
        near=near,
        entry=shown_entry,
        severity_refused=frozenset(refused),
        award=award,
    )


def _near_published(
    rows: Sequence[Mapping[str, Any]],
    rank: int | None,
    publication: Publication,
    entry: Entry,
    audience: Audience,
) -> tuple[Near, Mapping[str, Any]]:
    """What is next to it, and the entry itself, as the viewer sees them."""
    ranked = [row for row in rows if row["rank"] is not None] if rank is not None else []
    over = max((r for r in ranked if r["rank"] < rank), key=lambda r: int(r["rank"]), default=None)
    under = min((r for r in ranked if r["rank"] > rank), key=lambda r: int(r["rank"]), default=None)
    codes = [found["entry"]["code"] for found in (over, under) if found is not None]
    entries = (
        some(publication, codes)[1]
        if audience == "office"
        else published_entries(publication, entry.contest, [*codes, entry.code])
    )
    own = entries[entry.code] if audience == "public" else shown(entry, None)
    if rank is None:
        return Near(), own

    def row(found: Mapping[str, Any] | None) -> Row | None:
        if found is None:
            return None
        told = {key["type"]: key["value"] for key in found["keys"]}
        return Row(entries[found["entry"]["code"]], found["rank"], told, found["decided_by"])

    near = Near(
        above=row(over),
        below=row(under),
        tied_with=sum(each["rank"] == rank for each in ranked) - 1,
        ranked=len(ranked),
    )
    return near, own
