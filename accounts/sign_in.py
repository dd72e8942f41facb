"""What allauth asks of the product: who may get mail, in which language, and how a session begins."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import translation

from accounts import lockouts, sessions
from accounts.models import User

_FROM_EVERYWHERE = "300/h/key"


class AccountAdapter(DefaultAccountAdapter):
    """allauth signs people in and out; it makes none, since a new pupil needs a consent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request, user)

    # --- mail -------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Writes to people of the installation only, each in their language."""
        user = context.get("user")
        if isinstance(user, User):
            with translation.override(user.language):
                super().send_mail(template_prefix, email, {**context, "language": user.language})

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        for name in ("password_reset_url", "activate_url"):
            if name in context:
                context[name] = _in_language(context[name], context["language"])
        return super().render_mail(template_prefix, email, context, headers)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """An address that nobody confirmed may be anybody's: it resets nothing."""
        if EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists():
            super().send_password_reset_mail(user, email, context)

    # --- failed sign-ins --------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Beside the count by device or address, one by name against guessing from everywhere."""
        super().pre_authenticate(request, **credentials)
        username = str(credentials.get("username", ""))
        if not lockouts.knows(request, username) and not ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed",
            config={"login_failed": _FROM_EVERYWHERE},
            key=username.strip().lower(),
        ):
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return lockouts.wide_key(request, str(credentials.get("username", "")))


def _in_language(address: str, language: str) -> str:
    """`address` with the language before its fragment, where the page finds it."""
    page, _, fragment = address.partition("#")
    return f"{page}?language={language}#{fragment}"
