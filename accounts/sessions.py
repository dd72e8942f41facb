"""Signed-in browsers: how a session begins, what opened it, when it ends.

The passwords' way in is allauth's; both leave a `UserSession`, so one list shows all. Ends are kept
in the session itself, so that no request asks the database for them; what is revoked is deleted.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q
from django.http import HttpRequest

from accounts import lockouts
from accounts.audit.acting import WAY_IN, WAY_NUMBER
from accounts.audit.kinds import Kind
from accounts.audit.services import record_bounded
from accounts.credentials import OPENED_BY, behind_sign_in
from accounts.models import SignInCard, SignInLink, User
from common.addresses import client_address

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

IDLE: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=30)
IDLE_SHARED: Final = timedelta(minutes=30)
LONGEST_SHARED: Final = timedelta(hours=4)

SHARED_HEADER: Final = "Shared-Device"
"""Sent with a sign-in as `?1` (RFC 8941) from a computer that others use too."""

_BEGAN, _SEEN, _ENDS, _SHARED = "began_at", "seen_at", "ends_at", "shared_device"


def open_session(
    request: HttpRequest, user: User, *, way: SignInCard | SignInLink | None = None
) -> None:
    """Signs `user` in on this browser; who was signed in before is signed out."""
    login(request, user, backend=_BACKEND)
    begin(request, user, way=way)
    UserSession.objects.create_from_request(request)
    if way is not None:
        UserSession.objects.filter(session_key=request.session.session_key).update(
            data={_name(way): way.pk, "made_for": way.made_for}
        )


def begin(request: HttpRequest, user: User, *, way: SignInCard | SignInLink | None = None) -> None:
    """The life of the session of `user` begins now; that of a card's ends with the card."""
    lockouts.remember(request, user.username)
    session, now = request.session, int(time.time())
    shared = request.headers.get(SHARED_HEADER) == "?1"
    for name in (WAY_IN, WAY_NUMBER, _ENDS, _SHARED):
        session.pop(name, None)
    session[_BEGAN] = session[_SEEN] = now
    if way is not None:
        session[WAY_IN], session[WAY_NUMBER] = _name(way), way.pk
    session[OPENED_BY] = behind_sign_in(request, user, way)
    if isinstance(way, SignInCard):
        session[_ENDS] = int(way.expires_at.timestamp())
    if shared:
        session[_SHARED] = True
        session.set_expiry(0)  # closing the browser ends it, too
    record_bounded(
        Kind.SIGN_IN_SUCCEEDED,
        subject=user,
        actor=user,
        about=way.made_for if way is not None else "",
        facts={"address": client_address(request), "shared": shared or None},
    )


def record_end(user: User, *, why: str) -> None:
    """A session of `user` is over: the person "left", "ended" another one, or it was "idle"."""
    record_bounded(Kind.SESSION_ENDED, subject=user, facts={"why": why})


def has_ended(session: SessionBase) -> bool:
    """Whether the session was idle too long or has lasted its time."""
    now = time.time()
    idle, longest = _limits(session)
    return bool(
        now >= session.get(_SEEN, now) + idle
        or now >= session.get(_BEGAN, now) + longest
        or now >= session.get(_ENDS, now + 1)
    )


def note_use(session: SessionBase) -> None:
    """Writes down that the session is used, at most ten times in the time that it may be idle."""
    now = int(time.time())
    session.setdefault(_BEGAN, now)  # one that began before sessions had ends
    if now - session.get(_SEEN, 0) >= _limits(session)[0] / 10:
        session[_SEEN] = now


def opened_by_card(request: HttpRequest) -> bool:
    """Whether a printed card opened this session."""
    return bool(request.session.get(WAY_IN) == "card")


def opened_by_card_or_link(request: HttpRequest) -> bool:
    """Whether something that somebody else gave out opened this session."""
    return WAY_IN in request.session


def end_sessions_of(ways: Iterable[SignInCard | SignInLink]) -> None:
    """Signs out every browser that one of `ways` signed in."""
    opened = Q(pk__in=())
    for way in ways:
        opened |= Q(**{"user": way.user_id, f"data__{_name(way)}": way.pk})
    for session in UserSession.objects.filter(opened):
        session.end()


def _name(way: SignInCard | SignInLink) -> str:
    return "card" if isinstance(way, SignInCard) else "link"


def _limits(session: SessionBase) -> tuple[float, float]:
    shared: Any = session.get(_SHARED)
    idle, longest = (IDLE_SHARED, LONGEST_SHARED) if shared else (IDLE, LONGEST)
    return idle.total_seconds(), longest.total_seconds()
