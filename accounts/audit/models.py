"""One table of events, to which rows are only added; the database refuses anything else.

Triggers hold that on both databases (migration 0004_audit): no row is changed, and none is deleted
but what a person's sign-ins left, once it is older than `accounts.audit.services.KEPT`.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone


class AppendOnly(TypeError):
    """Somebody tried to change the history."""


class AuditEvents(models.QuerySet["AuditEvent"]):
    """Reads and adds."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class AuditEvent(models.Model):
    """Something happened to somebody's rights, ways in or results; written by `services.record`.

    `about` names what it happened to, as cards name what they are made for ("contest/12/judge/34/"),
    `root` is its first step. The people's keys hold no row back: who is deleted stays as a number.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(  # nobody: a command, a job, or unknown
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        null=True,
    )
    subject = models.ForeignKey(  # whom it concerns
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        null=True,
    )
    about = models.CharField(max_length=120, blank=True)
    root = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[AuditEvent]] = AuditEvents.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["root", "-id"], name="accounts_audit_root"),
            models.Index(fields=["kind", "-id"], name="accounts_audit_kind"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly
