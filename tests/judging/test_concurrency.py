"""Two judges at once, and a server that is killed in the middle of a burst."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from judging.errors import SheetStale
from judging.models import RoundResult, ScoresheetRevision
from judging.services import rebuild
from tests.factories.judging import fill_in, make_judge, make_judged_contest, make_sheet, operation
from tests.factories.submissions import make_entry
from tests.processes import start, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def _free_port() -> int:
    """A port that nothing uses: another run of the tests may have a server of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


PORT = _free_port()


def at_once(*works: Callable[[], object]) -> list[object]:
    """Runs the works in threads that start together; an error is a result."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            gate.wait()
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_two_judges_at_once_leave_no_stale_aggregate():
    contest, round_ = make_judged_contest()
    judges = [make_judge(contest) for _ in range(4)]
    for turn in range(5):
        entry = make_entry(contest)
        sheets = [make_sheet(judge, entry, round_) for judge in judges]
        results = at_once(
            *(lambda s=s, n=n, t=turn: fill_in(s, n, t) for n, s in enumerate(sheets, start=1))
        )
        assert not [r for r in results if isinstance(r, Exception)]
        result = RoundResult.objects.get(entry=entry, round=round_)
        assert (result.value, result.sheets_submitted) == (Fraction("2.5") + turn, 4)
    assert rebuild(contests=[contest]) == []


def test_one_sheet_from_two_devices_at_once_is_written_once():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    results = at_once(
        lambda: fill_in(sheet, 1, 1, expected_revision=0),
        lambda: fill_in(sheet, 2, 2, expected_revision=0),
    )
    assert sorted(type(r).__name__ for r in results) == ["Recorded", "SheetStale"]
    assert any(isinstance(r, SheetStale) for r in results)
    assert ScoresheetRevision.objects.count() == 1


def test_same_operation_twice_at_once_is_one_revision():
    contest, round_ = make_judged_contest()
    sheet = make_sheet(make_judge(contest), make_entry(contest), round_)
    key = operation()

    def send() -> object:
        return fill_in(sheet, 1, 1, expected_revision=0, operation=key)

    one, two = at_once(send, send)
    assert one.revision == two.revision  # type: ignore[attr-defined]
    assert ScoresheetRevision.objects.count() == 1


def _cookie(user) -> str:
    """A session as the server would have opened it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    token = "a" * 32
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={token}"


def _listening() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", PORT)) == 0


def _put(cookie: str, sheet_id: int, revision: int, key: str) -> tuple[int, dict]:
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
    try:
        body = {
            "values": {"idea": revision % 10, "craft": 1},
            "comments": {},
            "kind": "scored",
            "state": "submitted",
        }
        link.request(
            "PUT",
            f"/api/v1/scoresheets/{sheet_id}/",
            json.dumps(body),
            {
                "Content-Type": "application/json",
                "Cookie": cookie,
                "X-CSRFToken": "a" * 32,
                "If-Match": f'"{revision}"',
                "Idempotency-Key": key,
            },
        )
        answer = link.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        link.close()


def _serve():
    process = start(
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(PORT),
        "--blocking-threads",
        "8",
        "contest_platform.wsgi:application",
        SECRET_KEY=settings.SECRET_KEY,
        PUBLIC_URL="http://localhost:8000",
    )
    # A process group of granian's parent and worker: both must die at once.
    wait_until(_listening)
    return process


def _kill(process) -> None:
    """Power cut: parent and worker, without a word."""
    children = f"/proc/{process.pid}/task/{process.pid}/children"
    with open(children) as listed:
        pids = [int(pid) for pid in listed.read().split()]
    for pid in (process.pid, *pids):
        os.kill(pid, signal.SIGKILL)
    process.wait()
    wait_until(lambda: not _listening())


def test_every_acknowledged_write_survives_kill_nine():
    contest, round_ = make_judged_contest()
    judges = [make_judge(contest) for _ in range(4)]
    entry = make_entry(contest)
    sheets = [make_sheet(judge, entry, round_) for judge in judges]
    cookies = [_cookie(judge.user) for judge in judges]
    receipts: list[tuple[int, int, str, str]] = []
    unanswered: list[tuple[int, int, int, str]] = []
    stop = threading.Event()

    def burst(index: int) -> None:
        revision = 0
        while not stop.is_set():
            key = f"kill-{index}-{revision:06d}"
            try:
                status, body = _put(cookies[index], sheets[index].pk, revision, key)
            except (OSError, http.client.HTTPException, ValueError):
                unanswered.append((index, sheets[index].pk, revision, key))
                return
            assert status == 200, body
            receipt = body["receipt"]
            receipts.append((sheets[index].pk, receipt["revision"], receipt["sha256"], key))
            revision += 1

    process = _serve()
    try:
        threads = [threading.Thread(target=burst, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        wait_until(lambda: len(receipts) >= 40 or not any(t.is_alive() for t in threads))
        _kill(process)
        stop.set()
        for thread in threads:
            thread.join()
        assert len(receipts) >= 40
        process = _serve()
        for sheet_id, number, sha256, key in receipts:
            stored = ScoresheetRevision.objects.get(operation=key)
            assert (stored.scoresheet_id, stored.number, stored.request_sha256) == (
                sheet_id,
                number,
                sha256,
            )
        # What was not answered is sent again unchanged, as the outbox does, and counts once.
        for index, sheet_id, revision, key in unanswered:
            status, body = _put(cookies[index], sheet_id, revision, key)
            assert (status, body["receipt"]["revision"]) == (200, revision + 1)
            assert ScoresheetRevision.objects.filter(operation=key).count() == 1
    finally:
        _kill(process)
    assert rebuild(contests=[contest]) == []
