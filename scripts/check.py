"""Runs every static check, all of them even when one fails, and names those that did.

python -m scripts.check
"""

import difflib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts import dependencies
from scripts.setup import FRONTEND, ROOT, VENV

OPENAPI = ROOT / "docs" / "openapi.yaml"


def command(*parts: str, cwd: Path = ROOT) -> Callable[[], bool]:
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return lambda: subprocess.run(parts, cwd=cwd, env={**os.environ, "PATH": path}).returncode == 0


def openapi_is_current() -> bool:
    """Whether the committed description is what the code describes."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.yaml"
        write = (sys.executable, "manage.py", "spectacular", "--file", str(fresh), "--validate")
        if not command(*write)():
            return False
        committed = OPENAPI.read_text() if OPENAPI.exists() else ""
        changes = list(
            difflib.unified_diff(
                committed.splitlines(), fresh.read_text().splitlines(), "committed", "code", n=1
            )
        )
    if changes:
        print("\n".join(changes[:60]))
        print("docs/openapi.yaml is not what the code describes: run `make openapi`.")
    return not changes


CHECKS: dict[str, Callable[[], bool]] = {
    "ruff": command("ruff", "check", "."),
    "format": command("ruff", "format", "--check", "."),
    "house": command(sys.executable, "-m", "scripts.house"),
    "types": command("mypy"),
    "imports": command("lint-imports"),
    "dependencies": dependencies.are_in_order,
    "django": command(sys.executable, "manage.py", "check", "--fail-level", "WARNING"),
    "migrations": command(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"),
    "openapi": openapi_is_current,
    "frontend lint": command("npm", "run", "--silent", "lint", cwd=FRONTEND),
    "frontend format": command("npm", "run", "--silent", "format:check", cwd=FRONTEND),
    "frontend": command("npm", "run", "--silent", "build", cwd=FRONTEND),
    "size": command("npm", "run", "--silent", "size", cwd=FRONTEND),
}


def main() -> int:
    failed, seconds = [], {}
    for name, check in CHECKS.items():
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        if not check():
            failed.append(name)
        seconds[name] = time.monotonic() - began
    slowest = sorted(seconds.items(), key=lambda pair: -pair[1])[:3]
    longest = ", ".join(f"{name} {each:.0f}" for name, each in slowest)
    print(f"\n{sum(seconds.values()):.0f} seconds, of these {longest}")
    print(f"Failed checks: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
