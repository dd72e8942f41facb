"""Runs all suites: the frontend's, the database's on PostgreSQL, and everything on SQLite.

    python -m scripts.test

The last line is pytest's for the whole suite on SQLite, unless something could not be run here:
then that is said after it.
"""

import os
import subprocess
import sys

from scripts.postgres import UNAVAILABLE
from scripts.setup import FRONTEND, ROOT, VENV, chromium_installed

# Files go to the workers in the order of tests/conftest.py, not by their number of tests.
PARALLEL = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
PYTEST = (sys.executable, "-m", "pytest", *PARALLEL)


def run(title: str, *command: str, **options: object) -> int:
    print(f"\n== {title}", flush=True)
    return subprocess.run(command, **options).returncode  # type: ignore[call-overload,no-any-return]


def main() -> int:
    without_url = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    without_url["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    missing = []
    frontend = run("Frontend", "npm", "test", "--silent", cwd=FRONTEND, env=without_url)
    postgres = run(
        "PostgreSQL: all that touches the database",
        *(sys.executable, "-m", "scripts.postgres", *PYTEST, "-m", "database and not e2e"),
        cwd=ROOT,
        env=without_url,
    )
    if postgres == UNAVAILABLE:
        missing.append("PostgreSQL could not be run here: the suite ran on SQLite only.")
        postgres = 0
    sqlite = run("SQLite: everything", *PYTEST, cwd=ROOT, env=without_url)
    if not chromium_installed():
        missing.append("Chromium is missing: the browser tests were skipped.")
    if frontend or postgres:
        names = [
            name for name, status in (("frontend", frontend), ("PostgreSQL", postgres)) if status
        ]
        missing.insert(0, f"FAILED above: {', '.join(names)}.")
    for line in missing:
        print(line, flush=True)
    return 1 if frontend or postgres or sqlite else 0


if __name__ == "__main__":
    sys.exit(main())
