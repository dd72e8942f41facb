"""`manage.py serve`: the web server and the worker, kept alive until SIGTERM or Ctrl-C.

One web process (SQLite wants all writers in one process), which takes requests in as
`contest_platform.serving` says, and one worker that stands back behind it. A child that dies is
started again.
"""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contest_platform.environment import WEB_LIMITS

_GRACE_SECONDS = 20  # for requests and jobs in flight
_PAUSE_MAX_SECONDS = 30
_STABLE_SECONDS = 60  # who lived so long is started again at once
_CONNECTIONS = 10_000  # at once; a browser keeps its own open between two polls of a board
_OWN_FILES = 2000  # besides: the database's, the program's, bodies and answers under way
_PR_SET_PDEATHSIG = 1  # Linux, prctl(2)


def _end_with_parent() -> None:
    """In a child before exec: end by SIGTERM when the supervisor itself is killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One supervised process and how often it failed in a row."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    start_after: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=settings.BASE_DIR,
            env={**self.environment, **os.environ},
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which ends all in order
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )

    def note_death(self) -> float:
        """Plans the next start; returns the pause in seconds."""
        # What the dead one had started must not go on serving beside its successor.
        self.kill()
        now = time.monotonic()
        self.failures = 0 if now - self.started_at > _STABLE_SECONDS else self.failures + 1
        pause = min(0.5 * 2**self.failures, _PAUSE_MAX_SECONDS) if self.failures else 0.0
        self.start_after = now + pause
        self.process = None
        return pause

    def kill(self) -> None:
        """Ends the process and all that it started, at once."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Command(BaseCommand):
    help = "Serves the product: web server and background worker."
    # They import every view, which the supervisor itself needs not; `make check` runs them.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-worker", action="store_true", help="the web server only")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        _check_cache()
        _check_port(host, port)
        children = [Child("web", _web_command(host, port), WEB_LIMITS)]
        if not options["no_worker"]:
            children.append(Child("worker", [sys.executable, "manage.py", "work"]))
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write(f"Serving at http://{host}:{port}/ — Ctrl-C ends it.")
        if host not in {"127.0.0.1", "::1", "localhost"}:
            names = ", ".join(settings.ALLOWED_HOSTS)
            self.stdout.write(f"It answers to these names only (ALLOWED_HOSTS): {names}")
        self.stdout.flush()
        try:
            self._supervise(children, stop)
        finally:
            _end(children)

    def _supervise(self, children: list[Child], stop: threading.Event) -> None:
        while not stop.is_set():
            for child in children:
                if child.process is None:
                    if time.monotonic() >= child.start_after:
                        child.start()
                elif (status := child.process.poll()) is not None:
                    pause = child.note_death()
                    self.stderr.write(
                        f"The {child.name} process ended with {status}; again in {pause:.0f} s."
                    )
            stop.wait(0.2)


def _web_command(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "contest_platform.rsgi:server", "--factory"),
        *("--interface", "rsgi", "--host", host, "--port", str(port)),
        # HTTP/2 reaches us through no proxy, and has ways of its own to be slow.
        *("--workers", "1", "--http", "1", "--no-ws"),
        *("--http1-header-read-timeout", str(int(settings.HEADER_SECONDS * 1000))),
        # Of a connection: a head, and what of an answer waits to be read.
        *("--http1-buffer-size", str(64 * 1024), "--runtime-blocking-threads", "8"),
        # Backpressure counts open connections: beyond it nobody new gets in, judges neither.
        *("--backlog", "2048", "--backpressure", str(_connections())),
        *("--workers-kill-timeout", str(_GRACE_SECONDS - 5), "--log-level", "error"),
    ]


def _connections() -> int:
    """How many may be open, as far as the system allows so many files; asks for what it allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + _OWN_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return _CONNECTIONS if soft == resource.RLIM_INFINITY else min(_CONNECTIONS, soft - _OWN_FILES)


def _check_cache() -> None:
    """A shared cache that does not answer would fail each sign-in instead."""
    try:
        cache.get("serve")
    except Exception as error:  # of whatever library the cache is by
        raise CommandError(
            f"The cache of REDIS_URL cannot be used ({error}); start it, correct REDIS_URL, or run without it."
        ) from error


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"{host}:{port} cannot be used ({error.strerror}); choose another: PORT=8001 make run"
            ) from error


def _end(children: list[Child]) -> None:
    """Ends all children: first asked to, then killed with all they started."""
    for child in children:
        if child.process:
            child.process.terminate()
    limit = time.monotonic() + _GRACE_SECONDS
    for child in children:
        if child.process:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=max(0.0, limit - time.monotonic()))
        child.kill()
