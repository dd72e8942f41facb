"""Reads of the history."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q

from accounts.audit.kinds import Kind
from accounts.models import AuditEvent

_WAYS = (Kind.ACCOUNT_CREATED, Kind.CARD_PRINTED, Kind.LINK_MADE)
_ROLES = (Kind.GRANT_GIVEN, Kind.JUDGE_APPOINTED, Kind.JUDGE_CHANGED, Kind.JUDGE_RETURNED)


def making(people: Iterable[int], prefix: str) -> set[tuple[int, int]]:
    """Pairs of who made whom, of all `people`: their accounts, every card and link of theirs,
    wherever it was made, and their roles and grants below `prefix` ("contest/12/"), by others.

    Whoever of the staff changed an account's powers (its groups, say) made it, too. Without an actor
    it is unknown who did it: of before the history, or the command line. One query.
    """
    ways = (*_WAYS, Kind.ACCOUNT_CHANGED)
    known = AuditEvent.objects.filter(
        Q(kind__in=ways) | Q(kind__in=_ROLES, about__startswith=prefix), subject__in=people
    )
    by_others = known.exclude(actor=None).exclude(actor=F("subject")).order_by()
    return set(by_others.values_list("actor", "subject").distinct())
