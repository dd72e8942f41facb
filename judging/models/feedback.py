"""Judges' comments on their way to the entrants: what is held back, and what was released.

All of it is append-only. A judge's words are copied as they are, never altered.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from contests.models import Division, FormVersion, Round
from judging.models.core import Scoresheet
from submissions.models import Entry


class FeedbackRuling(models.Model):
    """One comment of a sheet is held back with a reason, or let through again; the last one holds.

    `item` is the item's id, empty for the comment on the whole sheet.
    """

    scoresheet = models.ForeignKey(
        Scoresheet, on_delete=models.PROTECT, related_name="feedback_rulings"
    )
    item = models.CharField(max_length=60, blank=True)
    held = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["scoresheet", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held=False) | ~Q(reason=""), name="judging_feedbackruling_reason"
            ),
        ]


class FeedbackRelease(models.Model):
    """A round's comments were released to a division's entrants, or taken back; the last one holds."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="feedback_releases")
    division = models.ForeignKey(
        Division, on_delete=models.CASCADE, related_name="feedback_releases"
    )
    released = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["round", "division", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released=True) | ~Q(reason=""), name="judging_feedbackrelease_reason"
            ),
        ]


class ReleasedComment(models.Model):
    """One comment as it was when it was released.

    `voice` is the number that entrants know the judge by: the same for all that the judge says of
    this entry, and no seat's code.
    """

    release = models.ForeignKey(FeedbackRelease, on_delete=models.CASCADE, related_name="comments")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="feedback")
    scoresheet = models.ForeignKey(Scoresheet, on_delete=models.PROTECT, related_name="+")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=60, blank=True)
    voice = models.PositiveSmallIntegerField()
    words = models.TextField()

    class Meta:
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "scoresheet", "item"], name="judging_releasedcomment_once"
            ),
        ]
