"""Asks a signed-in person to confirm who they are: the password again, or a second factor.

The questions themselves are allauth's (`reauthenticate`, `2fa/reauthenticate`); nothing is stored
here.
"""

from __future__ import annotations

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.flows import activate_totp
from django.conf import settings
from django.http import HttpRequest
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from accounts import errors, sessions
from accounts.models import User


def require_password_again(request: Request) -> None:
    """Raises SessionOfCard, ReauthenticationNeeded."""
    if sessions.opened_by_card(request._request):
        raise errors.SessionOfCard()
    if is_reauthentication_required(request._request, app="allauth.account"):
        raise errors.ReauthenticationNeeded()


def require_second_factor(request: Request) -> None:
    """Asked before results are approved or certificates issued.

    A session that a card or link opened has no second factor until its person gives it. Raises
    SecondFactorNeeded, SecondFactorUnconfirmed.
    """
    if not settings.SECOND_FACTOR_REQUIRED:
        return
    user = request.user
    assert isinstance(user, User)
    if not has_second_factor(user):
        raise errors.SecondFactorNeeded()
    # A token's request carries the browser's session only if there is one, and never its factor.
    if request.auth is not None or not gave_second_factor(request._request, user):
        raise errors.SecondFactorUnconfirmed()


def activate_second_factor(request: Request, *, code: str) -> None:
    """Turns on the authenticator app whose secret this session was given.

    Raises ValidationError for a wrong code, SecondFactorSet where one is on already.
    """
    user = request.user
    assert isinstance(user, User)
    if has_second_factor(user):
        raise errors.SecondFactorSet()
    form = ActivateTOTPForm(user=user, data={"code": code.strip()})
    if not form.is_valid():
        raise ValidationError({name: list(texts) for name, texts in form.errors.items()})
    activate_totp(request._request, form)
    record_authentication(request._request, user, "mfa", type=Authenticator.Type.TOTP.value)


def has_second_factor(user: User) -> bool:
    """Whether the account asks for one at sign-in."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def gave_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether the session's person gave a second factor in it."""
    return any(each["method"] == "mfa" for each in get_authentication_records(request, user))
