"""Paper sheets, what was typed from them, and what was decided on it.

Transcripts and rulings are append-only; the sheet's row holds what is true now.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from contests.models import FormVersion
from judging.models.core import Scoresheet, ScoresheetRevision


class PaperSheet(models.Model):
    """A scoresheet as it was printed, of one version of its form.

    `code` is random and says nothing by itself; it stands on the paper, also as QR. `comparison`
    counts the rounds of typing in: each asks for two people again.
    """

    class State(models.TextChoices):
        PRINTED = "printed"  # nothing typed in yet, in this comparison
        ONCE = "once"  # one person typed it in
        DIFFERS = "differs"  # two people read it differently
        CONFLICT = "conflict"  # what the paper says is settled, and the tablet says otherwise
        ENTERED = "entered"  # it became a revision of the scoresheet
        KEPT = "kept"  # the head judge let the tablet's sheet stand

    scoresheet = models.ForeignKey(Scoresheet, on_delete=models.CASCADE, related_name="papers")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PRINTED)
    comparison = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scoresheet", "form_version"], name="judging_paper_once"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="judging_paper_state")]


class PaperTranscript(models.Model):
    """What one person read on a paper sheet; append-only, at most two in a comparison."""

    paper = models.ForeignKey(PaperSheet, on_delete=models.PROTECT, related_name="transcripts")
    comparison = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    typist = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    kind = models.CharField(max_length=10, choices=Scoresheet.Kind.choices)
    values = models.JSONField()
    comments = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["paper", "comparison", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "comparison", "position"], name="judging_transcript_position"
            ),
            models.UniqueConstraint(
                fields=["paper", "comparison", "typist"], name="judging_transcript_typist"
            ),
            models.CheckConstraint(condition=Q(position__in=[1, 2]), name="judging_transcript_two"),
        ]


class PaperRuling(models.Model):
    """How a comparison ended, or what was decided afterwards; append-only.

    `agreed` needs nobody's decision; the others are a third person's, with the reason.
    `revision` is the scoresheet's revision that came of it.
    """

    class Kind(models.TextChoices):
        AGREED = "agreed"  # both read the same
        DECIDED = "decided"  # a third person looked at the paper
        RETYPE = "retype"  # two people type it in anew
        PAPER = "paper"  # the paper goes before the tablet
        TABLET = "tablet"  # the tablet's sheet stands

    paper = models.ForeignKey(PaperSheet, on_delete=models.PROTECT, related_name="rulings")
    comparison = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    sheet_kind = models.CharField(max_length=10, choices=Scoresheet.Kind.choices)
    values = models.JSONField()
    comments = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    revision = models.ForeignKey(
        ScoresheetRevision, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["paper", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="agreed") | ~Q(reason=""), name="judging_paperruling_reason"
            ),
        ]
