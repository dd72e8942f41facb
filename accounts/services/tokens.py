"""Tokens by which machines use the API in a person's name."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import errors
from accounts.models import ApiToken, User
from accounts.secrets import digest, new_secret
from common.errors import Fault
from common.text import single_line

USE_NOTED_EVERY = timedelta(hours=1)
"""Not at every request: reading the API must not write to the database."""

LASTS_DAYS = 90
LONGEST_DAYS = 365


@transaction.atomic
def issue_token(
    *,
    user: User,
    label: str,
    scope: str = ApiToken.Scope.READ,
    days: int = LASTS_DAYS,
) -> tuple[ApiToken, str]:
    """A new token that lasts `days`, and its secret, which nobody can read again.

    Raises LabelMissing, TokenExpiryWrong.
    """
    label = single_line(label)
    if not label:
        raise errors.LabelMissing(errors=[Fault(errors.LabelMissing.text, "/label")])
    if not 1 <= days <= LONGEST_DAYS:
        raise errors.TokenExpiryWrong(errors=[Fault(errors.TokenExpiryWrong.text, "/days")])
    secret = new_secret()
    token = ApiToken.objects.create(
        user=user,
        secret_sha256=digest(secret),
        label=label,
        scope=scope,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken) -> ApiToken:
    """Ends the token; a second call changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token


def end_tokens(*, user: User) -> None:
    """Ends all tokens of `user`, as a new password does."""
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


def note_use(*, token: ApiToken) -> None:
    """Remembers that the token was used, at most once in `USE_NOTED_EVERY`."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        ApiToken.objects.filter(
            Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED_EVERY), pk=token.pk
        ).update(last_used_at=now)
