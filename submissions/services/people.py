"""Writes the people of an entry: its participants, mentors and team name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeVar

from django.db.models import ProtectedError

from accounts.models import User
from common.errors import Fault
from common.text import single_line
from contests.errors import UserUnknown
from contests.models import Contest
from submissions.errors import (
    ParticipantTwice,
    PersonCertified,
    PersonUnknown,
    TeamNameMissing,
    TeamNameTaken,
    TeamTooLarge,
    TeamTooSmall,
)
from submissions.models import Entry, Mentor, Participant, Team
from submissions.services.fixing import runs
from submissions.services.invitations import end_invitations, invite
from submissions.services.matching import MentorData, ParticipantData, PersonData, match

Role = Literal["participant", "mentor"]
Person = TypeVar("Person", bound=PersonData)


def with_participant(people: Sequence[ParticipantData], user: User) -> list[ParticipantData]:
    """`people` with `user` linked to their line.

    It is the line with their user name, else with their name, else the first without an account;
    without any line, one is made.
    """
    if not people:
        return [ParticipantData(user.full_name, username=user.username)]
    index = _line_of(user, people)
    if index is None:
        return list(people)
    return [
        replace(person, username=user.username) if position == index else person
        for position, person in enumerate(people)
    ]


def with_mentor(people: Sequence[MentorData], user: User) -> list[MentorData]:
    """`people` with `user` linked to their line, or added."""
    for position, person in enumerate(people):
        if person.username == user.username or (
            not person.username and single_line(person.full_name) == user.full_name
        ):
            linked = replace(person, username=user.username)
            return [*people[:position], linked, *people[position + 1 :]]
    return [*people, MentorData(user.full_name, username=user.username)]


def write_participants(
    entry: Entry,
    people: Sequence[ParticipantData],
    *,
    by: User | None,
    agreed_by: User | None = None,
) -> None:
    """Make these the entry's participants; who is there already keeps the row.

    Who runs the contest links accounts; anybody else links their own and invites the others. Then
    nothing is asked about user names: UserUnknown is for who runs the contest. `agreed_by`: the
    organiser who accepted the request. Raises UserUnknown, ParticipantTwice, PersonUnknown,
    PersonCertified, TeamTooLarge, and what inviting raises.
    """
    require_at_most(entry.contest, len(people))
    _require_once([person.username for person in people])
    rows = _rows(entry.participants, people, by)
    for order, (row, person) in enumerate(rows, start=1):
        row.order = order
        if "birth_date" not in person.kept:
            row.birth_date = person.birth_date
        if "class_name" not in person.kept:
            row.class_name = single_line(person.class_name)
        row.save()
    _invite(rows, by, agreed_by)


def write_mentors(
    entry: Entry, people: Sequence[MentorData], *, by: User | None, agreed_by: User | None = None
) -> None:
    """Make these the entry's mentors, likewise."""
    rows = _rows(entry.mentors, people, by)
    for row, _ in rows:
        row.save()
    _invite(rows, by, agreed_by)


def _invite(rows: Sequence[tuple[Any, Any]], by: User | None, agreed_by: User | None) -> None:
    """Ask the accounts that lines name and are not linked with; an account in place ends it."""
    end_invitations([row for row, _ in rows if row.user_id is not None])
    if by is not None:
        asked = [
            (row, person.username)
            for row, person in rows
            if person.username and "username" not in person.kept and row.user_id is None
        ]
        invite(asked, by=by, agreed_by=agreed_by)


def _rows(kind: Any, people: Sequence[Person], by: User | None) -> list[tuple[Any, Person]]:
    """The row of each person, old or new, with name and account; whoever is missing is gone."""
    model, entry = kind.model, kind.instance
    pointer = "/participants" if model is Participant else "/mentors"
    names = [person.username for person in people]
    before = list(kind.select_related("user"))
    if runs(by, entry.contest):
        users = _users(names, pointer)
    else:
        own = {row.user for row in before if row.user is not None} | {by}
        users = {each.username.casefold(): each for each in own if each is not None}
    require_known_people(kind, people, pointer)
    found = match(before, people, users)
    stay = {row.pk for row in found if row is not None}
    for row in before:
        if row.pk not in stay:
            _remove(row)
    # Accounts may change places, and no two rows may hold one at any moment.
    kind.filter(pk__in=stay).update(user=None)
    rows = []
    for row, person in zip(found, people, strict=True):
        row = row or model(entry=entry)
        row.full_name = single_line(person.full_name)
        if row.pk is None or "username" not in person.kept:
            row.user = users.get(person.username.casefold())
        rows.append((row, person))
    _require_one_line_each([row.user for row, _ in rows])
    return rows


