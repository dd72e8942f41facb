"""Certificates: templates, the register, issued certificates and their batches.

Never reads a live score; everything printed comes from a publication.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from contests.models import Contest, Organization
from leaderboards.models import Award, Publication
from submissions.models import Participant


class CertificateTemplate(models.Model):
    """How a contest's certificates look and what they say; a new version for each change.

    `definition` is described in docs/certificates.md.
    """

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="certificate_templates")
    number = models.PositiveIntegerField()
    design = models.SlugField(max_length=40, default="giay_khen")
    definition = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["contest", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="certificates_template_number"),
        ]


class Register(models.Model):
    """The book of numbers of one issuer and year; `last` grows by one a certificate, no gaps."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="registers")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="certificates_register_year"),
        ]


class CertificateBatch(models.Model):
    """One order to issue and print: all certificates of a publication."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        READY = "ready"
        FAILED = "failed"
        CANCELLED = "cancelled"

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="batches")
    template = models.ForeignKey(CertificateTemplate, on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    file = models.FileField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]


class Certificate(models.Model):
    """One issued certificate. What it says is frozen in `content`.

    `code` is the public verification code; `number`/`year` stand in the issuer's register.
    """

    class State(models.TextChoices):
        ISSUED = "issued"
        SUPERSEDED = "superseded"
        REVOKED = "revoked"

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="certificates")
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, related_name="certificates", null=True, blank=True
    )
    template = models.ForeignKey(
        CertificateTemplate, on_delete=models.PROTECT, related_name="certificates"
    )
    batch = models.ForeignKey(
        CertificateBatch, on_delete=models.PROTECT, related_name="certificates", null=True, blank=True
    )
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=20, unique=True)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ISSUED)
    reason = models.CharField(max_length=500, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )
    file = models.FileField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["register", "number"]
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="certificates_number_once"),
            models.UniqueConstraint(
                fields=["award", "participant"],
                condition=Q(state="issued") & Q(participant__isnull=False),
                name="certificates_one_live_each",
            ),
            models.CheckConstraint(
                condition=Q(state="issued") | ~Q(reason=""), name="certificates_state_reason"
            ),
        ]
