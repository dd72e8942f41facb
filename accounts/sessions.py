"""Signed-in browsers: opened by a card, listed, ended.

The passwords' way in is allauth's; both leave a `UserSession`, so one list shows all.
"""

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest

from accounts.models import SignInCard, User

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def open_session(request: HttpRequest, user: User, *, card: SignInCard | None = None) -> None:
    """Signs `user` in on this browser; who was signed in before is signed out."""
    login(request, user, backend=_BACKEND)
    UserSession.objects.create_from_request(request)
    if card is not None:
        UserSession.objects.filter(session_key=request.session.session_key).update(
            data={"card": card.pk}
        )


def end_sessions_of_card(card: SignInCard) -> None:
    """Signs out every browser that `card` signed in."""
    for session in UserSession.objects.filter(user=card.user_id, data__card=card.pk):
        session.end()
