"""What a publication froze: the hashed payload, which names nobody, and the names beside it.

The payload knows entries by their code and commits to what stood behind each by a salted hash, so
that names can be checked while they are there and dropped without a trace (docs/adr/0011). Version 1
held the names in the payload; such publications stay as they are and are read here likewise.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from common.canonical import digest
from contests.models import Contest
from leaderboards.board import board, entries_of, plain, trace
from leaderboards.computing import Computed
from leaderboards.models import Publication
from leaderboards.payload import Under
from submissions.models import Entry
from submissions.naming import Rule

VERSION = 2

Row = dict[str, Any]


def freeze(
    contest: Contest,
    computed: Computed,
    *,
    round_code: str | None,
    awards: Mapping[str, Mapping[str, str]],
    left_out: Mapping[str, Collection[tuple[str, int]]],
    warnings: list[Row],
) -> tuple[Row, Row]:
    """The payload and the names beside it: {code: {"salt", "entry", "people"}}."""

    def coded(rule: str | None) -> Row:
        made = plain(board(contest, computed, rule=rule, round_code=round_code, awards=awards))
        for division in made["divisions"]:
            for row in division["rows"]:
                row["entry"] = {"code": row["entry"]["code"]}
        return made

    names = {
        code: {
            "salt": secrets.token_hex(16),
            "entry": _whole(entry),
            "people": people_behind(entry),
        }
        for code, entry in entries_of(contest).items()
    }
    payload = {
        "version": VERSION,
        "display_rule": contest.display_rule,
        "public": coded(Rule.CODE),
        "private": {
            "divisions": coded(None)["divisions"],
            "commitments": {code: digest(row) for code, row in names.items()},
            "traces": {
                row.entry: trace(row, left_out.get(row.entry, ()))
                for row in computed.standings.rows
            },
        },
        "warnings": warnings,
    }
    return payload, names


def _whole(entry: Entry) -> Row:
    return {
        "id": entry.pk,
        "code": entry.code,
        "title": entry.title,
        "team": entry.team.name if entry.team else None,
        "school": entry.organization.name if entry.organization else None,
        "names": [person.full_name for person in entry.participants.all()],
    }


def people_behind(entry: Entry) -> Row:
    """{school, participants, mentors} as they are now, for what is printed from a publication.

    Expects participants and mentors prefetched and organization joined.
    """
    school = entry.organization
    return {
        "school": {"code": school.code, "name": school.name, "name_en": school.name_en}
        if school
        else None,
        "participants": [
            {"id": person.pk, "name": person.full_name, "class": person.class_name}
            for person in entry.participants.all()
        ],
        "mentors": [{"id": mentor.pk, "name": mentor.full_name} for mentor in entry.mentors.all()],
    }


def altered(payload: Mapping[str, Any], names: Mapping[str, Any]) -> list[str]:
    """The codes whose names are not those that the payload commits to; dropped ones agree."""
    made = payload.get("private", {}).get("commitments", {})
    return [code for code, row in names.items() if made.get(code) != digest(row)]


def whole(publication: Publication) -> tuple[str | None, dict[str, Row]]:
    """The display rule of then and every entry in full, by code; reads the whole payload."""
    payload = publication.payload
    private = payload.get("private", {})
    if payload.get("version", 1) == 1:
        return payload.get("display_rule"), private.get("entries", {})
    codes = private["commitments"]
    return payload["display_rule"], {
        code: _kept(publication.names.get(code), code) for code in codes
    }


def some(publication: Publication, codes: Sequence[str]) -> tuple[str | None, dict[str, Row]]:
    """The same of a few entries, without reading the rest."""
    asked: dict[str, Any] = {"rule": Under("display_rule")}
    for place, code in enumerate(codes):
        asked[f"old{place}"] = Under("private", "entries", code)
        asked[f"new{place}"] = Under(code, column="names")
    rows = Publication.objects.filter(pk=publication.pk).values(**asked)
    found: Row = dict(rows[0])
    return found["rule"], {
        code: found[f"old{place}"] or _kept(found[f"new{place}"], code)
        for place, code in enumerate(codes)
    }


def _kept(row: Row | None, code: str) -> Row:
    return bare(code) if row is None else row["entry"]


def kept(publication: Publication, code: str) -> tuple[Row, Row]:
    """(the entry, the people behind it) as they were published; what is not kept is left out."""
    if publication.payload.get("version", 1) != 1:
        row = publication.names.get(code, {})
        return row.get("entry", {}), row.get("people", {})
    private = publication.payload.get("private", {})
    found = (private.get(part, {}).get(code, {}) for part in ("entries", "people"))
    entry, people = (each if isinstance(each, dict) else {} for each in found)
    return entry, people


def bare(code: str) -> Row:
    """An entry of which nothing is known but its code."""
    return {"id": None, "code": code, "title": None, "team": None, "school": None, "names": []}
