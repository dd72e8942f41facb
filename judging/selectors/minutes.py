"""Reads of minutes: for those who oversee a contest, and the public's check of a code."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from common.codes import normal
from judging.errors import MinutesUnknown
from judging.models import Minutes
from judging.permissions import ModerationPolicy


def minutes(user: User) -> QuerySet[Minutes]:
    return Minutes.objects.filter(ModerationPolicy.readable(user, "round__contest")).select_related(
        "round__contest", "lock__actor"
    )


def verified(code: str) -> tuple[Minutes, bool]:
    """The minutes of a code as people type it, and whether they still hold.

    They hold while the round is locked and no later minutes stand. Raises MinutesUnknown.
    """
    found = Minutes.objects.filter(code=normal(code) or "").select_related("round__contest").first()
    if found is None:
        raise MinutesUnknown
    last = (
        Minutes.objects.filter(round=found.round)
        .order_by("-number")
        .values_list("pk", flat=True)[0]
    )
    return found, found.round.locked_at is not None and last == found.pk
