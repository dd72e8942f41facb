"""Who may speak for an organization: guardian's tables of grants.

Written by `contests.services.organizations` alone. Never says who may run a contest.
"""

from __future__ import annotations

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class OrganizationUserGrant(UserObjectPermissionBase):
    """A person's grant on an organization; it holds for those below it too."""

    content_object = models.ForeignKey("contests.Organization", on_delete=models.CASCADE)


class OrganizationGroupGrant(GroupObjectPermissionBase):
    """A group's grant on an organization; it holds for those below it too."""

    content_object = models.ForeignKey("contests.Organization", on_delete=models.CASCADE)
