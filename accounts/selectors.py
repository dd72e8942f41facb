"""Reads of accounts."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from accounts.models import ApiToken, Consent, User
from accounts.secrets import digest


def consents_in_force(user: User) -> frozenset[str]:
    """The purposes to which `user` consents now."""
    return frozenset(
        purpose for (_, purpose), given in _latest_consents([user.pk]).items() if given
    )


def consenting(user_ids: Iterable[int], purpose: Consent.Purpose) -> frozenset[int]:
    """Those of `user_ids` who consent to `purpose` now; one query."""
    latest = _latest_consents(user_ids, purpose)
    return frozenset(user_id for (user_id, _), given in latest.items() if given)


def _latest_consents(
    user_ids: Iterable[int], *purposes: Consent.Purpose
) -> dict[tuple[int, str], bool]:
    rows = Consent.objects.filter(user__in=user_ids)
    if purposes:
        rows = rows.filter(purpose__in=purposes)
    # In order of time: the last row of a purpose stays.
    return {
        (user_id, purpose): given
        for user_id, purpose, given in rows.values_list("user_id", "purpose", "given")
    }


def token_of_secret(secret: str) -> ApiToken | None:
    """The living token of `secret` with its active user, or None."""
    return (
        ApiToken.objects.select_related("user")
        .filter(secret_sha256=digest(secret), revoked_at=None, user__is_active=True)
        .first()
    )


def living_tokens(user: User) -> QuerySet[ApiToken]:
    """The tokens of `user` that are not revoked, newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None)


def sessions_of(user: User) -> QuerySet[UserSession]:
    """The browsers on which `user` is signed in, newest first."""
    sessions: QuerySet[UserSession] = UserSession.objects.filter(user=user)
    return sessions.order_by("-created_at", "-pk")
