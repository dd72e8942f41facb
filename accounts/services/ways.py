"""Cards and links end with what they were made for, or once they would open more than that."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import SignInCard, SignInLink, User
from accounts.sessions import end_sessions_of


@transaction.atomic
def end_ways_in(*, user: User | None = None, made_for: str = "") -> int:
    """Ends the living cards and links of `user`, or those whose `made_for` begins so, or both.

    The browsers that they signed in are signed out. How many ended.
    """
    if user is None and not made_for:
        raise TypeError("whose, or made for what?")
    ended: list[SignInCard | SignInLink] = []
    for model in (SignInCard, SignInLink):
        # Used links are spent, yet the browsers that they opened still are signed in.
        found = model._default_manager.filter(revoked_at=None)
        if user is not None:
            found = found.filter(user=user)
        if made_for:
            found = found.filter(made_for__startswith=made_for)
        rows = list(found.select_for_update())
        model._default_manager.filter(pk__in=[row.pk for row in rows]).update(
            revoked_at=timezone.now()
        )
        ended += rows
    if ended:
        end_sessions_of(ended)
    return len(ended)
