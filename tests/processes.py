"""Starts real child processes on the test's own database: to kill them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from benchmarks.stage.server import Server


def database_url() -> str:
    """The test database as a DATABASE_URL."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user = quote(str(database["USER"]), safe="")
    password = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    host = quote(str(database["HOST"] or "localhost"), safe="")
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{user}{password}@{host}{port}/{database['NAME']}"


def free_port() -> int:
    """A port that nothing uses: another run of the tests may have servers of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def shipped_server(folder: Path, **environment: str) -> Server:
    """The web server as shipped, not started yet, on the test's database; its files go to `folder`."""
    port = free_port()
    (folder / "static").mkdir()
    return Server(
        port,
        "--no-worker",
        environment={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "contest_platform.settings",
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "VAR_DIR": str(folder),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "LOG_LEVEL": "ERROR",
            **environment,
        },
    )


def start(*arguments: str, **environment: str) -> "subprocess.Popen[bytes]":
    """Starts `python ARGUMENTS` with the product's settings on the test's database."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "contest_platform.settings",
            "DATABASE_URL": database_url(),
            **environment,
        },
    )


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Waits for `condition`; fails the test when it does not come true in time."""
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "the condition did not come true in time"
        time.sleep(0.05)
