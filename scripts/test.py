"""Runs the suites, and says at the end how long each took and which tests were slowest.

    python -m scripts.test          what `make test` runs
    python -m scripts.test --all    what `make test-all` runs: the long ones too

The last line counts the tests of all suites, unless something could not be run here: then that is
said after it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from scripts.postgres import Unavailable, server
from scripts.setup import FRONTEND, ROOT, VENV, chromium_installed

REPORTS = ROOT / "var" / "tests" / "reports"
PLACES = ROOT / "var" / "tests" / "places"
SLOWEST = 10
WORKERS = str(max(2, min(os.cpu_count() or 2, 8)) + 1)

# Files go to the workers in the order of tests/conftest.py, not by their number of tests.
PYTEST = (
    *(sys.executable, "-m", "pytest", "-rs", "-n", WORKERS),
    *("--dist", "loadfile", "--no-loadscope-reorder"),
    *("-o", "junit_duration_report=total"),
)


@dataclass(frozen=True, slots=True)
class Suite:
    """One command; `report` is the JUnit file that it writes, where it counts tests."""

    name: str
    command: Sequence[str]
    report: str = ""
    folder: Path = ROOT
    postgres: bool = False
    environment: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a suite: seconds of wall time, counts, and each test with its seconds."""

    suite: Suite
    status: int
    seconds: float
    failed: tuple[str, ...]
    skipped: int
    tests: tuple[tuple[float, str], ...]


def pytest(name: str, report: str, *choice: str, postgres: bool = False, **more: str) -> Suite:
    command = (*PYTEST, f"--junitxml={REPORTS / report}", *choice)
    return Suite(name, command, report, postgres=postgres, environment=more)


FRONTEND_SUITE = Suite(
    "Frontend",
    (
        *("npm", "test", "--silent", "--", "--reporter=default", "--reporter=junit"),
        f"--outputFile.junit={REPORTS / 'frontend.xml'}",
    ),
    "frontend.xml",
    FRONTEND,
)
SQLITE_SUITE = pytest("SQLite: everything", "sqlite.xml", PLACES_FOLDER=str(PLACES))
SUITES = (
    FRONTEND_SUITE,
    SQLITE_SUITE,
    pytest("PostgreSQL: what can differ", "postgres.xml", "-m", "postgres", postgres=True),
)


def storm(database: str) -> Suite:
    """Judges on the product as shipped, which is killed twice; ends with 1 if a score is lost."""
    size = ("--judges", "30", "--sheets", "20", "--pause", "1")
    command = (sys.executable, "-m", "benchmarks.storm", "--database", database, *size)
    return Suite(f"A long storm on {database}", command)


LONG_SUITES = (
    FRONTEND_SUITE,
    replace(SQLITE_SUITE, environment={**(SQLITE_SUITE.environment or {}), "LONG": "1"}),
    pytest(
        *("PostgreSQL: everything", "postgres.xml", "-m", "database and not e2e"),
        postgres=True,
        LONG="1",
    ),
    pytest("Long fuzzing", "fuzzing.xml", "tests/hostile/test_schema.py", FUZZ_EXAMPLES="60"),
    storm("sqlite"),
    storm("postgres"),
    Suite("A crowd", (sys.executable, "-m", "benchmarks.crowd", "--seconds", "30")),
    Suite("Deliberate faults", (sys.executable, "-m", "tests.faults")),
)


def environment(**more: str) -> dict[str, str]:
    """Of every suite. Compiled code is kept: they start many processes."""
    unwanted = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    return {**kept, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}", **more}


def run(suite: Suite, postgres: str | None) -> Outcome:
    """Runs it to its end; `postgres` is the URL of a server for those that want one."""
    print(f"\n== {suite.name}", flush=True)
    more = {**(suite.environment or {})}
    if suite.postgres and postgres:
        more["DATABASE_URL"] = postgres
    began = time.monotonic()
    status = subprocess.run(suite.command, cwd=suite.folder, env=environment(**more)).returncode
    seconds = time.monotonic() - began
    cases = list(_cases(suite))
    return Outcome(
        suite,
        status,
        seconds,
        failed=tuple(_name(case) for case in cases if _found(case, "failure", "error")),
        skipped=sum(_found(case, "skipped") for case in cases),
        tests=tuple((float(case.get("time", 0)), _name(case)) for case in cases),
    )


def _cases(suite: Suite) -> Iterator[ElementTree.Element]:
    file = REPORTS / suite.report
    if suite.report and file.exists():
        yield from ElementTree.parse(file).iter("testcase")


def _found(case: ElementTree.Element, *outcomes: str) -> bool:
    return any(case.find(each) is not None for each in outcomes)


def _name(case: ElementTree.Element) -> str:
    return f"{case.get('classname', '').replace('.', '/')} {case.get('name', '')}"


def summary(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The wall time of each suite, the slowest tests, those that failed, and the sum as the last line."""
    yield f"\n{'suite':34}{'tests':>7}{'skipped':>9}{'failed':>8}{'seconds':>9}"
    for each in outcomes:
        counts = f"{len(each.tests) or '–':>7}{each.skipped:>9}{len(each.failed):>8}"
        yield f"{each.suite.name:34}{counts}{each.seconds:>9.0f}"
    yield f"{'wall time':58}{sum(each.seconds for each in outcomes):>9.0f}"
    slowest = sorted(
        ((seconds, each.suite.name, name) for each in outcomes for seconds, name in each.tests),
        reverse=True,
    )
    yield f"\nThe slowest {SLOWEST}:"
    for seconds, suite, name in slowest[:SLOWEST]:
        yield f"{seconds:7.1f} s  {suite.partition(':')[0]}  {name}"
    failed = [
        f"{each.suite.name.partition(':')[0]}  {name}" for each in outcomes for name in each.failed
    ]
    if failed:
        yield "\nFailed:"
        yield from failed
    skipped = sum(each.skipped for each in outcomes)
    passed = sum(len(each.tests) for each in outcomes) - len(failed) - skipped
    yield f"\n{passed} passed, {len(failed)} failed, {skipped} skipped"


def untested_on_postgres() -> list[str]:
    """The places that ask the database and that no test reaches which PostgreSQL repeats."""
    from tests.places import never_repeated

    return never_repeated(PLACES.glob("*.json"))


@contextmanager
def migrated_server() -> Iterator[str | None]:
    """A PostgreSQL whose template is made while other suites wait for pages and processes."""
    try:
        with server() as url:
            command = (sys.executable, "-m", "tests.database")
            making = subprocess.Popen(command, cwd=ROOT, env=environment(DATABASE_URL=url))
            try:
                yield url
            finally:
                making.wait()
    except Unavailable as reason:
        print(f"✗ {reason}")
        yield None


def main() -> int:
    for folder in (REPORTS, PLACES):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    suites = LONG_SUITES if "--all" in sys.argv[1:] else SUITES
    missing = [] if chromium_installed() else ["Chromium is missing: no browser test was run."]
    with migrated_server() as postgres:
        if postgres is None:
            missing.append("PostgreSQL cannot be run here: what can differ there was not tested.")
        outcomes = [run(each, postgres) for each in suites if postgres or not each.postgres]
    failed = [each.suite.name for each in outcomes if each.status]
    if places := untested_on_postgres():
        failed.append("places of queries")
        print("\nThese ask the database, and no test that PostgreSQL repeats reaches them;")
        print("name one of those that do in tests/repeated.py:", *places, sep="\n  ")
    print("\n".join(summary(outcomes)), flush=True)
    for line in missing:
        print(line)
    if failed:
        print(f"FAILED: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
