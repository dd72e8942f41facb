"""Tests of the adapter between granian and WSGI, over real sockets: nothing is lost or made up."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.contest_platform.echo import LARGE, SKIPPED, WAIT_SECONDS
from tests.processes import free_port, start, wait_until
from tests.raw import Raw, chunked, elapsed, many

UPLOAD = "/api/v1/attachments/"


@contextmanager
def echoing(folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    process = start(
        *("-m", "granian", "tests.contest_platform.echo:server", "--factory"),
        *("--interface", "rsgi", "--http", "1", "--no-ws", "--port", str(port)),
        *("--http1-buffer-size", "65536", "--log-level", "critical"),
        VAR_DIR=str(folder),
        LOG_LEVEL="CRITICAL",
    )

    def answers() -> bool:
        try:
            with closing(Raw(port)) as client:
                return client.ask("GET", "/").answer()[0].status == 200
        except OSError:
            return False

    try:
        wait_until(answers)
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[int]:
    with echoing(tmp_path_factory.mktemp("echo")) as (found, _):
        yield found


pytestmark = pytest.mark.django_db


def told(port: int, method: str, target: str, *headers: str, body: bytes = b"") -> dict[str, Any]:
    """What the application was asked."""
    with closing(Raw(port)) as client:
        response, content = client.ask(method, target, *headers, body=body).answer()
        assert response.status == 200, content
        return json.loads(content)  # type: ignore[no-any-return]


def test_environment_is_that_of_pep_3333(port: int) -> None:
    environ = told(
        port,
        "POST",
        "/th%E1%BB%9D%2Fi%20gian/gi\u1edd?q=%E1%BB%9D&q=\u1edd;+a",
        "X-Forwarded-For: 10.0.0.1",
        "X-Forwarded-For: 10.0.0.2",
        "X_Forwarded_Proto: https",
        "Cookie: a=1",
        "Cookie: b=2",
        "Content-Type: text/plain",
        "Content-Length: 3",
        body=b"abc",
    )
    assert environ.pop("REMOTE_PORT").isdigit()
    assert environ == {
        "GATEWAY_INTERFACE": "CGI/1.1",
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/thờ/i gian/giờ".encode().decode("latin-1"),
        "QUERY_STRING": "q=%E1%BB%9D&q=ờ;+a".encode().decode("latin-1"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_SOFTWARE": "Granian",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "localhost",
        "HTTP_X_FORWARDED_FOR": "10.0.0.1,10.0.0.2",
        "HTTP_COOKIE": "a=1; b=2",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": "3",
        "body": "abc",
    }


def test_request_without_a_body_has_no_length(port: int) -> None:
    assert not {"CONTENT_LENGTH", "CONTENT_TYPE"} & told(port, "GET", "/").keys()


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 200_000])
def test_body_comes_whole(port: int, size: int) -> None:
    body = bytes(range(256)) * (size // 256 + 1)
    body = body[:size]
    length = told(port, "POST", "/api/", f"Content-Length: {size}", body=body)
    half = size // 2
    parts = [part for part in (body[:half], body[half:]) if part]
    header = "Transfer-Encoding: chunked"
    counted = told(port, "POST", "/api/", header, body=chunked(*parts))
    assert counted["CONTENT_LENGTH"] == str(size)
    assert counted["body"] == length["body"] == body.decode("latin-1")


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("Transfer-Encoding: chunked", chunked(b"abc", end=b"zz\r\n")),
        ("Transfer-Encoding: chunked", chunked(b"abc", end=b"")),
        ("Content-Length: 9", b"abc"),
        ("Content-Length: 99999", b"abc"),
    ],
)
def test_body_that_breaks_off_is_refused(port: int, header: str, body: bytes) -> None:
    with closing(Raw(port)) as client:
        client.ask("POST", "/api/", header, body=body)
        client.socket.shutdown(socket.SHUT_WR)
        response, content = client.answer()
    assert (response.status, json.loads(content)["type"]) == (400, "/problems/incomplete")


@pytest.mark.parametrize("query", ["file", "rest", "stream", "memory"])
def test_large_answer_is_complete(port: int, query: str) -> None:
    expected = LARGE[SKIPPED:] if query == "rest" else LARGE
    with closing(Raw(port)) as client:
        response, content = client.ask("GET", f"/?{query}").answer()
    assert response.getheader("Content-Length") == str(len(expected))
    assert content == expected


@pytest.mark.parametrize(("query", "length"), [("file", len(LARGE)), ("words", 2)])
def test_answer_to_head_tells_its_length(port: int, query: str, length: int) -> None:
    with closing(Raw(port)) as client:
        response, content = client.ask("HEAD", f"/?{query}").answer()
        assert (response.status, content) == (200, b"")
        assert response.getheader("Content-Length") == str(length)


def test_headers_of_the_answer_come_as_they_are(port: int) -> None:
    with closing(Raw(port)) as client:
        response, content = client.ask("GET", "/?words").answer()
        assert content == b"ab"
        assert response.headers.get_all("Set-Cookie") == ["a=1", "b=2"]
        assert response.getheader("X-Word", "").encode("latin-1").decode() == "Thờ"
        # The connection is kept, also after an answer without a body.
        response, content = client.ask("GET", "/?unchanged").answer()
        assert (response.status, response.getheader("ETag"), content) == (304, '"1"', b"")
        assert client.ask("GET", "/?words").answer()[1] == b"ab"


def test_fault_of_the_application_is_answered(port: int) -> None:
    with closing(Raw(port)) as client:
        assert client.ask("GET", "/?fault").answer()[0].status == 500


def test_uploads_take_two_threads_and_leave_the_others(port: int) -> None:
    def upload() -> bytes:
        with closing(Raw(port)) as client:
            return client.ask("POST", f"{UPLOAD}?wait").answer()[1]

    with ThreadPoolExecutor(10) as pool:
        uploads = [pool.submit(upload) for _ in range(10)]
        time.sleep(WAIT_SECONDS / 2)
        started = time.monotonic()
        told(port, "GET", "/")
        assert elapsed(started) < WAIT_SECONDS
        assert {upload.result() for upload in uploads} <= {b"1", b"2"}


def test_reader_that_takes_too_long_is_hung_up_on(port: int) -> None:
    with closing(Raw(port, grip=4096)) as client:
        client.ask("GET", "/?file")
        started, received = time.monotonic(), 0
        with pytest.raises(ConnectionError):
            while received < len(LARGE):
                received += len(client.socket.recv(4096))
                assert received or elapsed(started) < 1
                time.sleep(0.01)
        assert 2 <= elapsed(started) < 5  # a second, and a second for so many bytes


def test_newcomer_takes_the_place_of_the_slowest(port: int) -> None:
    head = ("POST", "/api/", "Content-Length: 100")
    with many(port, 12) as slow:
        for client in slow:
            client.ask(*head, body=b"a")
        time.sleep(0.4)
        assert told(port, "POST", "/api/", "Content-Length: 1", body=b"b")["body"] == "b"
        response, content = slow[0].answer()
    assert (response.status, response.getheader("Retry-After")) == (503, "10")
    assert json.loads(content)["type"] == "/problems/busy"


def test_request_in_flight_ends_before_the_server(tmp_path: Path) -> None:
    with echoing(tmp_path) as (port, process), closing(Raw(port)) as client:
        client.ask("GET", "/?wait")
        time.sleep(WAIT_SECONDS / 3)
        process.send_signal(signal.SIGTERM)
        assert client.answer()[1] == b"1"
        assert process.wait(timeout=20) == 0
