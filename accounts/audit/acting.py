"""Who acts now, and what signed them in: of the request that this thread answers.

So no verb needs a parameter for it and none can forget it. Outside of requests (commands, jobs, the
demo) nobody acts, unless `as_person` says who.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest, HttpResponse

from accounts.models import ApiToken, User
from common.addresses import client_address

_request: ContextVar[HttpRequest | None] = ContextVar("acting_request", default=None)
_person: ContextVar[User | None] = ContextVar("acting_person", default=None)

WAY_IN: Final = "way_in"
"""In a session: "card" or "link", if one opened it."""

WAY_NUMBER: Final = "way_number"
"""In a session: which card or link."""


class Acting:
    """Remembers the request while it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = _request.set(request)
        try:
            return self._get_response(request)
        finally:
            _request.reset(before)


@contextmanager
def as_person(user: User) -> Iterator[None]:
    """What is done inside is done by `user`."""
    before = _person.set(user)
    try:
        yield
    finally:
        _person.reset(before)


def person() -> User | None:
    """Who acts, or None."""
    if (given := _person.get()) is not None:
        return given
    user = getattr(_request.get(), "user", None)
    return user if isinstance(user, User) and user.is_authenticated else None


def request() -> HttpRequest | None:
    """What is answered now, or None outside of requests."""
    return _request.get()


def way() -> str:
    """What signed the person in: "password", "passkey", "card/12", "link/34", "token/5" or ""."""
    request = _request.get()
    if request is None or person() is None:
        return ""
    if isinstance(token := getattr(request, "auth", None), ApiToken):
        return f"token/{token.pk}"
    if opened_by := request.session.get(WAY_IN):
        number = request.session.get(WAY_NUMBER)  # sessions of before the upgrade have none
        return f"{opened_by}/{number}" if number else str(opened_by)
    methods = {each.get("method") for each in request.session.get(_METHODS, ())}
    return "passkey" if methods == {"mfa"} else "password"


_METHODS = "account_authentication_methods"  # allauth's


def answers() -> bool:
    """Whether a request is being answered."""
    return _request.get() is not None


def address() -> str:
    """The network address that asks, or ""."""
    request = _request.get()
    return "" if request is None else client_address(request)
