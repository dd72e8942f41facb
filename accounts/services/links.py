"""One-time sign-in links: a secret in the address and a PIN told apart from it."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import errors
from accounts.audit.kinds import Kind
from accounts.audit.services import record, record_failure
from accounts.models import SignInLink, User
from accounts.secrets import digest, new_pin, new_secret
from accounts.services.cards import check_person, check_signed_in, may_enter
from accounts.services.ways import end, facts_of
from common.errors import Fault
from common.text import single_line

LASTS = timedelta(hours=24)
LONGEST = timedelta(days=14)


@transaction.atomic
def issue_link(
    *,
    user: User,
    created_by: User,
    label: str = "",
    made_for: str = "",
    expires_at: datetime | None = None,
) -> tuple[SignInLink, str, str]:
    """A new link, its secret and its PIN, which nobody can read again.

    It lasts `LASTS` unless told otherwise. The person's former links end, so that a mislaid one
    is dead as soon as another is given out. Raises CardForStaff, AccountInactive, LinkExpiryPast.
    """
    check_person(user)
    now = timezone.now()
    expires_at = expires_at or now + LASTS
    if not now < expires_at <= now + LONGEST:
        raise errors.LinkExpiryPast(errors=[Fault(errors.LinkExpiryPast.text, "/expires_at")])
    end(SignInLink.objects.filter(user=user, used_at=None))
    secret, pin = new_secret(), new_pin()
    link = SignInLink.objects.create(
        user=user,
        secret_sha256=digest(secret),
        pin_sha256=_pin_digest(secret, pin),
        label=single_line(label),
        made_for=made_for,
        created_by=created_by,
        expires_at=expires_at,
    )
    record(Kind.LINK_MADE, subject=user, actor=created_by, about=made_for, facts=facts_of(link))
    return link, secret, pin


def redeem_link(*, secret: str, pin: str, signed_in: User | None = None) -> SignInLink:
    """The link of `secret`, used up now; its `user` may be signed in.

    Raises LinkRefused, LinkPinWrong (a wrong PIN counts although it raises; the history keeps
    both), and SignedInAsOther where `signed_in` would be signed out.
    """
    with transaction.atomic():
        link, opened = _redeemed(secret, pin, signed_in)
    if link is not None and opened and link.used_at is not None:
        return link
    about = link.made_for if link else ""
    record_failure(link.user if link else None, by="pin" if opened else "link", about=about)
    left = SignInLink.MAX_WRONG_PINS - link.wrong_pins if link is not None and opened else 0
    if left <= 0:
        raise errors.LinkRefused()
    raise errors.LinkPinWrong(
        left=left, errors=[Fault(_filled(errors.LinkPinWrong.text, left), "/pin")]
    )


def _redeemed(secret: str, pin: str, signed_in: User | None) -> tuple[SignInLink | None, bool]:
    """The locked link and whether it could be opened: used now, or with one wrong PIN more."""
    now = timezone.now()
    link = (
        SignInLink.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(secret_sha256=digest(secret))
        .first()
    )
    if link is None or not _opens(link, now):
        return link, False
    if hmac.compare_digest(link.pin_sha256, _pin_digest(secret, pin.strip())):
        check_signed_in(signed_in, link.user)
        link.used_at = now
    else:
        link.wrong_pins += 1
    link.save(update_fields=["used_at", "wrong_pins"])
    return link, True


def _opens(link: SignInLink, now: datetime) -> bool:
    return (
        link.used_at is None
        and link.revoked_at is None
        and link.wrong_pins < SignInLink.MAX_WRONG_PINS
        and now < link.expires_at
        and may_enter(link.user)
    )


def _pin_digest(secret: str, pin: str) -> str:
    return digest(f"{secret}:{pin}")


def _filled(text: dict[str, str], left: int) -> dict[str, str]:
    return {language: words.format(left=left) for language, words in text.items()}
