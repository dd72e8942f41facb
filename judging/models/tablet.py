"""What judges' tablets tell besides scores: turns put off, and looks at the others' scores.

Both are append-only; neither changes a result.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from judging.models.core import Attempt, Judge, Scoresheet


class SkippedTurn(models.Model):
    """A judge could not score an attempt yet, and put it off (hẹn lại).

    It is open until that judge's sheet is submitted. Never a no-show: that is a sheet's kind.
    `operation` is the judge's idempotency key, `request_sha256` the digest of what it sent.
    """

    class Kind(models.TextChoices):
        BUSY = "busy"  # the team is busy elsewhere
        ABSENT = "absent"  # nobody is there; no decision about a no-show
        NOT_SET_UP = "not_set_up"
        OTHER = "other"  # the note says what

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="skipped_turns")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="skipped_turns")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    note = models.CharField(max_length=300, blank=True)
    operation = models.CharField(max_length=100)
    request_sha256 = models.CharField(max_length=64)
    device = models.CharField(max_length=100, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)  # the device's clock
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["judge", "operation"], name="judging_skippedturn_operation"
            ),
            models.CheckConstraint(
                condition=~Q(kind="other") | ~Q(note=""), name="judging_skippedturn_note"
            ),
        ]


class PeersSeen(models.Model):
    """A judge looked at what the others gave, when the own sheet was at that revision.

    From then on only a reopening by the head judge lets the judge change the own sheet.
    """

    scoresheet = models.ForeignKey(Scoresheet, on_delete=models.PROTECT, related_name="peers_seen")
    revision = models.PositiveIntegerField()
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "peers seen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scoresheet", "revision"], name="judging_peersseen_once"
            ),
        ]
