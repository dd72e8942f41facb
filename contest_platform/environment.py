"""Reads the settings that an installation may change from the environment.

Holds only how a variable is read and which default it has; it never imports Django.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

# A request that waits for a lock, or computes, keeps a thread from everybody: it is answered 503
# instead. The worker and commands wait longer, and compute as long as they need.
WEB_LIMITS = {"DATABASE_LOCK_SECONDS": "3", "DATABASE_STATEMENT_SECONDS": "20"}


def sqlite_options() -> dict[str, Any]:
    """FULL: with NORMAL a power cut loses acknowledged commits. IMMEDIATE: a transaction that reads
    and then writes fails under DEFERRED as soon as another one wrote in between."""
    lock, statement = _limits()
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": lock,
        "statement_seconds": statement,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0;"
            f" PRAGMA busy_timeout={lock * 1000:.0f}"
        ),
    }


def postgres_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """A score's write asks the same fifteen queries each time: planned once a connection, they take
    half as long."""
    lock, statement = _limits()
    limits = f"-c lock_timeout={lock * 1000:.0f} -c statement_timeout={statement * 1000:.0f}"
    own = {"server_side_binding": True, "prepare_threshold": 5}
    return {**own, **given, "options": f"{limits} {given.get('options', '')}".strip()}


def _limits() -> tuple[float, float]:
    """Seconds to wait for a lock and for a statement; 0 seconds of a statement: no limit."""
    return (
        float(os.environ.get("DATABASE_LOCK_SECONDS", "20")),
        float(os.environ.get("DATABASE_STATEMENT_SECONDS", "0")),
    )


def flag(name: str, *, default: bool = False) -> bool:
    """A switch: 1, true, yes and on are true; anything else is false."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def megabytes(name: str, default: int) -> int:
    """A number of megabytes, in bytes."""
    return int(os.environ.get(name, default)) * 1_000_000


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list."""
    value = os.environ.get(name)
    if value is None:
        return default
    return [word.strip() for word in value.split(",") if word.strip()]


def secret_key() -> str:
    """`SECRET_KEY`, or one that is made at the first start and kept in var/."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # atomic: of two processes that start at once, one wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def database() -> dict[str, Any]:
    """`DATABASE_URL` as a Django database; without it SQLite in var/."""
    default = f"sqlite:///{VAR_DIR / 'contest.sqlite3'}"
    config: dict[str, Any] = dict(
        dj_database_url.parse(os.environ.get("DATABASE_URL") or default, conn_max_age=None)
    )
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["ENGINE"] = "common.sqlite"
        config["OPTIONS"] = sqlite_options() | config.get("OPTIONS", {})
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    else:
        # A connection that lives for ever must notice that the server was restarted.
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = postgres_options(config.get("OPTIONS", {}))
    return config
