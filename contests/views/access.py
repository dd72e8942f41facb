"""Who asks, and how a view says no."""

from __future__ import annotations

from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.request import Request

from accounts.models import User


def require(request: Request, allowed: bool) -> None:
    """Go on only if `allowed`: else 401 for who is not signed in, 403 for who is."""
    if allowed:
        return
    if not request.user.is_authenticated:
        raise NotAuthenticated
    raise PermissionDenied


def signed_in(request: Request) -> User:
    """Who asks; 401 for an anonymous visitor."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user
