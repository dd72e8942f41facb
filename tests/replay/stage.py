"""Where replays take place: a database of their own, and the way in and out of it.

A package goes in as `manage.py import_contest` would take it; figures come out of the database
and of the standings that the product shows.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contests.models import Contest
    from scoring.field import Standings

ROOT = Path(__file__).resolve().parents[2]


def data_folder() -> Path | None:
    """The folder of real contests: REPLAY_DATA, else ../shared/data beside the checkout."""
    named = os.environ.get("REPLAY_DATA")
    places = [Path(named)] if named else [above / "shared" / "data" for above in ROOT.parents[:2]]
    return next((place for place in places if place.is_dir()), None)


def data(*parts: str) -> Path:
    """A path inside the folder of real contests. Raises FileNotFoundError if there is none."""
    folder = data_folder()
    if folder is None:
        raise FileNotFoundError("set REPLAY_DATA to the folder of real contests")
    return folder.joinpath(*parts)


@contextmanager
def database() -> Iterator[None]:
    """Set Django up on a temporary SQLite database, or on DATABASE_URL if it is given."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/replay.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contest_platform.settings")
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        try:
            yield
        finally:
            connections.close_all()


@dataclass(slots=True)
class Played:
    """A contest that was imported, and its figures."""

    contest: Contest
    _standings: dict[str | None, Standings] = field(default_factory=dict)

    def standings(self, round_code: str | None = None) -> Standings:
        """The standings that the product shows, of the contest or of one round, with all traces.

        What boards read (the stored results) must say the same as every sheet read again.
        """
        from leaderboards.computing import compute_from_sheets, compute_standings

        if round_code not in self._standings:
            shown = compute_standings(self.contest, round_code=round_code).standings
            computed = compute_from_sheets(self.contest, round_code=round_code).standings
            assert [(row.entry, row.rank, row.points) for row in shown.rows] == [
                (row.entry, row.rank, row.points) for row in computed.rows
            ], "the stored results differ from the sheets"
            self._standings[round_code] = computed
        return self._standings[round_code]

    def agreement(self, round_code: str) -> Mapping[str, Any]:
        """How far the judges of a round agree, as the head judge is shown it; they sit on no panel."""
        from judging.selectors.agreement import agreement

        (report,) = agreement(self.contest.rounds.get(code=round_code))
        return report

    def sheet_points(self) -> Mapping[tuple[str, str, int, str], Fraction | None]:
        """The stored points of every sheet by round, entry, attempt and judge."""
        from judging.models import Scoresheet

        rows = Scoresheet.objects.filter(judge__contest=self.contest).values_list(
            "attempt__round__code",
            "attempt__entry__code",
            "attempt__number",
            "judge__code",
            "points",
        )
        return {(code, entry, number, judge): points for code, entry, number, judge, points in rows}

    def standardised(self, round_code: str, entry: str) -> Mapping[str, Fraction | None]:
        """The standardised score of each judge's sheet of an entry."""
        reached = self.standings().of(entry).rounds[round_code]
        return {
            sheet.judge: sheet.standardised
            for attempt in reached.attempts
            for sheet in attempt.sheets
        }


def play(package: Mapping[str, Any]) -> Played:
    """Write the package as text, read it as a file is read, and import it.

    A rebuild from the revisions must give every sheet and result that the import stored.
    """
    from judging.services import rebuild
    from leaderboards.package.carry import import_contest, read, write

    imported = import_contest(document=read(write(package)), replace=True)
    differences = rebuild(contests=[imported.contest])
    assert not differences, f"a rebuild from the revisions differs: {differences[:3]}"
    return Played(imported.contest)
