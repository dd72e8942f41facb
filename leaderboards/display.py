"""An entry as its viewer sees it: of now, and as a publication froze it. Reads rules and consents for
`submissions.naming`, which decides; shapes what comes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson

from common.prepared import Prepared
from contests.models import Contest, Organization
from leaderboards import frozen
from leaderboards.models import Publication
from submissions.consents import consents, consents_of, named, people_of
from submissions.models import Entry, Team
from submissions.naming import (
    Named,
    Rule,
    in_full,
    named_as,
    shown_entry,
    shown_name,
    strictest,
    without_names,
)
from submissions.selectors import EntryRow


def shown(entry: Entry, rule: str | None) -> dict[str, Any]:
    """{id, code, title, team, school, names} by `rule` and consents; None shows all, as the organiser
    sees it. Expects team and organization joined."""
    return shown_entries([entry], rule)[entry.code]


def shown_entries(entries: Sequence[Entry], rule: str | None) -> dict[str, dict[str, Any]]:
    """The same for a few entries, by code."""
    read = people_of if rule is None else consents_of
    people = read([entry.pk for entry in entries])
    return {
        entry.code: shown_entry(
            rule,
            pk=entry.pk,
            code=entry.code,
            title=entry.title,
            team=entry.team.name if entry.team else None,
            school=entry.organization.name if entry.organization else None,
            people=people.get(entry.pk, ()),
        )
        for entry in entries
    }


def shown_texts(contest: Contest, rule: str | None, rows: Sequence[EntryRow]) -> dict[str, bytes]:
    """The contest's entries as `shown`, by code, each as its JSON; lean queries by columns."""
    if rule == Rule.CODE:
        return {code: _coded(code) for _, code, *_ in rows}
    names: dict[int, bytes] = {}
    kept: dict[int, list[str]] = {}  # names that no title may tell
    for entry, name, agreed in named(contest):
        text = _name(name, agreed, rule)
        if text is not None:
            names[entry] = b"%b,%b" % (names[entry], text) if entry in names else text
        if rule is not None and not in_full(agreed, rule):
            kept.setdefault(entry, []).append(name)
    teams: dict[int | None, str | None] = {None: None, **dict(_teams(contest.pk))}
    team_texts = {pk: orjson.dumps(name) for pk, name in teams.items()}
    school: dict[int | None, bytes] = {None: b"null"}
    school |= {pk: orjson.dumps(name) for pk, name in _schools(contest.pk)}
    # By hand, since a board has thousands: as dictionaries they take four times as long.
    texts = {}
    for pk, code, _, _, title, team_id, school_id in rows:
        told: str | None = title
        team = team_texts[team_id]
        if pk in kept:
            told = without_names(title, kept[pk])
            if team_id is not None and without_names(teams[team_id], kept[pk]) is None:
                team = b"null"
        texts[code] = _PATTERN % (
            b"null" if rule else b"%d" % pk,
            orjson.dumps(code),
            orjson.dumps(told),
            team,
            school[school_id],
            names.get(pk, b""),
        )
    return texts


@lru_cache(maxsize=50_000)  # the same people on every board, once a second
def _name(name: str, agreed: bool, rule: str | None) -> bytes | None:
    shown = name if rule is None else shown_name(Named(name, agreed), rule)
    return None if shown is None else orjson.dumps(shown)


_PATTERN = b'{"id":%b,"code":%b,"title":%b,"team":%b,"school":%b,"names":[%b]}'


def _coded(code: str) -> bytes:
    return _PATTERN % (b"null", orjson.dumps(code), b"null", b"null", b"null", b"")


_teams = Prepared(
    lambda contest: Team.objects.filter(contest_id=contest).order_by().values_list("pk", "name")
)
_schools = Prepared(
    lambda contest: (
        Organization.objects.filter(
            pk__in=Entry.objects.filter(contest_id=contest).order_by().values("organization_id")
        )
        .order_by()
        .values_list("pk", "name")
    )
)


def published_entries(
    publication: Publication, contest: Contest, codes: Sequence[str] | None = None
) -> dict[str, dict[str, Any]]:
    """The entries as the publication froze them, as the public may see them now, by code.

    By the strictest of the rule of then, that of now and each person's consent of now. With `codes`
    those alone, without reading the rest.
    """
    then, entries = frozen.whole(publication) if codes is None else frozen.some(publication, codes)
    rule = strictest(contest.display_rule, then or contest.display_rule)
    if rule == Rule.CODE:
        return {code: frozen.bare(code) for code in entries}
    ids = _ids(contest, codes)
    people = consents(contest) if codes is None else consents_of(list(ids.values()))
    return {
        code: shown_entry(
            rule,
            pk=0,
            code=code,
            title=entry.get("title"),
            team=entry.get("team"),
            school=entry.get("school"),
            people=named_as(entry.get("names", ()), people.get(ids.get(code, 0), ())),
        )
        for code, entry in entries.items()
    }


def _ids(contest: Contest, codes: Sequence[str] | None) -> dict[str, int]:
    """The contest's entries that are still there, by code."""
    rows = Entry.objects.filter(contest=contest)
    if codes is not None:
        rows = rows.filter(code__in=codes)
    return dict(rows.order_by().values_list("code", "pk"))
