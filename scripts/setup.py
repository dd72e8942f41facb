"""Brings a machine to the state that `make run` or `make test` needs, and nothing twice.

    python3 scripts/setup.py run | test

Needs nothing but Python's standard library. Every step leaves a stamp with the hash of what it
was made from, so a second start touches neither package index nor network.
"""

import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
# What is installed for each aim: every package with its hash (`make lock`).
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-dev.lock"}

# Debian package -> the library that shows that it is there. WeasyPrint loads them by these names.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Runs a command; ends the setup with its status when it fails."""
    result = subprocess.run([str(part) for part in command], cwd=cwd, env=env)
    if result.returncode:
        sys.exit(f"✗ failed: {' '.join(str(part) for part in command)}")


# --- The system's packages ------------------------------------------------------------


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def postgres_installed() -> bool:
    return bool(shutil.which("initdb")) or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def chromium_installed() -> bool:
    return bool(shutil.which("chromium") or shutil.which("chromium-browser"))


def needed_packages() -> list[str]:
    packages = [package for package, name in LIBRARIES.items() if not has_library(name)]
    if not VENV.exists() and find_spec("ensurepip") is None:
        packages.append("python3-venv")
    return packages


def packages_for_tests() -> list[str]:
    packages = []
    if not chromium_installed():
        packages.append("chromium")
    if not postgres_installed():
        packages.append("postgresql")
    return packages


def apt_prefix() -> list[str] | None:
    """How packages may be installed here; None if they may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def install_packages(packages: list[str]) -> bool:
    """Installs Debian packages if that is permitted; tells whether it worked."""
    prefix = apt_prefix()
    if prefix is None:
        return False
    say(f"installing system packages: {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if subprocess.run(install, env=env, stdout=subprocess.DEVNULL).returncode == 0:
        return True
    subprocess.run([*prefix, "apt-get", "update", "-q"], env=env, stdout=subprocess.DEVNULL)
    return subprocess.run(install, env=env, stdout=subprocess.DEVNULL).returncode == 0


def set_up_system(*, tests: bool) -> None:
    needed = needed_packages()
    if needed and not install_packages(needed):
        sys.exit(
            "✗ These system packages are missing and could not be installed from here.\n"
            f"  Run:  sudo apt-get install {' '.join(needed)}\n"
            "  and then the same command again."
        )
    wanted = packages_for_tests() if tests else []
    if wanted and not install_packages(wanted):
        # The suites say themselves, in their last lines, what they could not run.
        say(f"not installed, and not permitted to: {' '.join(wanted)}")


# --- Python and the frontend ----------------------------------------------------------


def digest(paths: Iterable[Path], *more: str) -> str:
    """SHA-256 over the names and contents of files."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def set_up_python(*, tests: bool) -> None:
    if not (VENV / "bin" / "python").exists():
        say("creating .venv")
        run(sys.executable, "-m", "venv", VENV)
    stamp = VENV / "requirements.stamp.json"
    installed = json.loads(stamp.read_text()) if stamp.exists() else {}
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    expected = {aim: digest([lock], version) for aim, lock in LOCKS.items()}
    aim = "test" if tests else "run"
    if installed.get(aim) == expected[aim]:
        return
    say(f"installing Python packages from {LOCKS[aim].name}")
    pip = (VENV / "bin" / "python", "-m", "pip", "install", "-q", "--require-hashes")
    run(*pip, "-r", LOCKS[aim])
    done = {"run": expected["run"], aim: expected[aim]}
    stamp.write_text(json.dumps(done))


def sources() -> list[Path]:
    ignored = {"node_modules", "dist", "coverage"}
    return [
        path
        for folder in FRONTEND.iterdir()
        if folder.name not in ignored
        for path in (folder.rglob("*") if folder.is_dir() else [folder])
        if path.is_file()
    ]


def set_up_frontend() -> None:
    env = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    npm = VENV / "bin" / "npm"
    lock = digest([FRONTEND / "package-lock.json", FRONTEND / "package.json"])
    stamp = FRONTEND / "node_modules" / ".stamp"
    if not stamp.exists() or stamp.read_text() != lock:
        say("installing the frontend's packages")
        run(npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=FRONTEND, env=env)
        stamp.write_text(lock)
    build = digest(sources())
    stamp = ROOT / "var" / "frontend.stamp"
    page = FRONTEND / "dist" / "index.html"
    if not page.exists() or not stamp.exists() or stamp.read_text() != build:
        say("building the frontend")
        run(npm, "run", "--silent", "build", cwd=FRONTEND, env=env)
        run(VENV / "bin" / "python", "-m", "whitenoise.compress", "-q", FRONTEND / "dist")
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(build)


def main() -> None:
    if not (3, 11) <= sys.version_info < (3, 14):
        sys.exit(f"✗ Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}.")
    if len(sys.argv) != 2 or sys.argv[1] not in {"run", "test"}:
        sys.exit(__doc__)
    tests = sys.argv[1] == "test"
    set_up_system(tests=tests)
    set_up_python(tests=tests)
    set_up_frontend()


if __name__ == "__main__":
    main()
