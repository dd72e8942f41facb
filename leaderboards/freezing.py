"""Makes what a publication freezes: the payload that is hashed, and the names beside it.

`leaderboards.frozen` reads it. Stores nothing and knows no viewer.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping

from common.canonical import digest
from contests.models import Contest
from leaderboards.board import board, entries_of, plain, trace
from leaderboards.computing import Computed
from leaderboards.frozen import Row
from submissions.models import Entry
from submissions.naming import Named, Rule, shown_entry

VERSION = 2


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


def first_version(payload: Row, names: Row) -> Row:
    """The payload as version 1 had it, with the names in what is hashed; packages still bring some."""
    rule = payload["display_rule"]
    private = payload["private"]

    def named(divisions: list[Row], *, full: bool) -> list[Row]:
        return [
            {**each, "rows": [{**row, "entry": entry(row, full=full)} for row in each["rows"]]}
            for each in divisions
        ]

    def entry(row: Row, *, full: bool) -> Row:
        whole = names[row["entry"]["code"]]["entry"]
        people = [Named(name, True) for name in whole["names"]]
        rest = {key: whole[key] for key in ("code", "title", "team", "school")}
        return whole if full else shown_entry(rule, pk=0, people=people, **rest)

    return {
        "display_rule": rule,
        "public": {
            **payload["public"],
            "divisions": named(payload["public"]["divisions"], full=False),
        },
        "private": {
            "divisions": named(private["divisions"], full=True),
            "entries": {code: row["entry"] for code, row in names.items()},
            "people": {code: row["people"] for code, row in names.items()},
            "traces": private["traces"],
        },
        "warnings": payload["warnings"],
    }
