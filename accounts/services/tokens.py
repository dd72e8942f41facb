"""Tokens by which machines use the API in a person's name."""

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


@transaction.atomic
def issue_token(*, user: User, label: str) -> tuple[ApiToken, str]:
    """A new token and its secret, which nobody can read again. Raises LabelMissing."""
    label = single_line(label)
    if not label:
        raise errors.LabelMissing(errors=[Fault(errors.LabelMissing.text, "/label")])
    secret = new_secret()
    token = ApiToken.objects.create(user=user, secret_sha256=digest(secret), label=label)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken) -> ApiToken:
    """Ends the token; a second call changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token


def note_use(*, token: ApiToken) -> None:
    """Remembers that the token was used, at most once in `USE_NOTED_EVERY`."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        ApiToken.objects.filter(
            Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED_EVERY), pk=token.pk
        ).update(last_used_at=now)
