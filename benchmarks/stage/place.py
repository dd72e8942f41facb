"""Where a measurement takes place: a temporary database, empty and migrated, with Django set up."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.stage.server import ROOT
from scripts import postgres

DATABASES = ("sqlite", "postgres")
SETTINGS = "contest_platform.settings"


def on_own_database(
    run: Callable[[], int], *, database: str, port: int, settings: str = SETTINGS
) -> int:
    """What `run` returns; PostgreSQL waits for its disk as one in earnest does.

    The environment then says where the database is, to a server on `port` too.
    """
    try:
        with _database(database) as (folder, url):
            os.environ |= {
                "DJANGO_SETTINGS_MODULE": settings,
                "VAR_DIR": folder,
                "PUBLIC_URL": f"http://127.0.0.1:{port}",
                "DATABASE_URL": url,
                "LOG_LEVEL": "ERROR",
            }
            migrate = [sys.executable, "manage.py", "migrate", "-v", "0"]
            subprocess.run(migrate, cwd=ROOT, check=True)
            import django  # when the environment says which settings

            django.setup()
            return run()
    except postgres.Unavailable as reason:
        print(f"✗ {reason}", file=sys.stderr)
        return postgres.UNAVAILABLE


@contextmanager
def _database(kind: str) -> Iterator[tuple[str, str]]:
    """A folder for files, and the database's address."""
    with tempfile.TemporaryDirectory(prefix="contest-bench-") as folder:
        (Path(folder) / "static").mkdir()
        if kind == "sqlite":
            yield folder, f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        else:
            with postgres.server(safe=True) as url:
                yield folder, url
