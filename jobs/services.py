"""The only writers of the job table: for apps, for people, and for the worker.

A worker's writes name the fence of its lease and raise `LeaseLost` when it is no longer theirs.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from common.language import Text
from jobs.errors import JobActive, JobFinal, LeaseLost
from jobs.models import ACTIVE, Job, State
from jobs.registry import handler_of, kinds

_BACKOFF = timedelta(seconds=5)
_BACKOFF_MAX = timedelta(minutes=10)

_LEASE_EXPIRED: dict[str, Any] = {
    "code": "job-worker-died",
    "detail": {
        "vi": "Tiến trình xử lý đã dừng đột ngột nhiều lần; hãy báo quản trị viên.",
        "en": "The worker died several times while doing this; tell the administrator.",
    },
}


# --- For apps -------------------------------------------------------------------------


@transaction.atomic
def enqueue(
    *,
    kind: str,
    payload: dict[str, Any] | None = None,
    owner_key: str = "",
    unique_key: str | None = None,
    priority: int = 0,
    run_after: datetime | None = None,
    max_attempts: int = 3,
) -> Job:
    """Queues a job in the caller's transaction: it exists exactly if the caller's data does.

    With a `unique_key` that a queued or running job carries, that job is returned instead.
    Raises LookupError for a kind without a handler.
    """
    handler_of(kind)
    if unique_key is not None and (job := _active(unique_key)):
        return job
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind=kind,
                payload=payload or {},
                owner_key=owner_key,
                unique_key=unique_key,
                priority=priority,
                run_after=run_after or timezone.now(),
                max_attempts=max_attempts,
            )
    except IntegrityError:
        # Somebody else was quicker with the same key; anything else is a real error.
        if unique_key is not None and (job := _active(unique_key)):
            return job
        raise


def _active(unique_key: str) -> Job | None:
    return Job.objects.filter(unique_key=unique_key, state__in=ACTIVE).first()


# --- For people -----------------------------------------------------------------------


@transaction.atomic
def cancel(*, job_id: int) -> Job:
    """Ends a waiting job now, and asks a running one to end. Raises `JobFinal`."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.state == State.QUEUED:
        job.state = State.CANCELLED
        job.finished_at = timezone.now()
    elif job.state == State.RUNNING:
        job.cancel_requested = True
    else:
        raise JobFinal
    job.save(update_fields=["state", "finished_at", "cancel_requested"])
    return job


@transaction.atomic
def retry(*, job_id: int) -> Job:
    """Queues an ended job again, from the start. Raises `JobActive`."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if job.state in ACTIVE or (job.unique_key is not None and _active(job.unique_key)):
        raise JobActive
    job.state = State.QUEUED
    job.attempts = job.done = 0
    job.cancel_requested = False
    job.total = job.result = job.error = job.finished_at = None
    job.trace = ""
    job.run_after = timezone.now()
    job.save()
    return job


# --- For the worker -------------------------------------------------------------------


def claim(lease: timedelta | None = None) -> Job | None:
    """Takes the next due job, or one whose worker stopped renewing its lease; None if none.

    It is taken for `lease`, by default for as long as the settings say.
    A job that lost its worker at the last of its attempts fails, one that was being cancelled is
    cancelled, and the next is looked at.
    """
    # Asked first without a lock, so that an idle worker never blocks a writer.
    while _due().exists():
        with transaction.atomic():
            skip = connection.features.has_select_for_update_skip_locked
            job = _due().select_for_update(skip_locked=skip).first()
            if job is None:
                return None
            now = timezone.now()
            if job.cancel_requested:
                _end(job, State.CANCELLED, now)
            elif job.attempts >= job.max_attempts:
                job.error = _LEASE_EXPIRED
                _end(job, State.FAILED, now)
            else:
                job.state = State.RUNNING
                job.fence += 1
                job.attempts += 1
                job.lease_until = now + (lease or _lease())
                job.save(update_fields=["state", "fence", "attempts", "lease_until"])
                return job
    return None


def _due() -> QuerySet[Job]:
    now = timezone.now()
    return Job.objects.filter(
        Q(state=State.QUEUED, run_after__lte=now) | Q(state=State.RUNNING, lease_until__lt=now),
        kind__in=kinds(),
    ).order_by("-priority", "run_after", "pk")


def _end(job: Job, state: State, now: datetime) -> None:
    job.state = state
    job.finished_at = now
    job.fence += 1
    job.save(update_fields=["state", "finished_at", "fence", "error"])


def _lease() -> timedelta:
    return timedelta(seconds=settings.JOBS_LEASE_SECONDS)


def _write(job: Job, **values: Any) -> None:
    """Writes to the job that this worker holds. Raises `LeaseLost`."""
    held = Job.objects.filter(pk=job.pk, state=State.RUNNING, fence=job.fence)
    if not held.update(**values):
        raise LeaseLost(str(job))


def heartbeat(*, job: Job) -> bool:
    """Renews the lease; tells whether somebody asked to cancel. Raises `LeaseLost`."""
    _write(job, lease_until=timezone.now() + _lease())
    return Job.objects.values_list("cancel_requested", flat=True).get(pk=job.pk)


def report_progress(*, job: Job, done: int, total: int | None) -> None:
    """Stores how far the work is, and renews the lease. Raises `LeaseLost`."""
    _write(job, done=done, total=total, lease_until=timezone.now() + _lease())


def finish(*, job: Job, result: Any = None) -> None:
    """Ends the job well. Raises `LeaseLost`."""
    _write(
        job, state=State.SUCCEEDED, result=result, error=None, trace="", finished_at=timezone.now()
    )


def fail(*, job: Job, code: str, detail: Text, trace: str = "", final: bool = False) -> None:
    """Ends an attempt badly: queued again after 5, 10, 20 … s (at most 10 min), or for good
    when it was the last one, or `final`. Raises `LeaseLost`."""
    now = timezone.now()
    outcome: dict[str, Any] = {"error": {"code": code, "detail": dict(detail)}, "trace": trace}
    if final or job.attempts >= job.max_attempts:
        _write(job, state=State.FAILED, finished_at=now, **outcome)
    else:
        wait = min(_BACKOFF * 2 ** (job.attempts - 1), _BACKOFF_MAX)
        _write(job, state=State.QUEUED, run_after=now + wait, **outcome)


def confirm_cancelled(*, job: Job) -> None:
    """Ends a job whose handler stopped because it was asked to. Raises `LeaseLost`."""
    _write(job, state=State.CANCELLED, finished_at=timezone.now())


def release(*, job: Job) -> None:
    """Gives an unfinished job back, for the worker must end; the attempt does not count.
    Raises `LeaseLost`."""
    _write(job, state=State.QUEUED, attempts=job.attempts - 1, run_after=timezone.now())
