"""Moderation: discrepancies between judges, overrides of results, recusals, devices.

Events are append-only; the row beside them holds what is true now.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.fields import FractionField
from contests.models import Round
from judging.models.core import Attempt, ConflictOfInterest, Judge
from submissions.models import Entry


class Discrepancy(models.Model):
    """The judges of one attempt lie further apart than the round's policy accepts.

    `marks` are the first markers' points by judge code that the state speaks of; `value` is the
    head judge's, `third` the third marker, where the policy asks for one.
    """

    class State(models.TextChoices):
        OPEN = "open"  # the action is still to be taken
        THIRD_MARKING = "third_marking"  # a third marker is appointed, the sheet not in
        DISCUSSED = "discussed"
        MINUTED = "minuted"
        RESOLVED = "resolved"  # the third marker's sheet is in, or the head judge ruled
        LAPSED = "lapsed"  # the sheets were changed, and no difference is left to settle

    class Action(models.TextChoices):
        DISCUSS = "discuss"
        MINUTE = "minute"
        THIRD_MARKING = "third_marking"

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="discrepancy")
    state = models.CharField(max_length=14, choices=State.choices, default=State.OPEN)
    action = models.CharField(max_length=14, choices=Action.choices)
    result = models.CharField(max_length=12)  # whence the policy takes the value
    difference = FractionField()
    marks = models.JSONField()
    value = FractionField(null=True, blank=True)
    third = models.ForeignKey(
        Judge, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "discrepancies"
        ordering = ["attempt"]
        indexes = [models.Index(fields=["state"])]


class DiscrepancyEvent(models.Model):
    """What happened to a discrepancy; append-only. Without an actor the sheets themselves did it."""

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=14, choices=Discrepancy.State.choices)
    action = models.CharField(max_length=14, choices=Discrepancy.Action.choices)
    difference = FractionField()
    marks = models.JSONField()
    value = FractionField(null=True, blank=True)
    third = models.ForeignKey(
        Judge, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.TextField(blank=True)  # the minute, what the discussion came to
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["discrepancy", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["discrepancy", "number"], name="judging_discrepancyevent_number"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["discussed", "minuted"]) | ~Q(reason=""),
                name="judging_discrepancyevent_reason",
            ),
        ]


class ScoreOverride(models.Model):
    """A value that stands in place of an entry's value in a round, once a second person agreed.

    `ranks` tells whose rank it changes: [{"entry": code, "before": 2, "after": 1}]. Only of one
    that came in a package it is not known who proposed it and who agreed.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        EFFECTIVE = "effective"
        REJECTED = "rejected"
        VOID = "void"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="overrides")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="overrides")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    before = FractionField(null=True, blank=True)
    after = FractionField()
    reason = models.CharField(max_length=1000)
    ranks = models.JSONField(default=list)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    # The accounts that may have opened the session in which it was proposed: `accounts.two_people`.
    proposed_in = models.JSONField(default=list)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    approver_appointed_by = models.JSONField(default=list)  # names, as they were then
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="judging_override_reason"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="judging_override_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="effective")
                | Q(approved_by__isnull=False)
                | Q(proposed_by__isnull=True),
                name="judging_override_approved",
            ),
            models.UniqueConstraint(
                fields=["entry", "round"],
                condition=Q(state__in=["proposed", "effective"]),
                name="judging_override_one_live",
            ),
        ]


class OverrideEvent(models.Model):
    """Who proposed, approved, rejected or voided an override, and why; append-only."""

    override = models.ForeignKey(ScoreOverride, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=10, choices=ScoreOverride.State.choices)
    reason = models.CharField(max_length=1000, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["override", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["override", "state"], name="judging_overrideevent_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "void"]) | ~Q(reason=""),
                name="judging_overrideevent_reason",
            ),
        ]


class Recusal(models.Model):
    """A judge stepped back from an entry in a round; append-only."""

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="recusals")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="recusals")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="recusals")
    kind = models.CharField(max_length=12, choices=ConflictOfInterest.Kind.choices)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]


class DeviceSeen(models.Model):
    """When a person's device last spoke to the server, and how many sheets it still holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices_seen"
    )
    device = models.CharField(max_length=100)
    unsent = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "devices seen"
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "device"], name="judging_device_once"),
        ]
