"""A worker whose database is locked by others: it goes on, and stores what it did when it can."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction

from jobs import services
from jobs.models import Job, State
from jobs.registry import job
from jobs.worker import run_job

pytestmark = pytest.mark.django_db(transaction=True)

_WRITING, _FREE = threading.Event(), threading.Event()


@job("tests.busy")
def busy(payload: dict[str, Any], context: Any) -> str:
    """Reports while the table is locked; with `wait` it ends only when it is free again."""
    _WRITING.wait(10)
    for done in range(1, 4):
        context.progress(done, 4)
        time.sleep(0.6)
    if payload["wait"]:
        _FREE.wait(10)
    return "complete"


@pytest.mark.parametrize("wait", [True, False])
def test_a_locked_table_costs_no_work(wait: bool, settings: Any, monkeypatch: Any) -> None:
    settings.JOBS_LEASE_SECONDS = 6
    if connection.vendor == "sqlite":  # PostgreSQL lets the worker wait for the row instead
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    _WRITING.clear()
    _FREE.clear()
    queued = services.enqueue(kind="tests.busy", payload={"wait": wait})
    claimed = services.claim()
    assert claimed is not None

    def work() -> None:
        try:
            run_job(claimed, threading.Event())
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=queued.pk)
        _WRITING.set()
        time.sleep(3)
    _FREE.set()
    worker.join(15)
    ended = Job.objects.get(pk=queued.pk)
    assert (ended.state, ended.attempts, ended.result) == (State.SUCCEEDED, 1, "complete")
