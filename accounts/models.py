"""Accounts: people who sign in, their consent, their sign-in cards and links.

Never holds what a person does in a contest; that is told by the apps above.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.audit.models import AuditEvent as AuditEvent
from common.text import composed


class UserManager(DjangoUserManager["User"]):
    """Django's manager for people with one `full_name`, whose user name ignores case."""

    def get_by_natural_key(self, username: str | None) -> User:
        # A phone's keyboard begins with a capital letter.
        return self.get(username__iexact=username)

    def create_user(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **extra_fields: Any,
    ) -> User:
        return super().create_user(username, email, password, **_composed(extra_fields))

    def create_superuser(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **extra_fields: Any,
    ) -> User:
        return super().create_superuser(username, email, password, **_composed(extra_fields))


def _composed(fields: dict[str, Any]) -> dict[str, Any]:
    if "full_name" in fields:
        fields["full_name"] = composed(fields["full_name"])
    return fields


class User(AbstractUser):
    """A person who signs in. Pupils and judges need no e-mail address.

    `full_name` is written as the person writes it, Unicode NFC.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    class Language(models.TextChoices):
        VI = "vi", "Tiếng Việt"
        EN = "en", "English"

    full_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.VI)

    objects: ClassVar[UserManager] = UserManager()

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="accounts_user_username_ci"),
        ]

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def __str__(self) -> str:
        return self.full_name or self.username


class Consent(models.Model):
    """A consent that was given or withdrawn; append-only.

    Decree 13/2023, art. 20: from age 7 by the child and a parent together.
    """

    class Purpose(models.TextChoices):
        TAKE_PART = "take_part", "take part and be judged"
        PUBLISH_NAME = "publish_name", "be named in public results"
        PUBLISH_WORK = "publish_work", "show the work in public"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    given = models.BooleanField()
    guardian_name = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.purpose}: {'given' if self.given else 'withdrawn'}"


class SignInCard(models.Model):
    """A printed QR card; only the SHA-256 of its secret is kept.

    `made_for` names what it opens, as the app above writes it ("contest/12/judge/34"), so that it
    can end with that.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_cards")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100, blank=True)
    made_for = models.CharField(max_length=80, blank=True)
    single_use = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.label or f"#{self.pk}"


class SignInLink(models.Model):
    """A link that signs in once, together with a PIN told apart from it.

    Only the SHA-256 of its secret is kept, and that of secret and PIN together: who reads the
    table can try no PIN without the secret.
    """

    MAX_WRONG_PINS: ClassVar[int] = 5

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    pin_sha256 = models.CharField(max_length=64)
    label = models.CharField(max_length=100, blank=True)
    made_for = models.CharField(max_length=80, blank=True)  # as of SignInCard
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(wrong_pins__lte=5), name="accounts_signinlink_wrong_pins"
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"#{self.pk}"


class ApiToken(models.Model):
    """A revocable token for a machine; only its SHA-256 is kept.

    Scopes contain each other: who may organise may score, who may score may read. What the token's
    person may not do, no scope allows.
    """

    class Scope(models.TextChoices):
        READ = "read", "read"
        SCORE = "score", "read, and record scores"
        ORGANISE = "organise", "all that the person may do by the API"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.READ)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="accounts_apitoken_label_given"),
            models.CheckConstraint(
                condition=Q(scope__in=("read", "score", "organise")),
                name="accounts_apitoken_scope_known",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CredentialChange(models.Model):
    """A password, second factor or address was set, or its person confirmed in person; append-only.

    `behind` names the accounts that may know or hold it beside its person: who set it, or who had
    opened the session in which it was set (0: unknown). Of several the last one of a kind and key
    counts; what never had a row was set before they were written.
    """

    class Kind(models.TextChoices):
        PASSWORD = "password"
        SECOND_FACTOR = "second_factor"
        ADDRESS = "address"
        IN_PERSON = "in_person"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="credential_changes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    key = models.CharField(max_length=40, blank=True)  # of the second factor's or address's row
    mailbox = models.CharField(max_length=320, blank=True)  # of an address: what it reaches
    behind = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["mailbox"], name="accounts_credential_mailbox")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="address") ^ ~Q(mailbox=""),
                name="accounts_credential_mailbox_given",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
