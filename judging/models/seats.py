"""What happened to judges and conflicts: released, reinstated, declared, lifted, taken back.

Append-only.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from contests.models import Organization
from judging.models.core import ConflictOfInterest, Judge
from submissions.models import Entry


class SeatChange(models.Model):
    """A judge was released or took the seat again. The seat holds what is true now."""

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="changes")
    active = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["judge", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active=True) | ~Q(reason=""), name="judging_seatchange_reason"
            ),
        ]


class ConflictLift(models.Model):
    """The organiser took a pinned conflict back, and why; detection leaves the pair alone since."""

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ConflictOfInterest.Kind.choices)
    note = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="judging_conflictlift_reason"),
        ]


class TakeBack(models.Model):
    """A judge asks to take a declared conflict back, and why. The conflict stands until a ruling.

    Waiting is one without a ruling, whose conflict still stands.
    """

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="take_backs")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ConflictOfInterest.Kind.choices)
    note = models.CharField(max_length=300, blank=True)  # the conflict's, as declared
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="judging_takeback_reason"),
        ]


class TakeBackRuling(models.Model):
    """Whether the head judge agreed: then the conflict is gone."""

    take_back = models.OneToOneField(TakeBack, on_delete=models.CASCADE, related_name="ruling")
    agreed = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed=True) | ~Q(reason=""), name="judging_takebackruling_reason"
            ),
        ]


class ConflictDeclaration(models.Model):
    """A judge said whom not to score: a school, or a person or team by name; never an entry.

    Once applied, it holds for every entry of theirs, also for those that are entered later.
    """

    judge = models.ForeignKey(Judge, on_delete=models.CASCADE, related_name="declarations")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=ConflictOfInterest.Kind.choices)
    note = models.CharField(max_length=300, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False, name="")
                | Q(organization__isnull=True) & ~Q(name=""),
                name="judging_declaration_whom",
            ),
        ]