def _require_one_line_each(users: Sequence[User | None]) -> None:
    """A line that keeps its account and another that names it are one line too many."""
    seen: set[int] = set()
    for user in users:
        if user is not None and user.pk in seen:
            raise ParticipantTwice(username=user.username)
        if user is not None:
            seen.add(user.pk)


def _remove(row: Participant | Mentor) -> None:
    """Other apps may hold on to a person: a certificate that is in force does."""
    end_invitations([row])
    try:
        row.delete()
    except ProtectedError as error:
        held = ", ".join(sorted(str(each) for each in error.protected_objects))
        raise PersonCertified(name=row.full_name, certificates=held) from error


def require_known_people(kind: Any, people: Sequence[PersonData], pointer: str) -> None:
    """Each id is one of the entry's people, and names one line. Raises PersonUnknown."""
    ids = set(kind.values_list("pk", flat=True))
    given = [person.id for person in people]
    faults = [
        Fault(PersonUnknown.text, f"{pointer}/{index}/id", "unknown")
        for index, one in enumerate(given)
        if one is not None and (one not in ids or one in given[:index])
    ]
    if faults:
        raise PersonUnknown(errors=faults)


def write_team(entry: Entry, name: str) -> None:
    """Give the entry's team its name, make the team, or (with "") dissolve it. TeamNameTaken."""
    name = single_line(name)
    team = entry.team
    if not name:
        entry.team = None
        entry.save(update_fields=["team"])
        if team is not None:
            team.delete()
        return
    others = Team.objects.filter(contest=entry.contest, name=name)
    if team is not None:
        others = others.exclude(pk=team.pk)
    if others.exists():
        raise TeamNameTaken(name=name, errors=[Fault(TeamNameTaken.text["vi"], "/team_name")])
    if team is None:
        entry.team = Team.objects.create(contest=entry.contest, name=name)
        entry.save(update_fields=["team"])
    else:
        team.name = name
        team.save(update_fields=["name"])


def require_at_most(contest: Contest, count: int) -> None:
    """Raises TeamTooLarge."""
    if count > contest.team_max:
        raise TeamTooLarge(maximum=contest.team_max, excess=count - contest.team_max)


def require_complete(entry: Entry) -> None:
    """What an entry needs to be submitted. Raises TeamTooSmall, TeamTooLarge, TeamNameMissing."""
    count = entry.participants.count()
    minimum = entry.contest.team_min
    if count < minimum:
        raise TeamTooSmall(minimum=minimum, lack=minimum - count)
    require_at_most(entry.contest, count)
    if count > 1 and entry.team_id is None:
        raise TeamNameMissing


def _line_of(user: User, people: Sequence[ParticipantData]) -> int | None:
    """The index of the line that is `user`, if one is left to be theirs."""
    names = [person.username.casefold() for person in people]
    if user.username.casefold() in names:
        return names.index(user.username.casefold())
    free = [index for index, name in enumerate(names) if not name]
    same = [index for index in free if single_line(people[index].full_name) == user.full_name]
    return next(iter([*same, *free]), None)


def _users(usernames: Sequence[str], pointer: str) -> Mapping[str, User]:
    """The accounts by lower-case user name; an unknown one is named by its line."""
    wanted = {name.casefold() for name in usernames if name}
    if not wanted:
        return {}
    found = {
        user.username.casefold(): user
        for user in User.objects.filter(username__in=[*wanted, *filter(None, usernames)])
    }
    missing = [
        (index, name)
        for index, name in enumerate(usernames)
        if name and name.casefold() not in found
    ]
    if missing:
        raise UserUnknown(
            username=missing[0][1],
            errors=[
                Fault(
                    {
                        language: text.format(username=name)
                        for language, text in UserUnknown.text.items()
                    },
                    f"{pointer}/{index}/username",
                )
                for index, name in missing
            ],
        )
    return found


def _require_once(usernames: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in filter(None, usernames):
        if name.casefold() in seen:
            raise ParticipantTwice(username=name)
        seen.add(name.casefold())
