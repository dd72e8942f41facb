"""The empty, migrated database that test runs begin from: made once, then copied.

    python -m tests.database

makes the one of DATABASE_URL beforehand.

Migrating takes seconds, and every worker of a run would do the same. A database of SQLite is a file
in var/tests/, one of PostgreSQL stands on its server as a template. Their name carries a digest of
all that makes tables, so that one of older code is never used.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connections

from scripts.house import PRODUCT
from scripts.setup import ROOT, digest

_FOLDER = ROOT / "var" / "tests"


def begin_from_template() -> None:
    """Sets the default database up to be created as a copy. Before Django creates it."""
    database = settings.DATABASES["default"]
    name = f"migrated_{digest(_makers())[:16]}"
    if database["ENGINE"] == "common.sqlite":
        shutil.copyfile(_file(name), database["TEST"]["NAME"])
    else:
        _make_on_server(database, name)
        database["TEST"]["TEMPLATE"] = name


def _makers() -> list[Path]:
    """The files that decide which tables there are and what stands in them at first."""
    files = [
        path
        for app in PRODUCT
        for path in (ROOT / app).rglob("*.py")
        if {"migrations", "models"} & set(path.parts) or "models" in path.stem
    ]
    return [*files, ROOT / "contest_platform" / "settings.py", ROOT / "requirements.txt"]


def _file(name: str) -> Path:
    """The template of SQLite; made if it is not there, and older ones removed."""
    made = _FOLDER / f"{name}.sqlite3"
    with _alone("sqlite"):
        if not made.exists():
            for old in _FOLDER.glob("*.sqlite3*"):
                old.unlink()
            draft = made.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            _migrate(f"sqlite:///{draft}")
            draft.rename(made)
    return made


def _make_on_server(database: dict[str, Any], name: str) -> None:
    """The template of PostgreSQL, if it is not there."""
    login = {"user": database["USER"], "password": database["PASSWORD"], "host": database["HOST"],
             "port": database["PORT"] or 5432}  # fmt: skip
    draft = f"{name}_draft"
    with _alone("postgres"), psycopg.connect(dbname="postgres", autocommit=True, **login) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        server.execute(f'DROP DATABASE IF EXISTS "{draft}"')
        server.execute(f'CREATE DATABASE "{draft}"')
        user, password, host = (quote(str(login[part] or ""), safe="") for part in
                                ("user", "password", "host"))  # fmt: skip
        _migrate(f"postgres://{user}:{password}@{host}:{login['port']}/{draft}")
        server.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "contest_platform.settings",
            "DATABASE_URL": url,
            "SECRET_KEY": "of a database without secrets",
        },
        check=True,
    )


@contextmanager
def _alone(engine: str) -> Iterator[None]:
    """One worker makes the template, the others wait for it."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with (_FOLDER / f"{engine}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    assert connections.settings  # completes DATABASES, as the start of a test run does
    begin_from_template()
