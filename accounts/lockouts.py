"""Whose sign-ins are refused after too many failures: the guesser's device, not the person.

After OWASP's device cookies (Slow Down Online Guessing Attacks with Device Cookies): a browser on
which a person once signed in carries a signed cookie that names the person. Failures there count
for this browser alone. All other browsers count by user name and their own cookie, those without
any cookie by user name and address; above that stands a wide limit by name and address
(ACCOUNT_RATE_LIMITS), since a guesser can throw cookies away. Nothing is stored here but the cookie.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.secrets import digest
from common.addresses import client_address

COOKIE = "device"
_NEW = "accounts.device"  # in request.META: what the answer's cookie will hold
_SALT = "accounts.device"
_LASTS = 400 * 24 * 3600  # seconds, the longest that browsers keep a cookie
_NAMES = 20  # a computer room's machine knows the last ones
_IN = ("/_allauth/", "/api/v1/me/")


def lockout_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str | None:
    """Under which name axes counts a failure: user name and device; like sign-in it ignores case."""
    username = (credentials or {}).get("username") or request.POST.get("username")
    if not username:
        return None
    name = _plain(username)
    device = _device(request)
    if device is None:
        return f"{name} {client_address(request)}"
    return f"{name} {device['id']}"


def wide_key(request: HttpRequest, username: str) -> str:
    """Under which key allauth counts failures: a known device by itself, others by address."""
    device = _device(request)
    if device is not None and knows(request, username):
        return f"{_plain(username)} {device['id']}"
    return f"{_plain(username)} {client_address(request)}"


def remember(request: HttpRequest, username: str) -> None:
    """This browser is one of the person's from now on."""
    device = _device(request) or _fresh()
    mark = _mark(_plain(username))
    names = [mark, *(each for each in device["names"] if each != mark)][:_NAMES]
    request.META[_NEW] = {"id": device["id"], "names": names}


def knows(request: HttpRequest, username: str) -> bool:
    """Whether `username` once signed in on this browser."""
    device = _device(request)
    return device is not None and _mark(_plain(username)) in device["names"]


class DeviceCookie:
    """Gives every browser that may sign in its cookie, and writes down who signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        device = request.META.get(_NEW)
        if device is None and request.path.startswith(_IN) and _device(request) is None:
            device = _fresh()
        if device is not None:
            response.set_cookie(
                COOKIE,
                signing.dumps(device, salt=_SALT),
                max_age=_LASTS,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


def _device(request: HttpRequest) -> dict[str, Any] | None:
    try:
        return dict(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_LASTS))
    except signing.BadSignature:
        return None


def _fresh() -> dict[str, Any]:
    return {"id": secrets.token_urlsafe(9), "names": []}


def _plain(username: str) -> str:
    return username.strip().lower()[:150]


def _mark(name: str) -> str:
    """The cookie names no person in the clear."""
    return digest(f"{_SALT}:{name}")[:16]
