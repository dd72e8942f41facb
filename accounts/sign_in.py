"""What allauth asks of the product: who may get mail, in which language, how a session begins and
ends, and what of it the history records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import translation

from accounts import lockouts, sessions
from accounts.audit import acting
from accounts.audit.kinds import Kind
from accounts.audit.services import record, record_failure
from accounts.models import User

_FROM_EVERYWHERE = "300/h/key"

_CHANGES = {
    "mfa/email/totp_activated": (Kind.SECOND_FACTOR_SET, "totp"),
    "mfa/email/totp_deactivated": (Kind.SECOND_FACTOR_REMOVED, "totp"),
    "mfa/email/webauthn_added": (Kind.SECOND_FACTOR_SET, "webauthn"),
    "mfa/email/webauthn_removed": (Kind.SECOND_FACTOR_REMOVED, "webauthn"),
    "mfa/email/recovery_codes_generated": (Kind.SECOND_FACTOR_SET, "recovery_codes"),
    "account/email/email_changed": (Kind.EMAIL_CHANGED, None),
    "account/email/email_deleted": (Kind.EMAIL_REMOVED, None),
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth signs people in and out; it makes none, since a new pupil needs a consent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request, user)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            sessions.record_end(request.user, why="left")
        super().logout(request)

    # --- what the account's person changes --------------------------------------------

    def set_password(self, user: User, password: str) -> None:
        """By the password before or a mail to a confirmed address: the person's own."""
        with acting.as_person(user):
            super().set_password(user, password)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            record(Kind.EMAIL_CONFIRMED, subject=email_address.user, actor=email_address.user)
        return confirmed

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Called at every change of what guards the account, whether mail goes out or not."""
        if template_prefix in _CHANGES:
            kind, factor = _CHANGES[template_prefix]
            record(kind, subject=user, facts={"factor": factor})
        super().send_notification_mail(template_prefix, user, context, email)

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

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """What was typed as a user name may be a password: only whose account it is is kept."""
        name = str(credentials.get("username", ""))
        by = "password" if acting.person() is None else "again"
        record_failure(User.objects.filter(username__iexact=name).first(), by=by)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return lockouts.wide_key(request, str(credentials.get("username", "")))


class FactorAdapter(DefaultMFAAdapter):
    """Second factors."""

    def validation_error(self, code: str, *args: Any) -> Any:
        """How allauth says that a code is wrong, whoever asked for it."""
        if code == "incorrect_code":
            stage = get_pending_stage(context.request)
            record_failure(stage.login.user if stage else acting.person(), by="code")
        return super().validation_error(code, *args)


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Browsers that are signed in."""

    def end_sessions(self, sessions_: Iterable[UserSession]) -> None:
        ended = list(sessions_)
        super().end_sessions(ended)
        for each in ended:
            sessions.record_end(each.user, why="ended")


def _in_language(address: str, language: str) -> str:
    """`address` with the language before its fragment, where the page finds it."""
    page, _, fragment = address.partition("#")
    return f"{page}?language={language}#{fragment}"
