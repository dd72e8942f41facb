"""The Python packages: their lock, the imports that need them, and their licences.

    python -m scripts.dependencies [all | PACKAGE…]

writes the locks (`make lock`). What they hold already keeps its version, except the packages that
are named. The checks (`make check`) need no network.
"""

import hashlib
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from scripts.setup import LOCKS, ROOT, VENV

OLDEST_PYTHON = "3.11"
# Lock -> what it is made from. The one for tests holds the same versions as the one to run.
INPUTS = {
    LOCKS["run"]: (ROOT / "requirements.txt",),
    LOCKS["test"]: (ROOT / "requirements.txt", ROOT / "requirements-dev.txt", LOCKS["run"]),
}
STAMP = "# Inputs: sha256:"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==(\S+)", re.MULTILINE)

_COPYLEFT = re.compile(r"(?<!L)GPL|GNU (Affero )?General Public", re.IGNORECASE)
# What the metadata leaves open, and what the licence's text in the package says.
REVIEWED = {
    "pyphen": "GPL-2.0-or-later or LGPL-2.1-or-later or MPL-1.1, at our choice",
    "pysqlite3": "zlib",
}


# --- The locks ------------------------------------------------------------------------


def write_locks(upgrade: list[str]) -> None:
    """Resolves every package, for each Python from the oldest on and each machine, with hashes."""
    chosen = [part for name in upgrade for part in ("--upgrade-package", name)]
    if upgrade == ["all"]:
        chosen = ["--upgrade"]
    for lock, inputs in INPUTS.items():
        constraints = [part for path in inputs if path in INPUTS for part in ("-c", path.name)]
        sources = [path.name for path in inputs if path not in INPUTS]
        subprocess.run(
            [
                *(VENV / "bin" / "uv", "pip", "compile", "--quiet", "--universal"),
                *("--python-version", OLDEST_PYTHON, "--no-python-downloads"),
                *("--generate-hashes", "--custom-compile-command", "make lock", *chosen),
                *(*constraints, "--output-file", lock.name, *sources),
            ],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        lock.write_text(f"{STAMP}{_digest(inputs)}\n{lock.read_text()}")


def _digest(paths: tuple[Path, ...]) -> str:
    """SHA-256 over all lines that are no comments."""
    lines = (line for path in paths for line in path.read_text().splitlines())
    return hashlib.sha256("\n".join(x for x in lines if x[:1] != "#").encode()).hexdigest()


def pins(path: Path) -> set[tuple[str, str]]:
    """(name, version) of every package that a file pins; names as the index compares them."""
    found = _PIN.findall(path.read_text())
    return {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in found}


def stale_locks() -> list[str]:
    """What is wrong with the locks, measured by the requirements."""
    problems = []
    for lock, inputs in INPUTS.items():
        if not lock.read_text().startswith(f"{STAMP}{_digest(inputs)}\n"):
            problems.append(f"{lock.name} was made from other requirements: run `make lock`.")
        missing = {pin for path in inputs for pin in pins(path)} - pins(lock)
        problems += [f"{lock.name} lacks {name}=={version}" for name, version in sorted(missing)]
    return problems


# --- Imports and licences -------------------------------------------------------------


def undeclared_imports() -> list[str]:
    """Runs deptry: on everything, and on the product, which imports nothing of the tests'."""
    product = ("--optional-dependencies-dev-groups", "dev", "--extend-exclude", "benchmarks|tests")
    return [
        f"deptry complains about {name}."
        for name, options in {"everything": (), "the product": product}.items()
        if subprocess.run([VENV / "bin" / "deptry", ".", *options], cwd=ROOT).returncode
    ]


def stale_exceptions() -> list[str]:
    """Exceptions from deptry's rule on unused packages, for packages that nobody declares."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    excepted = set(project["tool"]["deptry"]["per_rule_ignores"]["DEP002"])
    files = (path for path in INPUTS[LOCKS["test"]] if path not in INPUTS)
    declared = {name for path in files for name, _ in pins(path)}
    return [f"pyproject.toml excepts {name}: undeclared" for name in sorted(excepted - declared)]


def licence(package: str) -> str:
    """What a package's metadata say of its licence; "" if nothing. Some hold the whole text."""
    try:
        told = metadata(package)
    except PackageNotFoundError:  # another platform's
        return "not installed"
    fields = [told.get_all(name) or [] for name in ("License-Expression", "License", "Classifier")]
    expressions, texts, classifiers = fields
    return "; ".join([*expressions, *texts, *(c for c in classifiers if c.startswith("License"))])


def unfit_licences() -> list[str]:
    """Packages of the run time under the GPL or AGPL, or under nobody knows what."""
    found = {name: licence(name) for name, _ in pins(LOCKS["run"]) if name not in REVIEWED}
    return [
        f"{name}: licence {text[:200] or 'unknown'}; read it, then change the package or REVIEWED."
        for name, text in sorted(found.items())
        if not text or _COPYLEFT.search(text)
    ]


def are_in_order() -> bool:
    """All checks; prints what fails."""
    problems = [*stale_locks(), *stale_exceptions(), *undeclared_imports(), *unfit_licences()]
    print("\n".join(problems) or "Locks, imports and licences are in order.")
    return not problems


if __name__ == "__main__":
    write_locks(sys.argv[1:])
