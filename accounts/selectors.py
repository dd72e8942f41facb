"""Reads of accounts."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import ApiToken, Consent, User
from accounts.secrets import digest


def consents_in_force(user: User) -> frozenset[str]:
    """The purposes to which `user` consents now."""
    # In order of time: the last row of a purpose stays.
    latest = dict(Consent.objects.filter(user=user).values_list("purpose", "given"))
    return frozenset(purpose for purpose, given in latest.items() if given)


def token_of_secret(secret: str) -> ApiToken | None:
    """The living token of `secret` with its active user, or None."""
    return (
        ApiToken.objects.select_related("user")
        .filter(
            secret_sha256=digest(secret),
            revoked_at=None,
            expires_at__gt=timezone.now(),
            user__is_active=True,
        )
        .first()
    )


def living_tokens(user: User) -> QuerySet[ApiToken]:
    """The tokens of `user` that still open something, newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=timezone.now())


def sessions_of(user: User) -> QuerySet[UserSession]:
    """The browsers on which `user` is signed in, newest first."""
    living = Session.objects.filter(
        session_key=OuterRef("session_key"), expire_date__gt=timezone.now()
    )
    sessions: QuerySet[UserSession] = UserSession.objects.filter(Exists(living), user=user)
    return sessions.order_by("-created_at", "-pk")
