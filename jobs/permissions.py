"""Who sees and steers a job: the one who queued it, and staff."""

from typing import Any

from django.db.models import Q


def owner_key(user: Any) -> str:
    """How a job names the user who queued it; empty for nobody."""
    return f"user:{user.pk}" if user.is_authenticated else ""


def readable(user: Any) -> Q:
    """The jobs that `user` may see and steer."""
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=())
    return Q() if user.is_staff else Q(owner_key=owner_key(user))
