"""The table of background jobs: what is to be done, who holds it, how far it is.

A worker holds a job by a lease that it renews; `fence` counts the leases, and every write of a
worker names the one it was given. So a worker that was thought dead can no longer write.
The table never refers to a user: `owner_key` is text, for jobs stand below accounts.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class State(models.TextChoices):
    """How far a job is; the last three are final until somebody retries it."""

    QUEUED = "queued", "đang chờ"
    RUNNING = "running", "đang chạy"
    SUCCEEDED = "succeeded", "đã xong"
    FAILED = "failed", "thất bại"
    CANCELLED = "cancelled", "đã huỷ"


ACTIVE = (State.QUEUED, State.RUNNING)


class Job(models.Model):
    """One piece of work for the handler named `kind`, with a JSON payload and result.

    Of the jobs with the same `unique_key` only one is queued or running. `error` is
    {"code": str, "detail": {"vi", "en"}} of the last attempt that failed, `trace` its traceback.
    """

    kind = models.CharField(max_length=100)
    payload = models.JSONField(default=dict)
    owner_key = models.CharField(max_length=60, blank=True, db_index=True)
    unique_key = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 - null: none

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    priority = models.SmallIntegerField(default=0)  # higher runs first
    run_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)

    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    error = models.JSONField(null=True, blank=True)
    trace = models.TextField(blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(
                F("priority").desc(),
                "run_after",
                "id",
                name="jobs_job_queue",
                condition=Q(state__in=ACTIVE),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=Q(state__in=ACTIVE),
                name="jobs_job_one_active_per_key",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING) | Q(lease_until__isnull=False),
                name="jobs_job_running_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ACTIVE) ^ Q(finished_at__isnull=False),
                name="jobs_job_finished_at_when_final",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk} ({self.state})"
