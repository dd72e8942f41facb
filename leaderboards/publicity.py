"""From when on a publication is everybody's: its instant has come and its ceremony is over.

The one place that tells it, for lists and for single publications. Reads the clock nowhere: the
caller says what time it is, once for a whole answer.
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


def in_force(now: datetime) -> Q:
    """The publications that the public sees at `now`.

    One that is amended stays until what amends it is public itself.
    """
    later = (
        Publication.objects.filter(reached(now))
        .annotate(place=Coalesce("round_id", 0))
        .filter(
            contest=OuterRef("contest_id"),
            place=Coalesce(OuterRef("round_id"), 0),
            number__gt=OuterRef("number"),
        )
    )
    return reached(now) & Q(~Exists(later))


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
    approved = Publication.objects.filter(of, contest_id=contest, state=State.PUBLISHED)
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


def public_publication(
    contest: Contest, round_code: str | None, now: datetime
) -> Publication | None:
    """What the public sees of the contest, or of one round alone, without its payload."""
    found = (
        _public(contest.pk, now)
        if round_code is None
        else _public_of_round(contest.pk, now, round_code)
    )
    return found[0] if found else None


def approved_publication(contest: Contest, round_code: str | None) -> Publication | None:
    """The latest approved one, public or not: for those who prepare it."""
    found = (
        _approved(contest.pk) if round_code is None else _approved_of_round(contest.pk, round_code)
    )
    return found[0] if found else None


def _latest(contest: int, among: Q) -> QuerySet[Publication]:
    found = Publication.objects.filter(among, contest_id=contest)
    return found.defer("payload").order_by("-number")[:1]


_public = PreparedModels(
    lambda contest, now: _latest(contest, Q(round=None) & in_force(now)),
    int, datetime,
)  # fmt: skip
_public_of_round = PreparedModels(
    lambda contest, now, code: _latest(contest, Q(round__code=code) & in_force(now)),
    int, datetime, str,
)  # fmt: skip
_approved = PreparedModels(
    lambda contest: _latest(contest, Q(round=None, state=State.PUBLISHED)),
)
_approved_of_round = PreparedModels(
    lambda contest, code: _latest(contest, Q(round__code=code, state=State.PUBLISHED)),
    int, str,
)  # fmt: skip
