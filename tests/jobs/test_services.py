"""Tests of the job table's verbs: queue, claim, fence, cancel, retry."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from common.errors import DomainError
from jobs import services
from jobs.errors import JobActive, JobFinal, LeaseLost
from jobs.models import Job, State
from jobs.registry import JobContext, job
from jobs.worker import run_pending

pytestmark = pytest.mark.django_db


class TooManyPages(DomainError):
    code = "too-many-pages"
    text = {"vi": "Quá {limit} trang.", "en": "More than {limit} pages."}


@job("tests.echo")
def echo(payload: dict[str, Any], context: JobContext) -> Any:
    context.progress(2, 2)
    return payload


@job("tests.crash")
def crash(payload: dict[str, Any], context: JobContext) -> None:
    raise RuntimeError("broken")


@job("tests.refuse")
def refuse(payload: dict[str, Any], context: JobContext) -> None:
    raise TooManyPages(limit=9)


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_job_runs_and_keeps_result_and_progress() -> None:
    queued = services.enqueue(kind="tests.echo", payload={"a": 1})
    assert run_pending() == 1
    done = fresh(queued)
    assert (done.state, done.result, done.done, done.total) == (State.SUCCEEDED, {"a": 1}, 2, 2)
    assert done.finished_at is not None


def test_enqueue_refuses_an_unknown_kind() -> None:
    with pytest.raises(LookupError):
        services.enqueue(kind="tests.unknown")


def test_enqueue_vanishes_with_the_callers_transaction() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        services.enqueue(kind="tests.echo")
        raise RuntimeError
    assert not Job.objects.exists()


def test_unique_key_returns_the_active_job_and_frees_when_it_ended() -> None:
    first = services.enqueue(kind="tests.echo", unique_key="batch:1")
    assert services.enqueue(kind="tests.echo", unique_key="batch:1").pk == first.pk
    run_pending()
    assert services.enqueue(kind="tests.echo", unique_key="batch:1").pk != first.pk


def test_claim_takes_higher_priority_first_and_leaves_later_ones() -> None:
    low = services.enqueue(kind="tests.echo")
    high = services.enqueue(kind="tests.echo", priority=5)
    services.enqueue(kind="tests.echo", run_after=timezone.now() + timedelta(hours=1))
    claimed = [services.claim(), services.claim(), services.claim()]
    assert [job and job.pk for job in claimed] == [high.pk, low.pk, None]


def test_crash_is_retried_with_growing_pauses_until_attempts_are_used() -> None:
    queued = services.enqueue(kind="tests.crash", max_attempts=3)
    waits = []
    for _ in range(3):
        Job.objects.update(run_after=timezone.now())
        before = timezone.now()
        run_pending()
        waits.append(round((fresh(queued).run_after - before).total_seconds()))
    failed = fresh(queued)
    assert waits[:2] == [5, 10]
    assert (failed.state, failed.attempts, failed.error["code"]) == (State.FAILED, 3, "job-crashed")
    assert "RuntimeError: broken" in failed.trace


def test_domain_error_fails_at_once_with_its_text_in_both_languages() -> None:
    queued = services.enqueue(kind="tests.refuse")
    run_pending()
    failed = fresh(queued)
    assert (failed.state, failed.attempts) == (State.FAILED, 1)
    assert failed.error == {
        "code": "too-many-pages",
        "detail": {"vi": "Quá 9 trang.", "en": "More than 9 pages."},
    }


def test_fence_rejects_every_write_of_a_worker_that_lost_its_lease() -> None:
    services.enqueue(kind="tests.echo")
    zombie = services.claim()
    assert zombie is not None
    expire(zombie)
    heir = services.claim()
    assert heir is not None
    assert (heir.pk, heir.fence, heir.attempts) == (zombie.pk, zombie.fence + 1, 2)
    for write in (
        lambda: services.heartbeat(job=zombie),
        lambda: services.report_progress(job=zombie, done=1, total=2),
        lambda: services.finish(job=zombie, result="stale"),
        lambda: services.fail(job=zombie, code="x", detail={"vi": "x"}),
        lambda: services.confirm_cancelled(job=zombie),
        lambda: services.release(job=zombie),
    ):
        with pytest.raises(LeaseLost):
            write()
    services.finish(job=heir, result="right")
    assert fresh(heir).result == "right"


def test_lease_lost_at_the_last_attempt_fails_the_job() -> None:
    queued = services.enqueue(kind="tests.echo", max_attempts=1)
    held = services.claim()
    assert held is not None
    expire(held)
    assert services.claim() is None
    assert fresh(queued).state == State.FAILED
    assert fresh(queued).error["code"] == "job-worker-died"


def test_cancel_ends_a_waiting_job_and_is_refused_when_final() -> None:
    queued = services.enqueue(kind="tests.echo")
    assert services.cancel(job_id=queued.pk).state == State.CANCELLED
    assert run_pending() == 0
    with pytest.raises(JobFinal):
        services.cancel(job_id=queued.pk)


def test_cancel_of_a_running_job_is_told_at_the_next_heartbeat() -> None:
    services.enqueue(kind="tests.echo")
    held = services.claim()
    assert held is not None
    assert services.heartbeat(job=held) is False
    services.cancel(job_id=held.pk)
    assert services.heartbeat(job=held) is True
    services.confirm_cancelled(job=held)
    assert fresh(held).state == State.CANCELLED


def test_cancelled_job_whose_worker_died_is_not_started_again() -> None:
    services.enqueue(kind="tests.echo")
    held = services.claim()
    assert held is not None
    services.cancel(job_id=held.pk)
    expire(held)
    assert services.claim() is None
    assert fresh(held).state == State.CANCELLED


def test_retry_starts_an_ended_job_afresh_and_is_refused_while_active() -> None:
    queued = services.enqueue(kind="tests.refuse", unique_key="one")
    with pytest.raises(JobActive):
        services.retry(job_id=queued.pk)
    run_pending()
    again = services.retry(job_id=queued.pk)
    assert (again.state, again.attempts, again.error, again.finished_at) == (
        State.QUEUED,
        0,
        None,
        None,
    )


def test_retry_is_refused_while_another_job_has_the_same_key() -> None:
    old = services.enqueue(kind="tests.refuse", unique_key="one")
    run_pending()
    services.enqueue(kind="tests.refuse", unique_key="one")
    with pytest.raises(JobActive):
        services.retry(job_id=old.pk)


def test_release_gives_the_job_back_without_using_an_attempt() -> None:
    services.enqueue(kind="tests.echo")
    held = services.claim()
    assert held is not None
    services.release(job=held)
    assert (fresh(held).state, fresh(held).attempts) == (State.QUEUED, 0)
