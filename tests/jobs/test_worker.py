"""Tests of the worker as a real process: killed, stopped, asked to cancel."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from jobs import services
from jobs.models import Job, State
from jobs.registry import job
from tests.jobs.worker_process import steps
from tests.processes import start, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

job("tests.steps")(steps)

LEASE_SECONDS = 2


@pytest.fixture
def start_worker() -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> "subprocess.Popen[bytes]":
        process = start(
            "-m",
            "tests.jobs.worker_process",
            JOBS_LEASE_SECONDS=str(LEASE_SECONDS),
            JOBS_POLL_SECONDS="0.1",
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()


def state_of(job: Job) -> dict[str, Any]:
    return Job.objects.values("state", "attempts", "fence", "done", "result").get(pk=job.pk)


def is_running(job: Job) -> Callable[[], bool]:
    return lambda: state_of(job)["state"] == State.RUNNING


def is_done(job: Job) -> Callable[[], bool]:
    return lambda: state_of(job)["state"] == State.SUCCEEDED


def test_job_of_a_killed_worker_is_taken_over_when_its_lease_ends(start_worker) -> None:
    queued = services.enqueue(kind="tests.steps", payload={"steps": 4, "seconds": 0.3})
    first = start_worker()
    wait_until(is_running(queued))
    first.send_signal(signal.SIGKILL)
    first.wait()
    start_worker()
    quick = services.enqueue(kind="tests.steps", payload={"steps": 0}, priority=1)
    wait_until(is_done(quick))  # the new process is there
    began = timezone.now()
    wait_until(lambda: state_of(queued)["fence"] == 2)
    waited = (timezone.now() - began).total_seconds()
    assert waited < LEASE_SECONDS + 1
    wait_until(is_done(queued))
    assert state_of(queued)["attempts"] == 2
    assert state_of(queued)["result"] == "complete"


def test_long_job_keeps_its_lease_by_the_heartbeat(start_worker) -> None:
    queued = services.enqueue(
        kind="tests.steps", payload={"steps": 1, "seconds": LEASE_SECONDS * 2}
    )
    start_worker()
    start_worker()
    wait_until(is_done(queued))
    assert state_of(queued)["attempts"] == 1


def test_sigterm_gives_the_job_back_and_ends_the_worker(start_worker) -> None:
    queued = services.enqueue(kind="tests.steps", payload={"steps": 600, "seconds": 0.1})
    worker = start_worker()
    wait_until(is_running(queued))
    worker.terminate()
    assert worker.wait(timeout=10) == 0
    assert state_of(queued)["state"] == State.QUEUED
    assert state_of(queued)["attempts"] == 0


def test_running_job_ends_soon_after_it_was_cancelled(start_worker) -> None:
    queued = services.enqueue(kind="tests.steps", payload={"steps": 600, "seconds": 0.1})
    start_worker()
    wait_until(lambda: state_of(queued)["done"] > 0)
    services.cancel(job_id=queued.pk)
    wait_until(lambda: state_of(queued)["state"] == State.CANCELLED, seconds=10)
    assert state_of(queued)["result"] is None
