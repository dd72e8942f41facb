"""What the libraries of sign-in ask of the product: allauth's adapter, axes' name of a person."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth signs people in and out; it makes none, since a new pupil needs a consent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def lockout_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str | None:
    """The user name under which axes counts a failure; like sign-in it ignores case."""
    username = (credentials or {}).get("username") or request.POST.get("username")
    return username.strip().lower() if username else None
