"""Who stands behind a password, a second factor or an address: written down when it is set.

Holds no secret. Passwords are noted by Django's hook for them (`accounts.passwords.Noted`), the
library's rows of second factors and addresses when they are stored (`accounts.apps`), whichever way
they were set. What that means for approvals stands in `accounts.independence`.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from accounts.audit import acting
from accounts.independence import UNKNOWN
from accounts.models import CredentialChange, SignInCard, SignInLink, User

OPENED_BY: Final = "opened_by"
"""In a session: the accounts beside its own that may have opened it."""

FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

_Kind = CredentialChange.Kind
_RESET = "/auth/password/reset"  # allauth's, by a key from a mail
_GMAIL = frozenset({"gmail.com", "googlemail.com"})


def mailbox(address: str) -> str:
    """The mailbox that `address` reaches: without case, what follows a +, and Gmail's dots."""
    local, _, domain = address.strip().casefold().rpartition("@")
    local = local.partition("+")[0]
    if domain in _GMAIL:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def note_password(user: User) -> None:
    """`user` has another password now."""
    request = acting.request()
    by_mail = request is not None and request.path.endswith(_RESET)
    behind = _setters(user.pk, proven_by_mail=by_mail)
    if by_mail:  # who else reads that mailbox may have set it
        behind |= _sharers(user.pk)
    _note(user.pk, _Kind.PASSWORD, behind)


def note_factor(factor: Authenticator) -> None:
    """A second factor was stored."""
    if factor.type in FACTORS:
        behind = _setters(factor.user_id)
        _note(factor.user_id, _Kind.SECOND_FACTOR, behind, key=str(factor.pk))


def note_address(address: EmailAddress) -> None:
    """An address was stored; once it is confirmed, who read its mail stands behind it alone."""
    box, key = mailbox(address.email), str(address.pk)
    if (
        not address.verified
        or CredentialChange.objects.filter(kind=_Kind.ADDRESS, key=key, mailbox=box).exists()
    ):
        return
    behind = _setters(address.user_id, proven_by_mail=True)
    _note(address.user_id, _Kind.ADDRESS, behind, key=key, mailbox=box)


def note_confirmed_in_person(user: User, by: User | None) -> None:
    """`by` (None: who runs the server) saw the person of `user` and vouches for the account."""
    _note(user.pk, _Kind.IN_PERSON, set() if by is None else {by.pk})


def opened_by(request: HttpRequest | None) -> list[int]:
    """The accounts behind the session of `request`; outside of requests there is none."""
    return [] if request is None else list(request.session.get(OPENED_BY, [UNKNOWN]))


def behind_sign_in(
    request: HttpRequest, user: User, way: SignInCard | SignInLink | None
) -> list[int]:
    """Who stands behind the session that begins: who made the card or link, or who knows what was
    typed in."""
    if way is not None:
        return [way.created_by_id]
    changes = CredentialChange.objects.filter(user=user)
    factor = _passkey(request)
    if factor is not None:
        changes = changes.filter(kind=_Kind.SECOND_FACTOR, key=str(factor))
    else:
        changes = changes.filter(kind=_Kind.PASSWORD)
    last = changes.last()
    return [UNKNOWN] if last is None else list(last.behind)


def _passkey(request: HttpRequest) -> int | None:
    """The number of the passkey that signs in by itself, or None."""
    records: list[dict[str, Any]] = request.session.get("account_authentication_methods", [])
    return next((each.get("id") for each in records if each.get("passwordless")), None)


def _setters(user: int, *, proven_by_mail: bool = False) -> set[int]:
    """Who may know what `user` sets now, beside the person.

    What a mail to the person proves needs no session; the session of somebody else counts anyway.
    """
    request = acting.request()
    # Who signs up acts for themselves, and may do so where somebody else is signed in.
    person = acting.person() if request is None else getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return set()
    if person.pk != user:
        return {person.pk}
    return set() if proven_by_mail else set(opened_by(request))


def _sharers(user: int) -> set[int]:
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    boxes = [mailbox(each) for each in addresses.values_list("email", flat=True)]
    rows = CredentialChange.objects.filter(kind=_Kind.ADDRESS, mailbox__in=boxes)
    return set(rows.exclude(user=user).values_list("user", flat=True))


def _note(user: int, kind: str, behind: set[int], *, key: str = "", mailbox: str = "") -> None:
    CredentialChange.objects.create(
        user_id=user, kind=kind, key=key, mailbox=mailbox, behind=sorted(behind)
    )
