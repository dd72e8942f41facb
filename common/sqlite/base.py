"""SQLite where the writers of one process wait for each other in Python, not in SQLite.

SQLite lets one connection write and has the others poll with growing pauses; with eight threads
the unlucky one waits long (measured: worst wait 788 ms, behind a lock in the process 133 ms).
So a transaction takes a lock of the process before BEGIN IMMEDIATE and gives it back at commit or
rollback, and a single write outside a transaction takes it while it runs. Other processes still
meet at SQLite's own lock. A statement that takes longer than the option `statement_seconds` is
interrupted, as PostgreSQL's statement_timeout does. Use with `transaction_mode` IMMEDIATE. Connections also know PLAIN, for `common.search`; the engine
changes nothing else.

The type stubs do not know the private methods that are overridden here.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from common.text import plain

_STEPS_BETWEEN_LOOKS = 100_000
"""Of SQLite's machine, about a millisecond: so often it is asked whether a statement takes too long."""

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def _plain(value: str | None) -> str | None:
    return None if value is None else plain(value)


def _close_to_others(database: Path) -> None:
    """Lets only the owner read the file, made here if need be; SQLite gives its mode to the log.

    The log of a database that was more open keeps its mode, so that one is closed as well.
    """
    if str(database).startswith((":memory:", "file:")):
        return
    if not database.exists():
        database.touch(mode=0o600)
    for path in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        try:
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)
        except (FileNotFoundError, PermissionError):
            continue  # the last connection took the log away; or it belongs to somebody else


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that takes the lock for a write in autocommit mode."""

    wrapper: "DatabaseWrapper"

    def execute(self, query: str, params: Any = None) -> Any:
        self.wrapper.started_at = time.monotonic()
        with self.wrapper.write_lock_for(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        self.wrapper.started_at = time.monotonic()
        with self.wrapper.write_lock_for(query):
            return super().executemany(query, param_list)


class DatabaseWrapper(base.DatabaseWrapper):
    """Holds the lock of its database file from BEGIN to COMMIT or ROLLBACK.

    The lock belongs to the connection, not to the thread: test servers share one connection.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._holds_write_lock = False
        self.started_at = 0.0  # of the latest statement

    @property
    def _write_lock(self) -> threading.Lock:
        return _locks[str(self.settings_dict["NAME"])]

    def _acquire_write_lock(self) -> None:
        timeout = self.settings_dict["OPTIONS"].get("timeout", 5)
        if not self._write_lock.acquire(timeout=timeout):
            raise OperationalError("database is locked")
        self._holds_write_lock = True

    def _release_write_lock(self) -> None:
        if self._holds_write_lock:
            self._holds_write_lock = False
            self._write_lock.release()

    @contextmanager
    def write_lock_for(self, query: str) -> Iterator[None]:
        """Holds the lock while `query` runs, if it writes outside a transaction."""
        if self._holds_write_lock or not query.lstrip().upper().startswith(_WRITES):
            yield
            return
        self._acquire_write_lock()
        try:
            yield
        finally:
            self._release_write_lock()

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params.pop("statement_seconds", None)  # ours, not SQLite's
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        _close_to_others(Path(conn_params["database"]))
        connection = super().get_new_connection(conn_params)
        if limit := self.settings_dict["OPTIONS"].get("statement_seconds"):
            connection.set_progress_handler(
                lambda: time.monotonic() - self.started_at > limit, _STEPS_BETWEEN_LOOKS
            )
        connection.create_function("PLAIN", 1, _plain, deterministic=True)
        return connection

    def create_cursor(self, name: str | None = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self._acquire_write_lock()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._release_write_lock()
            raise

    def _commit(self) -> None:
        # After a failed commit Django rolls back, so only a good one gives the lock back.
        super()._commit()  # type: ignore[misc]
        self._release_write_lock()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._release_write_lock()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._release_write_lock()
