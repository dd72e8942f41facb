"""The product's server as shipped, on a database of its own, and a client with one connection."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 180  # on a machine that does much else


class Server:
    """`manage.py serve` as its own processes, which can be killed and started again."""

    def __init__(
        self, port: int, *options: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self.port = port
        self._command = [sys.executable, "manage.py", "serve", "--port", str(port), *options]
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env=self._environment or os.environ,
            stdout=subprocess.DEVNULL,
        )
        limit = time.monotonic() + START_SECONDS
        while True:
            with suppress(OSError):
                Client(self.port).get("/api/v1/queue/")
                return
            if time.monotonic() > limit:
                self.stop()
                raise TimeoutError(f"the server did not answer within {START_SECONDS} s")
            time.sleep(0.1)

    def cpu_seconds(self) -> float:
        """Processor time of all its processes up to now."""
        assert self._process is not None
        return sum(_cpu_seconds(pid) for pid in (self._process.pid, *_family(self._process.pid)))

    def web_peak_mb(self) -> float:
        """The most memory that one of the web processes had up to now."""
        assert self._process is not None
        return max(_peak_mb(pid) for pid in _family(self._process.pid) if _is_web(pid))

    def kill_web(self) -> None:
        """Kill -9 of the web processes; the supervisor is to start them again."""
        assert self._process is not None
        for pid in _family(self._process.pid):
            if _is_web(pid):
                os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        """Kill -9 of everything at once, as a power cut does it."""
        assert self._process is not None
        for pid in (*_family(self._process.pid), self._process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End it in order."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=40)


def _family(pid: int) -> list[int]:
    """All processes below this one, the youngest generation first."""
    children = [
        int(child)
        for thread in Path(f"/proc/{pid}/task").iterdir()
        for child in (thread / "children").read_text().split()
    ]
    return [*(one for child in children for one in _family(child)), *children]


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # user and system


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return round(int(status.partition("VmHWM:")[2].split()[0]) / 1024, 1)


def _is_web(pid: int) -> bool:
    return b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes()


@contextmanager
def served(port: int) -> Iterator[Client]:
    """`manage.py serve` without the worker, until the block ends."""
    server = Server(port, "--no-worker")
    server.start()
    try:
        yield Client(port)
    finally:
        server.stop()


class Client:
    """One kept-alive connection, as a browser's."""

    def __init__(self, port: int, timeout: float = 120) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.send("GET", path, headers or {})

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Answer:
        try:
            self._connection.request(method, path, body, dict(headers))
            response = self._connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise

    def send_and_leave(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> None:
        """Send, and hang up without hearing the answer."""
        self._connection.request(method, path, body, dict(headers))
        self._connection.close()


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
