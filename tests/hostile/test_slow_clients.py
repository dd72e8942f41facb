"""Slow clients against `manage.py serve` as shipped, its deadlines lowered: others are served.

Each kind comes with more connections than there are threads.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from benchmarks.stage.field import sign_in
from submissions.models import Attachment
from tests.factories.accounts import make_user
from tests.factories.contests import make_contest
from tests.factories.submissions import make_entry
from tests.processes import shipped_server
from tests.raw import Raw, chunked, elapsed, many

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

CLIENTS = 12
PROMPT_SECONDS = 2  # the slow hold on for longer
UNREAD_SECONDS = 2
FILE_BYTES = 15_000_000
MB = 1024 * 1024
UPLOAD = "/api/v1/attachments/"


@dataclass(frozen=True)
class Served:
    port: int
    folder: Path

    def refuses_promptly(self, client: Raw) -> tuple[int, dict[str, str]]:
        started = time.monotonic()
        response, content = client.answer()
        assert elapsed(started) < PROMPT_SECONDS
        return response.status, json.loads(content)

    def answers_promptly(self) -> bool:
        """A page of the API that asks who it is."""
        started = time.monotonic()
        with closing(Raw(self.port)) as client:
            status = client.ask("GET", "/api/v1/queue/").answer()[0].status
        return status == 401 and elapsed(started) < PROMPT_SECONDS


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("slow")
    server = shipped_server(
        folder, HEADER_SECONDS="3", BODY_SECONDS="3", UNREAD_SECONDS=str(UNREAD_SECONDS)
    )
    server.start()
    try:
        yield Served(server.port, folder)
    finally:
        server.stop()


def _half_head(client: Raw) -> None:
    client.socket.sendall(b"POST /api/v1/scoresheets/1/ HTTP/1.1\r\nHost: localhost\r\n")


def _one_byte(client: Raw) -> None:
    client.ask("PUT", "/api/v1/scoresheets/1/", "Content-Length: 100", body=b"{")


def _half_chunk(client: Raw) -> None:
    header = "Transfer-Encoding: chunked"
    client.ask("POST", "/admin/login/", "Accept-Language: en", header, body=b"9\r\nuser")


def _too_slow(client: Raw) -> dict[str, str]:
    response, content = client.answer()
    assert response.getheader("Content-Type") == "application/problem+json"
    return json.loads(content)  # type: ignore[no-any-return]


def test_slow_requests_keep_nobody_waiting_and_are_refused_in_words(served: Served) -> None:
    with many(served.port, 3 * CLIENTS) as clients:
        heads, bytes_, chunks = (clients[kind::3] for kind in range(3))
        for act, group in ((_half_head, heads), (_one_byte, bytes_), (_half_chunk, chunks)):
            for client in group:
                act(client)
        assert served.answers_promptly()
        assert _too_slow(bytes_[0]) == {
            "type": "/problems/too-slow",
            "title": "Gửi quá chậm",
            "status": 408,
            "detail": "Nội dung gửi lên đến quá chậm; hãy kiểm tra mạng rồi gửi lại.",
        }
        assert _too_slow(chunks[0]) == {
            "type": "/problems/too-slow",
            "title": "Too slow",
            "status": 408,
            "detail": "The body came in too slowly; check the network and send it again.",
        }
        assert all(client.ends_within(10) for client in clients)


@pytest.fixture
def film(served: Served) -> str:
    """The address of a large file that everybody may fetch."""
    (served.folder / "media" / "film.mp4").write_bytes(bytes(FILE_BYTES))
    attachment = Attachment.objects.create(
        entry=make_entry(make_contest()),
        name="film.mp4",
        media_type="video/mp4",
        size_bytes=FILE_BYTES,
        sha256=sha256(bytes(FILE_BYTES)).hexdigest(),
        file="film.mp4",
        public=True,
    )
    return f"{UPLOAD}{attachment.pk}/file/"


def test_unread_downloads_keep_nobody_waiting_and_end(served: Served, film: str) -> None:
    with many(served.port, CLIENTS, grip=4096) as clients:
        for client in clients:
            client.ask("GET", film)
            assert client.socket.recv(12) == b"HTTP/1.1 200"
        assert served.answers_promptly()
        with closing(Raw(served.port)) as reader:
            assert reader.ask("GET", film).answer()[1] == bytes(FILE_BYTES)
        time.sleep(UNREAD_SECONDS + 1.5)
        for client in clients:
            with pytest.raises(ConnectionError):  # what had left is there, no more
                while client.socket.recv(MB):
                    pass


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("PUT", "/api/v1/scoresheets/1/", 5 * MB),
        ("POST", "/api/v1/certificate-images/", 5 * MB),
        ("GET", "/api/v1/queue/", 5 * MB),
        ("POST", UPLOAD, 513 * MB),
        ("POST", "/admin/login/", 5 * MB),
        ("POST", "/_allauth/browser/v1/auth/login", 128 * 1024),
        ("POST", "/", 16 * 1024),
    ],
)
def test_body_above_the_cap_is_refused_before_it_comes(
    served: Served, method: str, path: str, most: int
) -> None:
    with many(served.port, 2) as (larger, largest):
        larger.ask(method, path, "Accept-Language: en", f"Content-Length: {most + 1}")
        status, problem = served.refuses_promptly(larger)
        assert (status, problem["type"]) == (413, "/problems/too-large")
        assert f" {most / MB:.3g} MB" in problem["detail"]
        largest.ask(method, path, f"Content-Length: {most}", "Expect: 100-continue")
        # Asked for, or refused to a stranger; not for its size.
        assert largest.socket.recv(12) in (b"HTTP/1.1 100", b"HTTP/1.1 401")


def test_chunked_body_is_counted(served: Served) -> None:
    with closing(Raw(served.port)) as client:
        parts = [bytes(32 * 1024)] * 5
        header = "Transfer-Encoding: chunked"
        client.ask("POST", "/_allauth/browser/v1/auth/login", header, body=chunked(*parts, end=b""))
        status, problem = served.refuses_promptly(client)
    assert (status, problem["type"]) == (413, "/problems/too-large")


def test_stranger_has_no_file_taken_in(served: Served) -> None:
    kind = "Content-Type: multipart/form-data; boundary=limit"
    with many(served.port, 3) as (stranger, forger, pupil):
        stranger.ask("POST", UPLOAD, kind, f"Content-Length: {10 * MB}")
        assert served.refuses_promptly(stranger)[0] == 401
        forger.ask("POST", UPLOAD, kind, "Transfer-Encoding: chunked", "Cookie: sessionid=abc")
        assert served.refuses_promptly(forger)[0] == 401
        cookie = f"Cookie: sessionid={sign_in(make_user())}"
        pupil.ask(
            "POST", UPLOAD, kind, f"Content-Length: {10 * MB}", cookie, "Expect: 100-continue"
        )
        assert pupil.socket.recv(12) == b"HTTP/1.1 100"
        pupil.socket.sendall(bytes(MB))
        assert served.answers_promptly()
    assert list((served.folder / "media" / "incoming").iterdir()) == []
