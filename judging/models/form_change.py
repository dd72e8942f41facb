"""The record of a round's change of form after its first sheet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from contests.models import FormVersion, Round


class FormChange(models.Model):
    """A round with sheets went over to another version of its form; append-only.

    `effect` is what was shown before and then done: the counts, each sheet that was touched, the
    ranks that moved. Revisions made before `created_at` were entered on `before`.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="form_changes")
    before = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    effect = models.JSONField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="judging_formchange_reason"),
        ]
