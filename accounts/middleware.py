"""What every request of a signed-in browser meets: the ends of its session, and what cards may not.

Asks the database nothing, unless a session ends.
"""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

from accounts import errors, sessions
from accounts.models import User
from common.problems import answer

_ACCOUNT = "/_allauth/browser/v1/account/"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SessionEnds:
    """Signs out who was idle too long or signed in too long ago, and keeps cards off the account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            if sessions.has_ended(request.session):
                if isinstance(request.user, User):
                    sessions.record_end(request.user, why="idle")
                logout(request)
            else:
                sessions.note_use(request.session)
                if (
                    request.path.startswith(_ACCOUNT)
                    and request.method not in _SAFE
                    and sessions.opened_by_card(request)
                ):
                    return answer(errors.SessionOfCard())
        return self._get_response(request)
