"""Reads of minutes: for those who oversee a contest, and the public's check of a code."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from common.codes import normal
from jobs.models import Job
from judging.errors import MinutesUnknown
from judging.models import Minutes
from judging.permissions import ModerationPolicy

PRINTING_JOB = "judging.minutes"


def minutes(user: User) -> QuerySet[Minutes]:
    """With `holds`: the round is locked and no later minutes stand."""
    return (
        Minutes.objects.filter(ModerationPolicy.readable(user, "round__contest"))
        .select_related("round__contest", "lock__actor")
        .annotate(holds=_holding())
    )


def _holding() -> Q:
    later = Minutes.objects.filter(round=OuterRef("round"), number__gt=OuterRef("number"))
    return Q(~Exists(later), round__locked_at__isnull=False)


def printing(minutes_ids: Collection[int]) -> Mapping[int, str]:
    """The state of the last job that was to make each one's PDF, by the minutes' id."""
    jobs = Job.objects.filter(kind=PRINTING_JOB, payload__minutes__in=list(minutes_ids))
    return dict(jobs.order_by("pk").values_list(F("payload__minutes"), "state"))


def verified(code: str) -> tuple[Minutes, bool]:
    """The minutes of a code as people type it, and whether they still hold.

    Raises MinutesUnknown.
    """
    found = (
        Minutes.objects.filter(code=normal(code) or "")
        .select_related("round__contest")
        .annotate(holds=_holding())
        .first()
    )
    if found is None:
        raise MinutesUnknown
    return found, found.holds
