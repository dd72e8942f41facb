"""The explanation as one document of JSON values, which the API, the screen and the page show."""

from __future__ import annotations

from typing import Any

from contests.permissions import Person
from leaderboards.explanation.attempts import RoundSource
from leaderboards.explanation.history import history, rounds_of
from leaderboards.explanation.ranking import award, decided, keys, neighbour, total
from leaderboards.explanation.rounds import round_part
from leaderboards.explanation.source import Seen, View, seen_by
from submissions.models import Entry


def explain(
    entry: Entry, user: Person, *, view: View | None = None, round_code: str | None = None
) -> dict[str, Any] | None:
    """Why the entry has its rank, or None if that is not `user`'s to see.

    Exact numbers are texts, words are in both languages. Expects contest, division, team and
    organization joined. Raises PolicyMissing, PolicyUnusable, RoundUnknown.
    """
    seen = seen_by(entry, user, view=view, round_code=round_code)
    return None if seen is None else document(entry, seen)


def document(entry: Entry, seen: Seen) -> dict[str, Any]:
    contest, trace, publication = entry.contest, seen.trace, seen.publication
    past = history(entry, policy=seen.stored_policy, at=seen.at, publication=publication)
    rounds = rounds_of(entry)
    told = keys(seen, rounds)
    appeals = [] if seen.audience == "public" else past.appeals
    definitions = seen.stored_policy.definition["rounds"]
    return {
        "contest": contest.slug,
        "title": contest.title,
        "title_en": contest.title_en,
        "state": seen.state,
        "audience": seen.audience,
        "as_of": None if seen.as_of is None else seen.as_of.isoformat(),
        "frozen": seen.frozen,
        "publication": None
        if publication is None or publication.published_at is None
        else {
            "number": publication.number,
            "published_at": publication.published_at.isoformat(),
            "note": publication.note,
            "payload_sha256": publication.payload_sha256,
        },
        "round": seen.round_code,
        "entry": seen.entry,
        "division": {
            "code": entry.division.code,
            "title": entry.division.title,
            "title_en": entry.division.title_en,
        },
        "standing": trace["state"],
        "rank": trace["rank"],
        "tied": trace["tied"],
        "ranked": seen.near.ranked,
        "points": trace["points"],
        "rounds": [
            round_part(
                RoundSource(
                    round_,
                    seen.policy.rounds[code],
                    definitions[code],
                    trace["rounds"][code],
                    past,
                    seen.audience,
                    code in seen.severity_refused,
                    seen.round_code is not None or code in seen.policy.combine.rounds,
                    [appeal for appeal in appeals if appeal.round.code == code],
                )
            )
            for code, round_ in rounds.items()
            if code in trace["rounds"]
        ],
        "total": total(seen),
        "keys": told,
        "above": neighbour(seen.near.above),
        "below": neighbour(seen.near.below),
        "decided_by": trace["decided_by"],
        "decided": decided(seen, told),
        "award": award(seen),
    }
