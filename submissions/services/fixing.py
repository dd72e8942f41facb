"""Whether an entry's people are fixed, and what a change of them would change. Writes nothing.

From the first assignment of its round a name that comes or goes could take a judge off an entry, so
only the organiser changes people then; everybody else asks (`requests`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Final

from accounts.models import User
from common.errors import Fault
from common.text import single_line
from contests.models import Contest, Organization, Round
from contests.permissions import ContestPolicy
from submissions.errors_people import PeopleFixed
from submissions.models import Entry, Invitation
from submissions.services.matching import MentorData, ParticipantData, PersonData

PEOPLE: Final = ("participants", "mentors", "organization")
"""The members of an entry that say who is behind it."""

_KINDS: Final[Mapping[str, type[PersonData]]] = {
    "participants": ParticipantData,
    "mentors": MentorData,
}


def runs(user: User | None, contest: Contest) -> bool:
    """Whether `user` decides who is in the contest's entries; None is the system itself."""
    return user is None or ContestPolicy.can_manage(user, contest)


def people_fixed(entry: Entry) -> bool:
    """Whether judges were assigned in a round of the entry. A draft is nobody's to judge yet."""
    if entry.state in Entry.NOT_IN_FIELD:
        return False
    return Round.objects.filter(contest=entry.contest_id, assigned_at__isnull=False).exists()


def allowed_changes(entry: Entry, by: User | None, changes: Mapping[str, Any]) -> dict[str, Any]:
    """`changes` without people that are as they were. Raises PeopleFixed, naming the members."""
    if runs(by, entry.contest) or not people_fixed(entry):
        return dict(changes)
    wanted = real_changes(entry, changes)
    if wanted:
        raise PeopleFixed(errors=[Fault(PeopleFixed.text, f"/{name}") for name in wanted])
    return {name: value for name, value in changes.items() if name not in PEOPLE}


def real_changes(entry: Entry, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Those of PEOPLE that would be other than they are."""
    return {
        name: changes[name]
        for name in PEOPLE
        if name in changes and not _same(entry, name, changes[name])
    }


def people_now(entry: Entry) -> dict[str, Any]:
    """PEOPLE as they are, in the form in which a request keeps them."""
    return {
        "participants": [
            {
                "id": row.pk,
                "full_name": row.full_name,
                "birth_date": row.birth_date and row.birth_date.isoformat(),
                "class_name": row.class_name,
                "username": row.user.username if row.user else "",
            }
            for row in entry.participants.select_related("user")
        ],
        "mentors": [
            {
                "id": row.pk,
                "full_name": row.full_name,
                "username": row.user.username if row.user else "",
            }
            for row in entry.mentors.select_related("user")
        ],
        "organization": entry.organization and entry.organization.code,
    }


def kept_form(name: str, value: Any) -> Any:
    """A member of PEOPLE as JSON; what a line leaves out is left out."""
    if name == "organization":
        return value and value.code
    return [
        {
            each.name: _plain(getattr(person, each.name))
            for each in fields(person)
            if each.name != "kept" and each.name not in person.kept
        }
        for person in value
    ]


def from_kept(name: str, kept: Any) -> Any:
    """The member of PEOPLE that `kept_form` made JSON of."""
    if name == "organization":
        return kept and Organization.objects.get(code=kept)
    kind = _KINDS[name]
    names = {each.name for each in fields(kind)} - {"kept"}
    people = []
    for line in kept:
        given = dict(line)
        if given.get("birth_date"):
            given["birth_date"] = date.fromisoformat(given["birth_date"])
        people.append(kind(**given, kept=frozenset(names - given.keys())))
    return people


def _same(entry: Entry, name: str, value: Any) -> bool:
    if name == "organization":
        return bool(value == entry.organization)
    now: Sequence[Mapping[str, Any]] = people_now(entry)[name]
    if len(now) != len(value):
        return False
    invited = {
        (each.participant_id or each.mentor_id, each.username)
        for each in entry.invitations.filter(state__in=Invitation.OPEN, role=name.removesuffix("s"))
    }
    return all(
        _same_line(row, line, (row["id"], line.username.casefold()) in invited)
        for row, line in zip(now, value, strict=True)
    )


def _same_line(row: Mapping[str, Any], line: PersonData, invited: bool) -> bool:
    if line.id not in (None, row["id"]):
        return False
    for each in fields(line):
        if each.name in ("id", "kept") or each.name in line.kept:
            continue
        was, said = row[each.name], _plain(getattr(line, each.name))
        if each.name == "username":
            if was.casefold() != said.casefold() and not invited:
                return False
        elif was != (single_line(said) if isinstance(said, str) else said):
            return False
    return True


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
