"""A PostgreSQL of one's own for one command, in a temporary folder.

    python -m scripts.postgres COMMAND…

runs COMMAND with DATABASE_URL set to a fresh server on a Unix socket, and removes all of it
afterwards. Ends with COMMAND's status, or with 75 when no server could be started here.
Debian's package is enough; no running service is used or touched.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

UNAVAILABLE = 75  # EX_TEMPFAIL
USER = "contest"

# The data lives for one test run: safety against a power cut is not paid for.
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "listen_addresses=",
)
SAFE_OPTIONS = ("listen_addresses=",)


class Unavailable(Exception):
    """PostgreSQL cannot be run here; the text says why."""


def binaries() -> Path:
    """The folder of initdb and pg_ctl, of the newest version installed."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: float(path.parts[-3])).parent
    if command := shutil.which("initdb"):
        return Path(command).resolve().parent
    raise Unavailable("PostgreSQL is not installed (Debian: apt install postgresql)")


def as_user() -> list[str]:
    """What must stand before a command: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return ["runuser", "-u", name, "--"]
    raise Unavailable("running as root, and there is no other user to run PostgreSQL as")


@contextmanager
def server(*, safe: bool = False) -> Iterator[str]:
    """Starts a server; gives its DATABASE_URL. Raises `Unavailable`.

    A safe one waits for its disk as one in earnest does: what is measured there is true.
    """
    folder = binaries()
    prefix = as_user()
    home = Path(tempfile.mkdtemp(prefix="contest-pg-"))
    data, log = home / "data", home / "log"
    if prefix:
        shutil.chown(home, prefix[2])

    def call(*command: str) -> None:
        result = subprocess.run(
            [*prefix, *command], cwd=home, capture_output=True, text=True, timeout=120
        )
        if result.returncode:
            told = log.read_text() if log.exists() else result.stderr
            raise Unavailable(f"{Path(command[0]).name} failed: {told.strip()[-500:]}")

    try:
        call(
            f"{folder}/initdb", f"--pgdata={data}", f"--username={USER}", "--auth=trust",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        chosen = (*(SAFE_OPTIONS if safe else OPTIONS), f"unix_socket_directories={home}")
        options = " ".join(f"-c {option}" for option in chosen)
        call(
            f"{folder}/pg_ctl",
            f"--pgdata={data}",
            f"--log={log}",
            "--wait",
            f"--options={options}",
            "start",
        )
        try:
            yield f"postgres://{USER}@{quote(str(home), safe='')}/postgres"
        finally:
            call(f"{folder}/pg_ctl", f"--pgdata={data}", "--mode=immediate", "--wait", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    try:
        with server() as url:
            return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode
    except Unavailable as reason:
        print(f"✗ {reason}", file=sys.stderr)
        return UNAVAILABLE


if __name__ == "__main__":
    sys.exit(main())
