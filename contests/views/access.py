"""How a view says no."""

from __future__ import annotations

from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.request import Request


def require(request: Request, allowed: bool) -> None:
    """Go on only if `allowed`: else 401 for who is not signed in, 403 for who is."""
    if allowed:
        return
    if not request.user.is_authenticated:
        raise NotAuthenticated
    raise PermissionDenied
