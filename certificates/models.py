"""Certificates: templates, the register, issued certificates and their batches.

Never reads a live score; everything printed comes from a publication.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import ProtectedError, Q

from certificates.key_models import BadgeKey as BadgeKey
from certificates.key_models import BadgeSwitch as BadgeSwitch
from certificates.key_models import PdfSignature as PdfSignature
from certificates.key_models import SigningKey as SigningKey
from contests.models import Contest, Organization
from jobs.models import Job
from jobs.models import State as JobState
from judging.models import Judge
from leaderboards.models import Award, Publication
from submissions.models import Entry, Mentor, Participant


class CertificateImage(models.Model):
    """A logo, a seal or a signature of a contest: pixels that were decoded and encoded anew.

    Never changed; templates name it by `sha256`, the digest of `png`.
    """

    contest = models.ForeignKey(
        Contest, on_delete=models.CASCADE, related_name="certificate_images"
    )
    sha256 = models.CharField(max_length=64)
    png = models.BinaryField()
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["contest", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "sha256"], name="certificates_image_once"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class CertificateTemplate(models.Model):
    """How a contest's certificates look and what they say; a new version for each change.

    `definition` is described in docs/certificates.md.
    """

    contest = models.ForeignKey(
        Contest, on_delete=models.CASCADE, related_name="certificate_templates"
    )
    number = models.PositiveIntegerField()
    design = models.SlugField(max_length=40, default="giay_chung_nhan")
    definition = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["contest", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "number"], name="certificates_template_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest} #{self.number}"


class Register(models.Model):
    """The book of numbers of one issuer and year; `last` grows by one a certificate, no gaps."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="registers"
    )
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year"], name="certificates_register_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.year}"


class CertificateBatch(models.Model):
    """One order to issue and print: all certificates of a publication in one file.

    How far it is stands in its job; a batch with a file is ready. `pages` names the certificate
    of each page of the file, in printing order.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="batches")
    template = models.ForeignKey(
        CertificateTemplate, on_delete=models.PROTECT, related_name="batches"
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    file = models.FileField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"

    @property
    def state(self) -> str:
        """The job's state; "ready" as soon as there is a file."""
        if self.file:
            return "ready"
        if self.job is None or self.job.state == JobState.SUCCEEDED:
            return JobState.FAILED
        return self.job.state


def unless_in_force(collector: Any, field: Any, rows: Any, using: str) -> None:
    """on_delete: whoever holds a certificate in force stays; else it only forgets the person."""
    held = [row for row in rows if row.state == "issued"]
    if held:
        raise ProtectedError("a certificate in force names its holder", set(held))
    models.SET_NULL(collector, field, rows, using)


class Certificate(models.Model):
    """One issued certificate. What it says is frozen in `content`.

    `code` is the public verification code; `number` and the register's year make the register
    number. `per` and `kind` are its template's: to whom it goes and for what. `holder` names whom
    and for what the same way in every publication of the contest, and `line` is the row of its
    publications (of the contest or of one round), so that the two allow one in force. `award` is
    empty but for prizes, `entry` where it is not about one entry. It keeps its words when the
    person is deleted, who stays while it is in force.
    `file_sha256` is of its PDF, empty until rendered.
    """

    class State(models.TextChoices):
        ISSUED = "issued"
        SUPERSEDED = "superseded"
        REVOKED = "revoked"

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="certificates"
    )
    per = models.CharField(max_length=12, default="participant")
    kind = models.CharField(max_length=14, default="prize")
    holder = models.CharField(max_length=120)
    line = models.CharField(max_length=60, editable=False)
    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, related_name="certificates", null=True, blank=True
    )
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="certificates", null=True, blank=True
    )
    mentor = models.ForeignKey(
        Mentor, on_delete=unless_in_force, related_name="certificates", null=True, blank=True
    )
    judge = models.ForeignKey(
        Judge, on_delete=models.SET_NULL, related_name="certificates", null=True, blank=True
    )
    school = models.ForeignKey(
        Organization, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    participant = models.ForeignKey(
        Participant, on_delete=unless_in_force, related_name="certificates", null=True, blank=True
    )
    team = models.BooleanField(default=False)
    template = models.ForeignKey(
        CertificateTemplate, on_delete=models.PROTECT, related_name="certificates"
    )
    batch = models.ForeignKey(
        CertificateBatch,
        on_delete=models.PROTECT,
        related_name="certificates",
        null=True,
        blank=True,
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
    file_sha256 = models.CharField(max_length=64, blank=True)
    issued_on = models.DateField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["register", "number"]
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="certificates_number_once"),
            models.UniqueConstraint(
                fields=["line", "holder"],
                condition=Q(state="issued"),
                name="certificates_one_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(kind="prize")
                | ~Q(per__in=["participant", "team"])
                | Q(award__isnull=False),
                name="certificates_prize_has_award",
            ),
            models.CheckConstraint(
                condition=Q(team=False) | Q(participant__isnull=True),
                name="certificates_team_or_person",
            ),
            models.CheckConstraint(
                condition=Q(state="issued") | ~Q(reason=""), name="certificates_state_reason"
            ),
        ]
        indexes = [models.Index(fields=["file_sha256"], name="certificates_file_digest")]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.line:
            publication = self.publication
            self.line = f"{publication.contest_id}-{publication.round_id or ''}"
        super().save(*args, **kwargs)

    @property
    def register_number(self) -> str:
        """The number as it is printed: "0008/2026"."""
        return f"{self.number:04d}/{self.register.year}"


class NameCorrection(models.Model):
    """What a holder asks to have corrected on their certificate, and what the office answered.

    An approved one led to the certificate that supersedes `certificate`.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        APPROVED = "approved"
        DECLINED = "declined"

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="corrections"
    )
    recipient = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    note = models.CharField(max_length=500, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state="pending"),
                name="certificates_one_pending_correction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.recipient}"


class Delivery(models.Model):
    """One certificate sent, or to be sent, to one address by e-mail; the last try's outcome.

    `address` is that of the account when the sending was ordered. `bounced` is what the office
    was told by the mail system afterwards.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"

    certificate = models.ForeignKey(
        Certificate, on_delete=models.CASCADE, related_name="deliveries"
    )
    address = models.EmailField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    note = models.CharField(max_length=300, blank=True)  # why it failed or came back
    tries = models.PositiveSmallIntegerField(default=0)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    ordered_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "address"], name="certificates_delivery_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.address} ({self.state})"


class DrawnCopy(models.Model):
    """The digest of a certificate's file as it was drawn anew, where that is not `file_sha256`.

    An upgrade of what draws the pages may change their bytes; both files are the certificate.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="copies")
    sha256 = models.CharField(max_length=64, unique=True)
    drawn_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.certificate} ({self.drawn_at})"
