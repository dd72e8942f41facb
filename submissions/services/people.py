"""Writes the people of an entry: its participants, mentors and team name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from accounts.models import User
from common.errors import Fault
from common.text import single_line
from contests.errors import UserUnknown
from contests.models import Contest
from submissions.errors import (
    ParticipantTwice,
    TeamNameMissing,
    TeamNameTaken,
    TeamTooLarge,
    TeamTooSmall,
)
from submissions.models import Entry, Mentor, Participant, Team

Role = Literal["participant", "mentor"]


@dataclass(frozen=True, slots=True)
class ParticipantData:
    """A student to be written; `username` links the account, if there is one."""

    full_name: str
    birth_date: date | None = None
    class_name: str = ""
    username: str = ""


@dataclass(frozen=True, slots=True)
class MentorData:
    """A teacher to be written."""

    full_name: str
    username: str = ""


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


def write_participants(entry: Entry, people: Sequence[ParticipantData]) -> None:
    """Replace the entry's participants. Raises UserUnknown, ParticipantTwice, TeamTooLarge."""
    require_at_most(entry.contest, len(people))
    users = _users([person.username for person in people], "/participants")
    _require_once([person.username for person in people])
    entry.participants.all().delete()
    Participant.objects.bulk_create(
        Participant(
            entry=entry,
            user=users.get(person.username.casefold()),
            full_name=single_line(person.full_name),
            birth_date=person.birth_date,
            class_name=single_line(person.class_name),
            order=order,
        )
        for order, person in enumerate(people, start=1)
    )


def write_mentors(entry: Entry, people: Sequence[MentorData]) -> None:
    """Replace the entry's mentors. Raises UserUnknown."""
    users = _users([person.username for person in people], "/mentors")
    entry.mentors.all().delete()
    Mentor.objects.bulk_create(
        Mentor(
            entry=entry,
            user=users.get(person.username.casefold()),
            full_name=single_line(person.full_name),
        )
        for person in people
    )


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
