"""Which publication is in force, and from when on it is everybody's: its instant has come and its
ceremony is over.

The one place that says it, for lists and for single publications; nobody else picks one by its
state or number. Reads the clock nowhere: the caller says what time it is, once for a whole answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from common.prepared import Prepared, PreparedModels
from contests.models import Contest
from leaderboards.models import Ceremony, Publication

State = Publication.State

_APPROVED = (State.PUBLISHED, State.SUPERSEDED)
_PENDING = (Ceremony.State.REHEARSAL, Ceremony.State.RUNNING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why an approved publication is not public yet: until an instant, for a ceremony, or both."""

    until: datetime | None
    ceremony: bool


def reached(now: datetime) -> Q:
    """Approved publications whose time has come, superseded ones too."""
    return Q(state__in=_APPROVED, published_at__lte=now) & ~Q(ceremony__state__in=_PENDING)


def in_force(public_at: datetime | None = None) -> Q:
    """The publications in force, one at most for a contest and each of its rounds.

    Of the approved ones that is the last, as `leaderboards_pub_*_once` guards; with `public_at`,
    what the public sees at that instant: one that is amended stays until what amends it is public
    itself.
    """
    if public_at is None:
        return Q(state=State.PUBLISHED)
    later = (
        Publication.objects.filter(reached(public_at))
        .annotate(place=Coalesce("round_id", 0))
        .filter(
            Q(state=State.PUBLISHED) | Q(number__gt=OuterRef("number")),
            contest=OuterRef("contest_id"),
            place=Coalesce(OuterRef("round_id"), 0),
        )
    )
    return reached(public_at) & (Q(state=State.PUBLISHED) | Q(~Exists(later)))


def waiting_for(publication: Publication, now: datetime) -> Waiting | None:
    """What an approved publication still waits for, None once it is public."""
    until = publication.published_at
    if until is not None and until <= now:
        until = None
    ceremony = Ceremony.objects.filter(publication=publication, state__in=_PENDING).exists()
    return Waiting(until, ceremony) if until is not None or ceremony else None


def waits(contest: Contest, round_code: str | None, now: datetime) -> bool:
    """Whether approved results that a board would tell are kept back at `now`.

    The board of the whole contest tells those of every round.
    """
    if round_code is None:
        return bool(_waiting(contest.pk, now))
    return bool(_waiting_of_round(contest.pk, now, round_code))


def _approved_not_reached(contest: int, now: datetime, of: Q) -> QuerySet[Publication, Any]:
    approved = Publication.objects.filter(of & in_force(), contest_id=contest)
    return approved.exclude(reached(now)).order_by().values_list("pk")[:1]


_waiting = Prepared(
    lambda contest, now: _approved_not_reached(contest, now, Q()),
    int, datetime,
)  # fmt: skip
_waiting_of_round = Prepared(
    lambda contest, now, code: _approved_not_reached(
        contest, now, Q(round=None) | Q(round__code=code)
    ),
    int, datetime, str,
)  # fmt: skip


def publication_in_force(
    contest: Contest, round_code: str | None, *, public_at: datetime | None = None
) -> Publication | None:
    """The one in force of the contest, or of one round alone, without its payload; see `in_force`.

    Without `public_at` it may still wait to become public: that is for those who prepare it.
    """
    found: list[Publication]
    if public_at is None:
        found = (
            _approved(contest.pk)
            if round_code is None
            else _approved_of_round(contest.pk, round_code)
        )
    elif round_code is None:
        found = _public(contest.pk, public_at)
    else:
        found = _public_of_round(contest.pk, public_at, round_code)
    return found[0] if found else None


def _in_force(contest: int, of: Q, public_at: datetime | None = None) -> QuerySet[Publication]:
    found = Publication.objects.filter(of & in_force(public_at), contest_id=contest)
    return found.defer("payload", "names").order_by("-number")[:1]


_public = PreparedModels(
    lambda contest, now: _in_force(contest, Q(round=None), now),
    int, datetime,
)  # fmt: skip
_public_of_round = PreparedModels(
    lambda contest, now, code: _in_force(contest, Q(round__code=code), now),
    int, datetime, str,
)  # fmt: skip
_approved = PreparedModels(lambda contest: _in_force(contest, Q(round=None)))
_approved_of_round = PreparedModels(
    lambda contest, code: _in_force(contest, Q(round__code=code)),
    int, str,
)  # fmt: skip
