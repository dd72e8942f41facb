"""Tests of the SQLite engine: settings that keep acknowledged writes, and the lock of the process."""

import sqlite3
import threading

import pytest
from django.db import connection, connections, transaction

from jobs.models import Job

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite"),
]


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def lock_is_free() -> bool:
    lock = connection._write_lock
    free = lock.acquire(blocking=False)
    if free:
        lock.release()
    return free


def make_job() -> Job:
    return Job.objects.create(kind="tests.lock")


def test_library_has_no_wal_reset_bug() -> None:
    assert sqlite3.sqlite_version_info >= (3, 51, 3)


def test_journal_is_a_wal_and_memory_is_not_mapped() -> None:
    assert (pragma("journal_mode"), pragma("mmap_size"), pragma("busy_timeout")) == (
        "wal",
        0,
        20000,
    )


def test_lock_is_held_exactly_during_a_transaction() -> None:
    assert lock_is_free()
    with transaction.atomic():
        assert not lock_is_free()
        with transaction.atomic():
            make_job()
        assert not lock_is_free()
    assert lock_is_free()


def test_lock_is_given_back_after_rollback_of_inner_and_outer() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        with pytest.raises(ValueError), transaction.atomic():  # noqa: PT011
            make_job()
            raise ValueError
        assert not lock_is_free()
        raise RuntimeError
    assert lock_is_free()
    assert not Job.objects.exists()


def test_lock_is_given_back_when_the_connection_closes_inside_a_transaction() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        connection.close()
        raise RuntimeError
    assert lock_is_free()


def test_single_write_takes_the_lock_only_while_it_runs() -> None:
    job = make_job()
    Job.objects.filter(pk=job.pk).update(done=1)
    assert lock_is_free()


def test_readers_do_not_wait_for_the_lock() -> None:
    make_job()
    counted: list[int] = []

    def read() -> None:
        counted.append(Job.objects.count())
        connections.close_all()

    with transaction.atomic():
        make_job()
        reader = threading.Thread(target=read)
        reader.start()
        reader.join(timeout=5)
    assert counted == [1]


def test_counters_of_many_threads_lose_nothing() -> None:
    job = make_job()
    failures: list[Exception] = []

    def count() -> None:
        try:
            for _ in range(25):
                with transaction.atomic():
                    held = Job.objects.get(pk=job.pk)
                    held.done += 1
                    held.save()
                Job.objects.filter(pk=job.pk).update(priority=1)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    job.refresh_from_db()
    assert (failures, job.done) == ([], 200)
