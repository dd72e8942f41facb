"""Cards and links end with what they were made for, or once they would open more than that."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.audit.kinds import Kind
from accounts.audit.services import event, record_all
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
    whose = Q() if user is None else Q(user=user)
    meant = Q(made_for__startswith=made_for)
    # Used links are spent, yet the browsers that they opened still are signed in.
    return len(end(SignInCard.objects.filter(whose, meant))) + len(
        end(SignInLink.objects.filter(whose, meant))
    )


def end(rows: QuerySet[Way]) -> list[Way]:
    """Revokes what is alive among `rows`, inside the caller's transaction, and signs out who came
    in by it."""
    living = rows.filter(revoked_at=None).select_related("user")
    found = list(living.select_for_update(of=("self",)).order_by("pk"))
    if not found:
        return found
    found[0].__class__.objects.filter(pk__in=[row.pk for row in found]).update(
        revoked_at=timezone.now()
    )
    record_all(
        event(
            Kind.CARD_REVOKED if isinstance(row, SignInCard) else Kind.LINK_REVOKED,
            subject=row.user,
            about=row.made_for,
            facts=facts_of(row),
        )
        for row in found
    )
    end_sessions_of(found)
    return found


def facts_of(way: SignInCard | SignInLink) -> dict[str, Any]:
    """Which one it is, for the history."""
    name = "card" if isinstance(way, SignInCard) else "link"
    return {name: way.pk, "label": way.label, "ends_at": way.expires_at}
