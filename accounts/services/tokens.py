"""Tokens by which machines use the API in a person's name."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import errors
from accounts.audit.kinds import Kind
from accounts.audit.services import event, record, record_all
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
    facts = {"token": token.pk, "label": label, "scope": scope, "ends_at": token.expires_at}
    record(Kind.TOKEN_MADE, subject=user, facts=facts)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken) -> ApiToken:
    """Ends the token; a second call changes nothing."""
    if _end(ApiToken.objects.filter(pk=token.pk)):
        token.refresh_from_db(fields=["revoked_at"])
    return token


@transaction.atomic
def end_tokens(*, user: User) -> None:
    """Ends all tokens of `user`, as a new password does."""
    _end(ApiToken.objects.filter(user=user))


def _end(rows: QuerySet[ApiToken]) -> bool:
    """Revokes what is alive among `rows`; whether anything was."""
    living = list(
        rows.filter(revoked_at=None)
        .select_related("user")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if living:
        ApiToken.objects.filter(pk__in=[each.pk for each in living]).update(
            revoked_at=timezone.now()
        )
        record_all(
            event(
                Kind.TOKEN_REVOKED,
                subject=each.user,
                facts={"token": each.pk, "label": each.label},
            )
            for each in living
        )
    return bool(living)


def note_use(*, token: ApiToken) -> None:
    """Remembers that the token was used, at most once in `USE_NOTED_EVERY`."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        ApiToken.objects.filter(
            Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED_EVERY), pk=token.pk
        ).update(last_used_at=now)
