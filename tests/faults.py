"""Deliberate faults, each of which the suite must catch.

    python -m tests.faults [NAME …]

Every fault is put into a copy of the code by itself, and the tests that stand beside it run there
as `make test` runs them. It ends with 1 if a fault is missed, or if its text is no longer in the code
(then write it anew). A part of `make test-all`; never touches the code itself.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from scripts.setup import FRONTEND, ROOT, VENV


@dataclass(frozen=True, slots=True)
class Fault:
    """`old` stands once in `file`; `tests` are arguments of pytest. Locks show on PostgreSQL only."""

    name: str
    file: str
    old: str
    new: str
    tests: str
    postgres: bool = False


FAULTS = (
    # --- Ordering
    Fault(
        "missing values come first", "scoring/ranking.py",
        "(1,)\n        if value is None", "(-1,)\n        if value is None",
        "tests/scoring",
    ),
    Fault(
        "the next rank counts groups instead of entries", "scoring/standings.py",
        "rank, tied = len(places) + 1, ", "rank, tied = len({p.rank for p in places}) + 1, ",
        "tests/scoring",
    ),
    Fault(
        "urgent jobs wait in line", "jobs/services.py",
        '.order_by("-priority", "run_after", "pk")', '.order_by("run_after", "pk")',
        "tests/jobs/test_services.py",
    ),
    # --- Locks
    Fault(
        "a result is reduced without its lock", "judging/services/scoresheets.py",
        'RoundResult.objects.select_for_update(of=("self",))\n        .filter(\n            entry__attempts',
        "RoundResult.objects\n        .filter(\n            entry__attempts",
        "tests/judging/test_concurrency.py", postgres=True,
    ),
    Fault(
        "register numbers are taken without a lock", "certificates/services/issuing.py",
        "Register.objects.select_for_update().get", "Register.objects.get",
        "tests/certificates/test_services.py", postgres=True,
    ),
    Fault(
        "a round is locked without holding it", "judging/services/rounds.py",
        "Round.everything.select_for_update(no_key=True).get(pk=round_id)",
        "Round.everything.get(pk=round_id)",
        "tests/judging/test_concurrency.py", postgres=True,
    ),
    # --- Nothing entered is lost
    Fault(
        "an old write covers a newer one", "judging/services/scoresheets.py",
        "if self.sheet.revision != revision:", "if self.sheet.revision < revision:",
        "tests/judging/test_scoresheets.py tests/hostile/test_sheets.py",
    ),
    Fault(
        "a used key is taken with another body", "judging/services/scoresheets.py",
        "(repeated.request_sha256, repeated.actor_id) != (digest, actor.pk)",
        "repeated.actor_id != actor.pk",
        "tests/judging/test_scoresheets.py tests/hostile/test_sheets.py",
    ),
    Fault(
        "a worker that lost its job may still write", "jobs/services.py",
        "job.state = State.RUNNING\n                job.fence += 1",
        "job.state = State.RUNNING\n                job.fence += 0",
        "tests/jobs/test_services.py tests/jobs/test_worker.py",
    ),
    # --- Permissions
    Fault(
        "judges manage their contest", "contests/permissions.py",
        'return holds(user, contest, "manage")', 'return holds(user, contest, "manage", "judge")',
        "tests/permissions",
    ),
    Fault(
        "everybody reads every entry", "submissions/permissions.py",
        "return EntryPolicy.is_own(user, entry) or ContestPolicy.can_oversee(user, entry.contest)",
        "return user.is_authenticated",
        "tests/permissions tests/submissions/test_permissions.py",
    ),
    Fault(
        "mentors judge their own pupils", "judging/permissions.py",
        '& ~Exists(Mentor.objects.filter(user__judge_seats=OuterRef(judge), entry=OuterRef(entry)))',
        "",
        "tests/judging/test_access.py",
    ),
    Fault(
        "judges get files that were never submitted", "submissions/permissions.py",
        "attachment.submission_id is not None\n            and user.is_authenticated",
        "user.is_authenticated",
        "tests/submissions tests/judging/test_access.py tests/permissions",
    ),
    # --- Rounding
    Fault(
        "halves are rounded to even", "scoring/exact.py",
        "whole = math.floor(scaled + Fraction(1, 2))", "whole = round(scaled)",
        "tests/scoring",
    ),
    Fault(
        "printed points are cut off", "leaderboards/printing.py",
        'text(rounded(value, digits, "half_up"))', 'text(rounded(value, digits, "truncate"))',
        "tests/leaderboards/test_printing.py",
    ),
    # --- Leaks
    Fault(
        "boards show names where the rule says initials", "submissions/naming.py",
        "return initials(person.name) if rule == Rule.INITIALS else person.name",
        "return person.name",
        "tests/leaderboards/test_names.py",
    ),
    Fault(
        "names are shown without consent", "submissions/naming.py",
        "if not person.agreed or rule == Rule.CODE:", "if rule == Rule.CODE:",
        "tests/submissions/test_naming.py tests/leaderboards/test_leaked_names.py",
    ),
    Fault(
        "boards do not notice a withdrawn consent", "submissions/consents.py",
        "return (*_last_record(), *_last_consent())", "return ()",
        "tests/leaderboards/test_leaked_names.py",
    ),
    Fault(
        "results are public before their hour", "leaderboards/publicity.py",
        "Q(state__in=_APPROVED, published_at__lte=now)", "Q(state__in=_APPROVED)",
        "tests/leaderboards/test_publicity.py tests/leaderboards/test_leaks.py",
    ),
    Fault(
        "public files tell the author in a blind contest", "submissions/permissions.py",
        "return not withheld(entry.contest)", "return True",
        "tests/submissions tests/judging tests/permissions",
    ),
    Fault(
        "a public file's name tells its author", "submissions/permissions.py",
        'return not (user.is_authenticated and user.has_perm("submissions.view_entry", entry))',
        "return False",
        "tests/submissions tests/leaderboards/test_leaked_names.py",
    ),
    Fault(
        "spreadsheets carry formulae", "leaderboards/exporting.py",
        "yield [safe_cell(cell) for cell in cells]", "yield cells",
        "tests/leaderboards/test_viewing.py tests/leaderboards/test_publicity.py",
    ),
    # --- Deadlines and bounds
    Fault(
        "entries close a moment late", "contests/phases.py",
        "return instant is not None and now >= instant", "return instant is not None and now > instant",
        "tests/contests",
    ),
    Fault(
        "appeals are taken at the moment of their end", "leaderboards/appealing.py",
        "and now < self.closes_at", "and now <= self.closes_at",
        "tests/leaderboards/test_appeals.py",
    ),
    Fault(
        "a job is tried once too often", "jobs/services.py",
        "elif job.attempts >= job.max_attempts:", "elif job.attempts > job.max_attempts:",
        "tests/jobs/test_services.py",
    ),
)  # fmt: skip


def run(fault: Fault, copy: Path) -> str | None:
    """The first test that fails with the fault in the copy; None if all pass."""
    file = copy / fault.file
    sound = file.read_text()
    file.write_text(sound.replace(fault.old, fault.new))
    command = [sys.executable, "-m", "pytest", "-x", "-q", *fault.tests.split()]
    if fault.postgres:
        command = [sys.executable, "-m", "scripts.postgres", *command, "-m", "postgres"]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True)
    finally:
        file.write_text(sound)
    failures = re.findall(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    return failures[0] if done.returncode == 1 and failures else None


def copied(folder: Path) -> Path:
    """The code as it stands, with what was installed and built."""
    listed = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in names.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(VENV)
    if (FRONTEND / "dist").is_dir():
        (folder / "frontend" / "dist").symlink_to(FRONTEND / "dist")
    return folder


def main() -> int:
    chosen = [fault for fault in FAULTS if not sys.argv[1:] or fault.name in sys.argv[1:]]
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"  # two versions of a file may be of one second
    missed = 0
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        copy = copied(Path(folder))
        for fault in chosen:
            if (ROOT / fault.file).read_text().count(fault.old) != 1:
                told = f"its text does not stand once in {fault.file}"
                missed += 1
            else:
                found = run(fault, copy)
                missed += found is None
                told = f"caught by {found}" if found else f"MISSED by {fault.tests}"
            print(f"{fault.name:52} {told}", flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} faults caught")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
