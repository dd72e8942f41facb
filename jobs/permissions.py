"""Who sees and steers a job: the one who queued it, and staff."""

from typing import Any

from django.db.models import Q

from jobs.models import Job


def owner_key(user: Any) -> str:
    """How a job names the user who queued it; empty for nobody."""
    return f"user:{user.pk}" if user.is_authenticated else ""


def readable(user: Any) -> Q:
    """The jobs that `user` may see and steer."""
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=())
    return Q() if user.is_staff else Q(owner_key=owner_key(user))


def can_read(user: Any, job: Job) -> bool:
    """Whether `user` may see and steer `job`; agrees with `readable`."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_staff or job.owner_key == owner_key(user)
