"""Finds for each line of people that comes in the person who stands there already.

Certificates and sign-ins hang on a person's row, so a row lives as long as its person is in the
entry. Pure: reads rows and lines, writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from accounts.models import User
from common.text import plain
from submissions.models import Mentor, Participant

Row = TypeVar("Row", Participant, Mentor)


@dataclass(frozen=True, slots=True)
class PersonData:
    """A person to be written; `username` links the account, if there is one.

    `id` names a person who is there already; of such a one the members in `kept` stay as they are.
    """

    full_name: str
    username: str = ""
    id: int | None = None
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ParticipantData(PersonData):
    """A student to be written."""

    birth_date: date | None = None
    class_name: str = ""


@dataclass(frozen=True, slots=True)
class MentorData(PersonData):
    """A teacher to be written."""


def match(
    rows: Sequence[Row], lines: Sequence[PersonData], users: Mapping[str, User]
) -> list[Row | None]:
    """The row of each line: by id, then by account, then by name and birth date.

    The row of an account is never another account's, whatever the line says; a user name that is
    not in `users` is somebody else's.
    """
    found: list[Row | None] = [None] * len(lines)
    free = list(rows)
    accounts = [users.get(line.username.casefold()) for line in lines]
    for rule in (_same_id, _same_account, _same_name):
        for index, (line, account) in enumerate(zip(lines, accounts, strict=True)):
            if found[index] is not None:
                continue
            hit = next((row for row in free if rule(row, line, account)), None)
            if hit is not None:
                found[index] = hit
                free.remove(hit)
    return found


def _same_id(row: Any, line: PersonData, account: User | None) -> bool:
    return bool(row.pk == line.id) and not _two_accounts(row, line, account)


def _same_account(row: Any, line: PersonData, account: User | None) -> bool:
    return account is not None and bool(row.user_id == account.pk)


def _same_name(row: Any, line: PersonData, account: User | None) -> bool:
    """A birth date that one of the two lacks tells nothing."""
    born: set[date | None] = {getattr(row, "birth_date", None), getattr(line, "birth_date", None)}
    return (
        line.id is None
        and plain(row.full_name) == plain(line.full_name)
        and len(born - {None}) < 2
        and not _two_accounts(row, line, account)
    )


def _two_accounts(row: Any, line: PersonData, account: User | None) -> bool:
    if not line.username or row.user_id is None:
        return False
    return account is None or row.user_id != account.pk
