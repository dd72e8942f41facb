"""The loop that claims jobs and runs their handlers, one at a time, while a thread renews the lease.

Holds no knowledge of any kind of job. A handler that crashes fails its job, never the worker. A
database that is busy (SQLite under many writers) or away for a moment is asked again: no work is
lost while the lease lasts.
"""

import logging
import threading
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import Error, OperationalError, close_old_connections, connections

from common.errors import DomainError
from jobs import services
from jobs.errors import JobStopped, LeaseLost
from jobs.models import Job
from jobs.registry import handler_of

_log = logging.getLogger(__name__)

_PROGRESS_SECONDS = 0.5  # a fast handler reports more often than the database should be written
_PAUSE_MAX = 2  # seconds between two tries to store an outcome
_TRACE_MAX = 20_000  # characters
_PENDING_LEASE = timedelta(hours=1)
_CRASHED = {
    "vi": "Xử lý gặp lỗi và đã được ghi lại; hãy thử lại hoặc báo quản trị viên.",
    "en": "The work failed and was recorded; retry it or tell the administrator.",
}


class Context:
    """One run of one job, as its handler sees it (`jobs.registry.JobContext`)."""

    def __init__(self, job: Job, worker_stops: threading.Event) -> None:
        self.job_id: int = job.pk
        self.cancel_asked = threading.Event()
        self.lease_lost = threading.Event()
        self.stopped = False
        self._job = job
        self._worker_stops = worker_stops
        self._written_at = 0.0

    def cancelled(self) -> bool:
        asked = (
            self.cancel_asked.is_set() or self.lease_lost.is_set() or self._worker_stops.is_set()
        )
        self.stopped = self.stopped or asked
        return asked

    def progress(self, done: int, total: int | None = None) -> None:
        if self.cancelled():
            raise JobStopped
        now = time.monotonic()
        if done == total or now - self._written_at >= _PROGRESS_SECONDS:
            self._written_at = now
            try:
                services.report_progress(job=self._job, done=done, total=total)
            except OperationalError as error:  # only told later; the lease has its own thread
                _log.warning("%s: its progress could not be stored: %s", self._job, error)


def run_worker(stop: threading.Event) -> None:
    """Runs jobs until `stop` is set; a job in work is then given back."""
    while not stop.is_set():
        close_old_connections()
        try:
            job = services.claim()
        except Error:
            _log.exception("the job table cannot be read")
            job = None
        if job is None:
            stop.wait(settings.JOBS_POLL_SECONDS)
        else:
            run_job(job, stop)


def run_pending() -> int:
    """Runs all jobs that are due, in this thread alone; returns how many. For tests and commands.

    Each has a long lease that nobody renews: the caller may stand in a transaction whose rows
    another connection cannot see yet.
    """
    count = 0
    while job := services.claim(_PENDING_LEASE):
        _settle(job, Context(job, threading.Event()))
        count += 1
    return count


def run_job(job: Job, stop: threading.Event) -> None:
    """Runs one claimed job and stores how it ended."""
    context = Context(job, stop)
    ended = threading.Event()
    heart = threading.Thread(target=_beat, args=(job, context, ended), daemon=True)
    heart.start()
    try:
        _settle(job, context)
    finally:
        ended.set()
        heart.join()


def _settle(job: Job, context: Context) -> None:
    try:
        _run(job, context)
    except LeaseLost:
        _log.warning("%s: the lease was lost, its result is dropped", job)
    except Error:
        # The database is away: the lease runs out and the job is claimed again.
        _log.exception("%s: the outcome could not be stored", job)


def _store(write: Callable[..., None], job: Job, **outcome: Any) -> None:
    """Stores how the job ended, asking again for as long as a lease lasts. Raises `LeaseLost`."""
    until = time.monotonic() + settings.JOBS_LEASE_SECONDS
    pause = 0.1
    while True:
        try:
            return write(job=job, **outcome)
        except OperationalError as error:
            if time.monotonic() + pause >= until:
                raise
            _log.warning("%s: its outcome could not be stored yet: %s", job, error)
        time.sleep(pause)
        pause = min(pause * 2, _PAUSE_MAX)
        close_old_connections()


def _run(job: Job, context: Context) -> None:
    try:
        result = handler_of(job.kind)(job.payload, context)
    except (JobStopped, LeaseLost):
        _stop(job, context)
    except DomainError as error:
        # The same input fails the same way: no second attempt.
        _store(
            services.fail,
            job,
            code=error.code,
            detail={"vi": error.detail("vi"), "en": error.detail("en")},
            trace=traceback.format_exc()[-_TRACE_MAX:],
            final=True,
        )
    except Exception:
        _log.exception("%s failed", job)
        trace = traceback.format_exc()[-_TRACE_MAX:]
        _store(services.fail, job, code="job-crashed", detail=_CRASHED, trace=trace)
    else:
        if context.stopped:
            _stop(job, context)
        else:
            _store(services.finish, job, result=result)


def _stop(job: Job, context: Context) -> None:
    if context.lease_lost.is_set():
        raise LeaseLost(str(job))
    if context.cancel_asked.is_set():
        _store(services.confirm_cancelled, job)
    else:
        _store(services.release, job)


def _beat(job: Job, context: Context, ended: threading.Event) -> None:
    """Renews the lease at least three times as often as it runs out, and learns of a cancellation.

    What fails is tried again at the next beat: the job is ours until another worker takes it.
    """
    try:
        while not ended.wait(min(settings.JOBS_LEASE_SECONDS / 3, 2)):
            try:
                if services.heartbeat(job=job):
                    context.cancel_asked.set()
            except LeaseLost:
                if not ended.is_set():
                    context.lease_lost.set()
                return
            except Error as error:
                _log.warning("%s: the lease could not be renewed yet: %s", job, error)
                connections["default"].close_if_unusable_or_obsolete()
    finally:
        connections.close_all()
