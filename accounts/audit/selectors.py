"""Reads of the history."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from accounts.audit.kinds import Kind
from accounts.models import AuditEvent, User

_WAYS = (Kind.ACCOUNT_CREATED, Kind.CARD_PRINTED, Kind.LINK_MADE)
_ROLES = (Kind.GRANT_GIVEN, Kind.JUDGE_APPOINTED, Kind.JUDGE_CHANGED, Kind.JUDGE_RETURNED)


def appointments(user: User, prefix: str) -> QuerySet[AuditEvent]:
    """How `user` came to be there: the account, every card and link of the person, wherever it was
    made, and the roles and grants below `prefix` ("contest/12/"). Newest first.

    Without an actor it is unknown who did it: of before the history, or the command line.
    """
    return AuditEvent.objects.filter(
        Q(kind__in=_WAYS) | Q(kind__in=_ROLES, about__startswith=prefix), subject=user.pk
    )


def making(people: Iterable[int], prefix: str) -> set[tuple[int, int]]:
    """Pairs of who made whom: `appointments` of all `people` by others, in one query.

    Whoever of the staff changed an account's powers (its groups, say) made it, too.
    """
    ways = (*_WAYS, Kind.ACCOUNT_CHANGED)
    known = AuditEvent.objects.filter(
        Q(kind__in=ways) | Q(kind__in=_ROLES, about__startswith=prefix), subject__in=people
    )
    by_others = known.exclude(actor=None).exclude(actor=F("subject")).order_by()
    return set(by_others.values_list("actor", "subject").distinct())


def appointers(user: User, prefix: str) -> set[int]:
    """The ids of the others who did any of `appointments`."""
    known = appointments(user, prefix).exclude(actor=None).exclude(actor=user.pk)
    return set(known.order_by().values_list("actor", flat=True).distinct())
