"""From when on a publication is everybody's: its instant has come and its ceremony is over.

The one place that tells it, for lists and for single publications. Reads the clock nowhere: the
caller says what time it is, once for a whole answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

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
    approved = Publication.objects.filter(contest=contest, state=State.PUBLISHED)
    if round_code is not None:
        approved = approved.filter(Q(round=None) | Q(round__code=round_code))
    return approved.exclude(reached(now)).exists()


def public_publication(
    contest: Contest, round_code: str | None, now: datetime
) -> Publication | None:
    """What the public sees of the contest, or of one round alone, without its payload."""
    return _of(contest, round_code).filter(in_force(now)).first()


def approved_publication(contest: Contest, round_code: str | None) -> Publication | None:
    """The latest approved one, public or not: for those who prepare it."""
    return _of(contest, round_code).filter(state=State.PUBLISHED).first()


def _of(contest: Contest, round_code: str | None) -> QuerySet[Publication]:
    of_round = {"round__code": round_code} if round_code else {"round": None}
    return (
        Publication.objects.filter(contest=contest, **of_round).defer("payload").order_by("-number")
    )
