"""Keys that sign certificates' files and badges, and the signatures that they gave.

Told to Django by `certificates.models`, from where everybody imports them.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from contests.models import Contest, Organization


class SigningKey(models.Model):
    """An organization's own key, by which the certificates of one contest are signed.

    `sealed` is the private key as `certificates.vault` seals it, empty once removed; the passphrase
    is kept nowhere. `chain` holds certificates as PEM, the signer's first.
    """

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="signing_keys")
    sealed = models.BinaryField()
    chain = models.TextField()
    sha256 = models.CharField(max_length=64)  # of the signer's certificate
    subject = models.CharField(max_length=300)
    authority = models.CharField(max_length=300)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    added_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest"],
                condition=Q(removed_at=None),
                name="certificates_one_signing_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest}: {self.subject}"


class PdfSignature(models.Model):
    """A certificate's file as it was signed once: the unsigned file with `update` behind it.

    `base_sha256` is of the unsigned file, `sha256` of the signed one; `update` is deflated.
    """

    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.CASCADE, related_name="signatures"
    )
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="signatures")
    base_sha256 = models.CharField(max_length=64)
    update = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "base_sha256"], name="certificates_signed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} ({self.signed_at})"


class BadgeSwitch(models.Model):
    """That a contest gives Open Badges; without a row it gives none."""

    contest = models.OneToOneField(
        Contest, on_delete=models.CASCADE, related_name="badge_switch", primary_key=True
    )
    turned_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    turned_on_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.contest)


class BadgeKey(models.Model):
    """The key by which this installation signs an organization's Open Badges.

    Made at the first badge. `public` is a JWK (RFC 7517), `kid` its thumbprint (RFC 7638); a retired
    one has no private key any more and goes on verifying what it signed.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="badge_keys"
    )
    kid = models.CharField(max_length=43, unique=True)
    sealed = models.BinaryField()
    public = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organization", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(retired_at=None),
                name="certificates_one_badge_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.kid}"
