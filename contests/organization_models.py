"""Who may speak for an organization: guardian's tables of grants, and what happened to them.

Written by `contests.services.organizations` alone. Never says who may run a contest.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class OrganizationUserGrant(UserObjectPermissionBase):
    """A person's grant on an organization; it holds for those below it too."""

    content_object = models.ForeignKey("contests.Organization", on_delete=models.CASCADE)


class OrganizationGroupGrant(GroupObjectPermissionBase):
    """A group's grant on an organization; it holds for those below it too."""

    content_object = models.ForeignKey("contests.Organization", on_delete=models.CASCADE)


class OrganizationEvent(models.Model):
    """A grant on an organization was given or taken, or a contest moved to it; append-only.

    Without `actor` it was the upgrade that introduced grants, or an import.
    """

    class Kind(models.TextChoices):
        GIVEN = "given"
        TAKEN = "taken"
        MOVED = "moved"  # `contest` was the organization `before`'s

    organization = models.ForeignKey(
        "contests.Organization", on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(max_length=5, choices=Kind.choices)
    grant = models.CharField(max_length=20, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    contest = models.ForeignKey(
        "contests.Contest", on_delete=models.PROTECT, related_name="moves", null=True
    )
    before = models.ForeignKey(
        "contests.Organization", on_delete=models.PROTECT, related_name="+", null=True
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="moved", contest__isnull=False, before__isnull=False)
                    | Q(kind__in=["given", "taken"], user__isnull=False) & ~Q(grant="")
                ),
                name="contests_organizationevent_kind",
            ),
        ]
