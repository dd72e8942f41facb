"""The product's server as shipped, on a database of its own, and a client with one connection."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def served(port: int) -> Iterator[Client]:
    """`manage.py serve` without the worker, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--no-worker", "--port", str(port)],
        cwd=ROOT,
        env=os.environ,
        stdout=subprocess.DEVNULL,
    )
    try:
        client = Client(port)
        limit = time.monotonic() + 60
        while True:
            with suppress(OSError):
                client.get("/benchmark/empty/")
                break
            if time.monotonic() > limit:
                raise TimeoutError("the server did not answer within a minute")
            time.sleep(0.1)
        yield client
    finally:
        process.terminate()
        process.wait(timeout=40)


class Client:
    """One kept-alive connection, as a browser's."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.send("GET", path, headers or {})

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Answer:
        try:
            self._connection.request(method, path, body, dict(headers))
            response = self._connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        except OSError:
            self._connection.close()
            raise


class Answer:
    """Status, headers and the body as it came over the wire."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    def expect(self, status: int) -> Answer:
        if self.status != status:
            raise AssertionError(f"{self.status} instead of {status}: {self.body[:500]!r}")
        return self


def seconds(act: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def medians(
    repeat: int, *acts: Callable[[], object], before: Callable[[], object] | None = None
) -> list[float]:
    """Each act's median wall time in seconds; the acts take turns, so that noise meets all alike."""
    times: list[list[float]] = [[] for _ in acts]
    for _ in range(repeat):
        for own, act in zip(times, acts, strict=True):
            if before is not None:
                before()
            own.append(seconds(act))
    return [median(own) for own in times]
