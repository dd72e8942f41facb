"""Whether a request comes from somebody with an account, before its body is taken in.

A guard for the disk, not a permission: the view asks again, with the body at hand.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.wsgi import WSGIRequest
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.authentication import ApiTokenAuthentication
from accounts.errors import TokenScopeTooNarrow


def has_account(environ: dict[str, Any]) -> bool:
    """By the session's cookie or an API token."""
    request = WSGIRequest(environ)
    if key := request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
        if get_user(request).is_authenticated:
            return True
    try:
        return ApiTokenAuthentication().authenticate(Request(request)) is not None
    except (AuthenticationFailed, TokenScopeTooNarrow):
        return False
