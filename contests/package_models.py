"""That a contest came in a package: who imported it, when, from which file, of which organization.

Written by imports alone, append-only. Never holds what was in the package.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PackageImport(models.Model):
    """One import. Without `actor` it was the command of the installation's operator."""

    contest = models.ForeignKey(
        "contests.Contest", on_delete=models.CASCADE, related_name="package_imports"
    )
    sha256 = models.CharField(max_length=64)  # of the file
    organization = models.CharField(max_length=200)  # the contest's, as the package names it
    replaced = models.BooleanField(default=False)
    # Publications that the sheets did not bear out, and that became proposals.
    proposed = models.PositiveIntegerField(default=0)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
