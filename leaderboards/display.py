"""What a viewer sees of an entry's people: the one place that applies the display rule."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson

from common.prepared import Prepared
from contests.models import Contest, Organization
from submissions.models import Entry, Participant, Team
from submissions.selectors import EntryRow

Rule = Contest.DisplayRule


def shown(entry: Entry, rule: str | None) -> dict[str, Any]:
    """{id, code, title, team, school, names} by `rule`; None shows all, as the organiser sees it.

    full_name: everything; initials: initials and school; code: the code alone.
    Expects participants prefetched, team and organization joined.
    """
    return _shown(
        rule,
        entry.pk,
        entry.code,
        entry.title,
        entry.team.name if entry.team else None,
        entry.organization.name if entry.organization else None,
        [person.full_name for person in entry.participants.all()],
    )


def people_behind(entry: Entry) -> dict[str, Any]:
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


def shown_texts(contest: Contest, rule: str | None, rows: Sequence[EntryRow]) -> dict[str, bytes]:
    """The contest's entries as `shown`, by code, each as its JSON; three lean queries."""
    if rule == Rule.CODE:
        return {
            code: orjson.dumps(_shown(rule, 0, code, "", None, None, [])) for _, code, *_ in rows
        }
    names: dict[int, bytes] = {}
    for entry_id, name in _people.tuples(contest.pk):
        shown = orjson.dumps(initials(name) if rule == Rule.INITIALS else name)
        names[entry_id] = b"%b,%b" % (names[entry_id], shown) if entry_id in names else shown
    team: dict[int | None, bytes] = {None: b"null"}
    team |= {pk: orjson.dumps(name) for pk, name in _teams(contest.pk)}
    school: dict[int | None, bytes] = {None: b"null"}
    school |= {pk: orjson.dumps(name) for pk, name in _schools(contest.pk)}
    # By hand, since a board has thousands: as dictionaries they take four times as long.
    return {
        code: _PATTERN
        % (
            b"null" if rule else b"%d" % pk,
            orjson.dumps(code),
            orjson.dumps(title),
            team[team_id],
            school[school_id],
            names.get(pk, b""),
        )
        for pk, code, _, _, title, team_id, school_id in rows
    }


_PATTERN = b'{"id":%b,"code":%b,"title":%b,"team":%b,"school":%b,"names":[%b]}'

_people = Prepared(
    lambda contest: (
        Participant.objects.filter(entry__contest_id=contest)
        .order_by("order", "pk")
        .values_list("entry_id", "full_name")
    )
)
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


def _shown(
    rule: str | None,
    pk: int,
    code: str,
    title: str,
    team: str | None,
    school: str | None,
    names: list[str],
) -> dict[str, Any]:
    if rule == Rule.CODE:
        return {"id": None, "code": code, "title": None, "team": None, "school": None, "names": []}
    if rule == Rule.INITIALS:
        names = [initials(name) for name in names]
    return {
        "id": pk if rule is None else None,
        "code": code,
        "title": title,
        "team": team,
        "school": school,
        "names": names,
    }


def initials(full_name: str) -> str:
    """The first letters of a name: Nguyễn Văn An gives N.V.A. (with a dot after each)."""
    return "".join(map(_initial, full_name.split()))


@lru_cache(maxsize=10_000)  # a field's names are made of the same few words
def _initial(word: str) -> str:
    return f"{word[0].upper()}."
