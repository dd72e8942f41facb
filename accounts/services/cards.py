"""Sign-in cards: a printed QR code or a one-time link instead of a password."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import errors
from accounts.models import SignInCard, User
from accounts.secrets import digest, new_secret
from accounts.sessions import end_sessions_of_card
from common.errors import Fault
from common.text import single_line


@transaction.atomic
def issue_card(
    *,
    user: User,
    created_by: User,
    label: str = "",
    single_use: bool = False,
    expires_at: datetime | None = None,
) -> tuple[SignInCard, str]:
    """A new card and its secret, which nobody can read again.

    Raises CardForStaff, AccountInactive, CardExpiryPast.
    """
    check_person(user)
    if expires_at is not None and expires_at <= timezone.now():
        raise errors.CardExpiryPast(errors=[Fault(errors.CardExpiryPast.text, "/expires_at")])
    secret = new_secret()
    card = SignInCard.objects.create(
        user=user,
        secret_sha256=digest(secret),
        label=single_line(label),
        single_use=single_use,
        created_by=created_by,
        expires_at=expires_at,
    )
    return card, secret


@transaction.atomic
def redeem_card(*, secret: str) -> SignInCard:
    """The card of `secret`, marked as used now; its `user` may be signed in. Raises CardRefused."""
    now = timezone.now()
    card = (
        SignInCard.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(secret_sha256=digest(secret))
        .first()
    )
    if card is None or not _opens(card, now):
        raise errors.CardRefused()
    card.used_at = now
    card.save(update_fields=["used_at"])
    return card


def _opens(card: SignInCard, now: datetime) -> bool:
    return (
        card.revoked_at is None
        and (card.expires_at is None or now < card.expires_at)
        and not (card.single_use and card.used_at)
        and may_enter(card.user)
    )


def check_person(user: User) -> None:
    """Nobody of the staff gets in without a password. Raises CardForStaff, AccountInactive."""
    if user.is_staff or user.is_superuser:
        raise errors.CardForStaff(username=user.username)
    if not user.is_active:
        raise errors.AccountInactive(username=user.username)


def may_enter(user: User) -> bool:
    """Someone who became staff after a card was printed needs a password."""
    return user.is_active and not (user.is_staff or user.is_superuser)


@transaction.atomic
def revoke_card(*, card: SignInCard) -> SignInCard:
    """Ends the card and every session that it opened; a second call changes nothing."""
    if card.revoked_at is None:
        card.revoked_at = timezone.now()
        card.save(update_fields=["revoked_at"])
        end_sessions_of_card(card)
    return card
