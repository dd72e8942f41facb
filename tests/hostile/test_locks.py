"""Whoever holds a lock, or asks what has no end, keeps others waiting for seconds and breaks nothing:
they get 503 with the time to try again, and nothing is half written."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client

from common.problems import is_busy
from judging import selectors
from judging.models import Scoresheet, ScoresheetRevision
from judging.services import scoresheets
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.judging import fill_in
from tests.hostile.conftest import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return make_world()


@contextmanager
def held(table: str) -> Iterator[None]:
    """Somebody else writes to the table and does not come to an end."""
    holds, free = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
                holds.set()
                free.wait(20)
        finally:
            connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    assert holds.wait(10)
    try:
        yield
    finally:
        free.set()
        holder.join(10)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This connection waits a fifth of a second for a lock and for a statement."""
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        monkeypatch.setitem(options, "timeout", 0.2)
        monkeypatch.setitem(options, "statement_seconds", 0.2)
    else:
        limits = "-c lock_timeout=200 -c statement_timeout=200"
        monkeypatch.setitem(options, "options", limits)
    yield
    connection.close()


def put(world: World, client: Client) -> Any:
    sheet = Scoresheet.objects.get(pk=world.sheet.pk)
    return client.put(
        f"/api/v1/scoresheets/{sheet.pk}/",
        json.dumps({"values": {"idea": 5, "craft": 5}, "comments": {}, "state": "draft",
                    "kind": "scored"}),
        content_type="application/json",
        headers={"If-Match": f'"{sheet.revision}"', "Idempotency-Key": "operation-busy-1"},
    )  # fmt: skip


def check_busy(response: Any) -> None:
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "5"
    problem = json.loads(response.content)
    assert problem["type"] == "/problems/busy"
    assert problem["detail"] == "Máy chủ đang bận, chưa ghi gì cả; hãy thử lại sau vài giây."


@pytest.mark.usefixtures("impatient")
def test_score_that_meets_a_lock_may_be_sent_again(world: World) -> None:
    client = world.client(world.judge)
    before = ScoresheetRevision.objects.count()
    with held("judging_roundresult"):
        check_busy(put(world, client))
    assert ScoresheetRevision.objects.count() == before
    assert put(world, client).status_code == 200
    assert ScoresheetRevision.objects.count() == before + 1


@pytest.mark.usefixtures("impatient")
def test_sign_in_that_meets_a_lock_is_no_server_error() -> None:
    client = Client(raise_request_exception=False)
    user = make_user(password=PASSWORD)
    body = {"username": user.username, "password": PASSWORD}
    with held("django_session"):
        check_busy(
            client.post(
                "/_allauth/browser/v1/auth/login", json.dumps(body), content_type="application/json"
            )
        )


ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) "
    "SELECT max(i) FROM n"
)


@pytest.mark.usefixtures("impatient")
def test_statement_without_end_is_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(ENDLESS)

    monkeypatch.setattr(selectors, "queue", endless)
    client = world.client(world.judge)
    check_busy(client.get("/api/v1/queue/"))
    monkeypatch.undo()
    assert client.get("/api/v1/queue/").status_code == 200


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="elsewhere it is no operational error")
def test_missing_table_is_a_bug() -> None:
    with pytest.raises(OperationalError) as failed, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM there_is_no_such_table")
    assert not is_busy(failed.value)


def test_form_is_evaluated_before_anything_is_locked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: list[bool] = []
    evaluate = scoresheets.evaluate

    def watched(*arguments: Any) -> Any:
        locked.append(connection.in_atomic_block)
        return evaluate(*arguments)

    monkeypatch.setattr(scoresheets, "evaluate", watched)
    assert fill_in(world.sheet, 6, 7).sheet.points == 13
    assert locked == [False]
