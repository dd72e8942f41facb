"""Cards and links end with what they were made for, or once they would open more than that."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import SignInCard, SignInLink, User
from accounts.sessions import end_sessions_of

Way = TypeVar("Way", SignInCard, SignInLink)


@transaction.atomic
def end_ways_in(*, user: User | None = None, made_for: str = "") -> int:
    """Ends the living cards and links of `user`, or those whose `made_for` begins so, or both.

    The browsers that they signed in are signed out. How many ended.
    """
    if user is None and not made_for:
        raise TypeError("whose, or made for what?")
    ended: list[SignInCard | SignInLink] = [
        *_revoked(SignInCard.objects.all(), user, made_for),
        # Used links are spent, yet the browsers that they opened still are signed in.
        *_revoked(SignInLink.objects.all(), user, made_for),
    ]
    if ended:
        end_sessions_of(ended)
    return len(ended)


def _revoked(rows: QuerySet[Way], user: User | None, made_for: str) -> list[Way]:
    living = rows.filter(revoked_at=None)
    if user is not None:
        living = living.filter(user=user)
    if made_for:
        living = living.filter(made_for__startswith=made_for)
    found = list(living.select_for_update().order_by("pk"))
    if found:
        rows.filter(pk__in=[row.pk for row in found]).update(revoked_at=timezone.now())
    return found
