"""Who sees and steers sign-in cards; everything else of an account is its person's alone."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import SignInCard, User


class SignInCardPolicy:
    """A card is seen and revoked by its person, by who issued it, and by staff."""

    @staticmethod
    def readable(user: User | AnonymousUser) -> Q:
        if not user.is_authenticated or not user.is_active:
            return Q(pk__in=())
        return Q() if user.is_staff else Q(user=user.pk) | Q(created_by=user.pk)

    @staticmethod
    def can_read(user: User | AnonymousUser, card: SignInCard) -> bool:
        if not user.is_authenticated or not user.is_active:
            return False
        return user.is_staff or user.pk in {card.user_id, card.created_by_id}

    @staticmethod
    def can_create(user: User | AnonymousUser) -> bool:
        """Staff issue for anybody; for a judge see judging, where the seat tells who may."""
        return user.is_authenticated and user.is_active and user.is_staff
