"""The minutes of a round's scoring (biên bản chấm), frozen when the round is locked."""

from __future__ import annotations

from django.db import models

from contests.models import Round
from judging.models.core import RoundLock


class Minutes(models.Model):
    """What the round was when it was locked; never changed afterwards.

    `document_sha256` is of the document's canonical JSON, `file_sha256` of its PDF, which a job
    makes; `code` is the public verification code.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="minutes")
    lock = models.OneToOneField(RoundLock, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=20, unique=True)
    document = models.JSONField()
    document_sha256 = models.CharField(max_length=64)
    file = models.FileField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # By which packages they came, the first one first: `contests.package.marks`.
    imports = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "minutes"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="judging_minutes_number"),
        ]
