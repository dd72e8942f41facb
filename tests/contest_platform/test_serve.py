"""Tests of the supervisor as a real process: it answers, restarts a dead child, ends in order."""

import contextlib
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import free_port, start, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/jobs/1/", timeout=5)
    except urllib.error.HTTPError as error:
        return error.code == 401
    except OSError:
        return False
    return False


def children(pid: int) -> dict[str, int]:
    """The running children of a process: web, worker."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"\nPPid:\t{pid}\n" in (entry / "status").read_text():
                command = (entry / "cmdline").read_bytes()
                if b"granian" in command:
                    found["web"] = int(entry.name)
                elif command.endswith(b"\0work\0"):
                    found["worker"] = int(entry.name)
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not collected yet does not."""
    with contextlib.suppress(OSError):
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    return False


Served = tuple["subprocess.Popen[bytes]", int]


@contextlib.contextmanager
def serving() -> Iterator[Served]:
    """The product's processes, ended if they still run."""
    port = free_port()
    process = start("manage.py", "serve", "--port", str(port))
    try:
        wait_until(lambda: answers(port))
        yield process, port
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def served(django_db_setup: None) -> Iterator[Served]:
    """One for all tests that leave it running."""
    with serving() as found:
        yield found


def test_dead_children_are_started_again(served: Served) -> None:
    process, port = served
    wait_until(lambda: len(children(process.pid)) == 2)
    before = children(process.pid)
    servers = list(children(before["web"]).values())
    assert servers  # granian answers from a child of its own
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)

    def both_are_new() -> bool:
        now = children(process.pid)
        return len(now) == 2 and not set(now.values()) & set(before.values())

    wait_until(both_are_new)
    wait_until(lambda: answers(port))
    assert not any(is_alive(pid) for pid in servers)


def test_more_than_two_thousand_open_connections_keep_nobody_out(served: Served) -> None:
    _, port = served
    with contextlib.ExitStack() as crowd:
        for _ in range(2100):
            crowd.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
        assert answers(port)


def test_worker_stands_back_behind_the_web_server(served: Served) -> None:
    process, _ = served
    wait_until(lambda: len(children(process.pid)) == 2)
    pids = children(process.pid)
    wait_until(lambda: os.getpriority(os.PRIO_PROCESS, pids["worker"]) == 10)
    assert os.getpriority(os.PRIO_PROCESS, pids["web"]) == 0


def test_sigterm_ends_everything() -> None:
    with serving() as (process, port):
        wait_until(lambda: len(children(process.pid)) == 2)
        pids = children(process.pid)
        process.terminate()
        assert process.wait(timeout=25) == 0
    assert not answers(port)
    assert not any(is_alive(pid) for pid in pids.values())


def test_occupied_port_is_refused_with_advice() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert start("manage.py", "serve", "--port", port).wait(timeout=120) == 1
