"""Sign-in cards: a printed QR code or a one-time link instead of a password."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import errors
from accounts.audit.kinds import Kind
from accounts.audit.services import record, record_failure
from accounts.models import SignInCard, User
from accounts.secrets import digest, new_secret
from accounts.services.ways import end, facts_of
from common.errors import Fault
from common.text import single_line

LASTS = timedelta(days=30)
LONGEST = timedelta(days=366)


@transaction.atomic
def issue_card(
    *,
    user: User,
    created_by: User,
    label: str = "",
    made_for: str = "",
    single_use: bool = False,
    expires_at: datetime | None = None,
) -> tuple[SignInCard, str]:
    """A new card and its secret, which nobody can read again; it lasts `LASTS` unless told otherwise.

    Raises CardForStaff, AccountInactive, CardExpiryPast.
    """
    check_person(user)
    now = timezone.now()
    expires_at = expires_at or now + LASTS
    if not now < expires_at <= now + LONGEST:
        raise errors.CardExpiryPast(errors=[Fault(errors.CardExpiryPast.text, "/expires_at")])
    secret = new_secret()
    card = SignInCard.objects.create(
        user=user,
        secret_sha256=digest(secret),
        label=single_line(label),
        made_for=made_for,
        single_use=single_use,
        created_by=created_by,
        expires_at=expires_at,
    )
    record(Kind.CARD_PRINTED, subject=user, actor=created_by, about=made_for, facts=facts_of(card))
    return card, secret


def redeem_card(*, secret: str, signed_in: User | None = None) -> SignInCard:
    """The card of `secret`, marked as used now; its `user` may be signed in.

    Raises CardRefused, which the history keeps, and SignedInAsOther where `signed_in` would be
    signed out.
    """
    with transaction.atomic():
        now = timezone.now()
        card = (
            SignInCard.objects.select_for_update(of=("self",))
            .select_related("user")
            .filter(secret_sha256=digest(secret))
            .first()
        )
        if card is not None and _opens(card, now):
            check_signed_in(signed_in, card.user)
            card.used_at = now
            card.save(update_fields=["used_at"])
            return card
    record_failure(card.user if card else None, by="card", about=card.made_for if card else "")
    raise errors.CardRefused()


def _opens(card: SignInCard, now: datetime) -> bool:
    return (
        card.revoked_at is None
        and now < card.expires_at
        and not (card.single_use and card.used_at)
        and may_enter(card.user)
    )


def check_person(user: User) -> None:
    """Nobody of the staff gets in without a password. Raises CardForStaff, AccountInactive."""
    if user.is_staff or user.is_superuser:
        raise errors.CardForStaff(username=user.username)
    if not user.is_active:
        raise errors.AccountInactive(username=user.username)


def check_signed_in(current: User | None, next_: User) -> None:
    """Who is signed in is never signed out unasked. Raises SignedInAsOther."""
    if current is not None and current.pk != next_.pk:
        now, then = current.full_name, next_.full_name
        raise errors.SignedInAsOther(extra={"current": now, "next": then}, current=now, next=then)


def may_enter(user: User) -> bool:
    """Someone who became staff after a card was printed needs a password."""
    return user.is_active and not (user.is_staff or user.is_superuser)


@transaction.atomic
def revoke_card(*, card: SignInCard) -> SignInCard:
    """Ends the card and every session that it opened; a second call changes nothing."""
    if card.revoked_at is None:
        end(SignInCard.objects.filter(pk=card.pk))
        card.refresh_from_db(fields=["revoked_at"])
    return card
