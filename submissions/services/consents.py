"""Records who may be named in public results: for pupils without an account, from signed papers.

Appends only. What it comes to is said by `submissions.naming`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Consent, User
from accounts.services import withdraw_consent
from common.dates import local_date
from common.errors import Fault
from common.text import single_line
from contests.models import Contest
from submissions import consents
from submissions.consents import Standing
from submissions.errors import (
    ConsentUnwilling,
    NotNamedAnywhere,
    PaperDate,
    PaperOlder,
    PersonUnknown,
)
from submissions.models import NameConsent, Participant

MOST_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Signed:
    """A participant on a signed list, with the guardian where the list names one."""

    id: int
    guardian_name: str = ""


@transaction.atomic
def record_name_consents(
    *, contest: Contest, people: Sequence[Signed], signed_on: date, note: str = "", actor: User
) -> list[NameConsent]:
    """These participants may be named, as a paper says that was signed on that day.

    The paper must be newer than a withdrawal that was recorded; who withdrew by the own account
    gives it again there. Raises PersonUnknown, PaperDate, PaperOlder, ConsentUnwilling.
    """
    if signed_on > local_date(timezone.now()):
        raise PaperDate(errors=[Fault(PaperDate.text, "/signed_on")])
    rows = _participants(contest, [person.id for person in people])
    standing = consents.standings(rows.values())
    for index, person in enumerate(people):
        _require_newer(rows[person.id], standing[person.id], signed_on, f"/people/{index}/id")
    return _append(
        [rows[person.id] for person in people],
        given=True,
        guardians={person.id: single_line(person.guardian_name) for person in people},
        signed_on=signed_on,
        note=note,
        actor=actor,
    )


def _require_newer(row: Participant, standing: Standing, signed_on: date, pointer: str) -> None:
    if standing.own is not None and not standing.own.given:
        raise ConsentUnwilling(
            name=row.full_name, errors=[Fault(_worded(ConsentUnwilling, row), pointer)]
        )
    record = standing.record
    if record is not None and not record.given and signed_on < local_date(record.at):
        raise PaperOlder(name=row.full_name, errors=[Fault(_worded(PaperOlder, row), pointer)])


def _worded(error: type[ConsentUnwilling | PaperOlder], row: Participant) -> dict[str, str]:
    return {language: text.format(name=row.full_name) for language, text in error.text.items()}


@transaction.atomic
def withdraw_name_consents(
    *, contest: Contest, people: Sequence[int], note: str = "", actor: User
) -> list[NameConsent]:
    """These participants are named no more, whatever was given before. Raises PersonUnknown."""
    rows = _participants(contest, people)
    return _append(
        [rows[pk] for pk in people], given=False, guardians={}, signed_on=None, note=note,
        actor=actor,
    )  # fmt: skip


@transaction.atomic
def withdraw_own_name(*, user: User) -> Consent:
    """The person is named nowhere any more, in no contest. Raises NotNamedAnywhere."""
    own = Participant.objects.filter(user=user)
    standing = consents.standings(own)
    named = any(one.state == "given" for one in standing.values())
    refused = any(one.own is not None and not one.own.given for one in standing.values())
    if refused or not (named or _given_by_account(user)):
        raise NotNamedAnywhere
    return withdraw_consent(
        user=user, purpose=Consent.Purpose.PUBLISH_NAME, recorded_by=user, on_paper=True
    )


def _given_by_account(user: User) -> bool:
    words = Consent.objects.filter(user=user, purpose=Consent.Purpose.PUBLISH_NAME)
    return bool(words.values_list("given", flat=True).last())


def _participants(contest: Contest, ids: Sequence[int]) -> Mapping[int, Participant]:
    rows = Participant.objects.filter(entry__contest=contest).in_bulk(list(ids))
    faults = [
        Fault(PersonUnknown.text, f"/people/{index}/id", "unknown")
        for index, one in enumerate(ids)
        if one not in rows or one in ids[:index]
    ]
    if faults:
        raise PersonUnknown(errors=faults)
    return rows


def _append(
    rows: Sequence[Participant],
    *,
    given: bool,
    guardians: Mapping[int, str],
    signed_on: date | None,
    note: str,
    actor: User,
) -> list[NameConsent]:
    return NameConsent.objects.bulk_create(
        NameConsent(
            participant=row,
            full_name=row.full_name,
            given=given,
            guardian_name=guardians.get(row.pk, ""),
            signed_on=signed_on,
            note=single_line(note),
            recorded_by=actor,
        )
        for row in rows
    )
