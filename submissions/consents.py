"""Who in an entry may be named now, read by columns: a contest has thousands of people.

Decides nothing: `submissions.naming` does. Never writes.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Consent
from common.prepared import Prepared
from common.text import plain
from contests.models import Contest
from submissions.models import NameConsent, Participant
from submissions.naming import Consents, Named, State, Word, consent_of

_OWN = Q(purpose=Consent.Purpose.PUBLISH_NAME)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a participant's consent stands: what it comes to, and each side's last word."""

    state: State
    own: Word | None
    record: Word | None


def consents(contest: Contest) -> Consents:
    """The people of all the contest's entries; two lean queries."""
    return _named(_people.tuples(contest.pk), _own_words(contest.pk))


def named(contest: Contest) -> Iterator[tuple[int, str, bool]]:
    """(entry, name, agreed) of all the contest's people in their order, for boards of thousands."""
    return _agreed(_people.tuples(contest.pk), _own_words(contest.pk))


def consents_of(entries: Collection[int]) -> Consents:
    """The people of these entries."""
    people = list(_columns(Participant.objects.filter(entry__in=entries)))
    users = {user for _, _, user, *_ in people if user is not None}
    own = _own_columns(Consent.objects.filter(user__in=users)) if users else ()
    return _named(people, own)


def people_of(entries: Collection[int]) -> Consents:
    """The people of these entries for those who see all, so that nobody's consent is asked for."""
    return _named(_columns(Participant.objects.filter(entry__in=entries)), ())


def standings(people: Iterable[Participant]) -> dict[int, Standing]:
    """Where each of these participants stands, by id; two queries."""
    rows = list(people)
    asked = NameConsent.objects.filter(participant__in=[row.pk for row in rows]).order_by("pk")
    records = {
        pk: (name, Word(given, at))
        for pk, given, name, at in asked.values_list(
            "participant_id", "given", "full_name", "recorded_at"
        )
    }
    users = {row.user_id for row in rows if row.user_id is not None}
    own = _last_own(_own_columns(Consent.objects.filter(user__in=users)))
    found = {}
    for row in rows:
        asked_name, word = records.get(row.pk, ("", None))
        record = word if _same(asked_name, row.full_name) else None
        said = own.get(row.user_id or 0)
        found[row.pk] = Standing(consent_of((said, record), row.birth_date), said, record)
    return found


def moved() -> Hashable:
    """Moves whenever somebody gives or withdraws a consent; for what is kept.

    Two transactions that end in another order than they began may leave it standing, so what is kept
    by it is kept for less than a minute.
    """
    return (*_last_record(), *_last_consent())


def _named(people: Iterable[Any], own: Iterable[Any]) -> Consents:
    found: dict[int, list[Named]] = {}
    for entry, name, agreed in _agreed(people, own):
        found.setdefault(entry, []).append(Named(name, agreed))
    return found


def _agreed(people: Iterable[Any], own: Iterable[Any]) -> Iterator[tuple[int, str, bool]]:
    said = _last_own(own)
    last = {row[1]: row for row in people}  # of a person's records the last, in the order of people
    alone = {user for user, word in said.items() if word.given and word.alone}
    born = _births([pk for pk, row in last.items() if row[2] in alone]) if alone else {}
    for pk, (entry, _, user, name, given, asked_name) in last.items():
        record = given
        if given is not None and asked_name != name and not _same(asked_name, name):
            record = None
        word = said.get(user) if user is not None else None
        if word is None:
            yield entry, name, _BY_RECORD[record]
        else:
            state = consent_of((word, _RECORDED[record]), born.get(pk))
            yield entry, name, state == "given"


def _births(participants: Collection[int]) -> Mapping[int, date | None]:
    rows = Participant.objects.filter(pk__in=participants)
    return dict(rows.order_by().values_list("pk", "birth_date"))


def _same(asked_name: str, name: str) -> bool:
    """Under another name it is somebody who was not asked."""
    return asked_name == name or plain(asked_name) == plain(name)


# From a paper, or with a guardian: nobody gave it alone.
_RECORDED = {None: None} | {given: Word(given, datetime.min) for given in (False, True)}
_BY_RECORD = {given: consent_of((word,)) == "given" for given, word in _RECORDED.items()}


def _last_own(rows: Iterable[Any]) -> dict[int, Word]:
    return {user: Word(given, at, not guardian) for user, given, at, guardian in rows}


def _columns(rows: QuerySet[Participant]) -> QuerySet[Participant, Any]:
    """A row for each record of a person, the last at the end, or one row without."""
    return rows.order_by("order", "pk", "name_consents__pk").values_list(
        "entry_id", "pk", "user_id", "full_name", "name_consents__given", "name_consents__full_name"
    )


def _own_columns(rows: QuerySet[Consent]) -> QuerySet[Consent, Any]:
    named = rows.filter(_OWN).order_by("recorded_at", "pk")
    return named.values_list("user_id", "given", "recorded_at", "guardian_name")


_people = Prepared(lambda contest: _columns(Participant.objects.filter(entry__contest_id=contest)))
_own_words = Prepared(
    lambda contest: _own_columns(
        Consent.objects.filter(
            user__in=Participant.objects.filter(entry__contest_id=contest, user__isnull=False)
            .order_by()
            .values("user_id")
        )
    )
)
_last_record = Prepared(lambda: NameConsent.objects.order_by("-pk").values_list("pk")[:1])
_last_consent = Prepared(lambda: Consent.objects.order_by("-pk").values_list("pk")[:1])
