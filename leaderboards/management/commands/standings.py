"""Print a contest's live standings, for people or as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contests.models import Contest
from leaderboards.board import exact, keys
from leaderboards.computing import compute_standings
from scoring.field import Standing


class Command(BaseCommand):
    help = "Compute the standings of a contest from its scoresheets and print them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--division", help="code of one division")
        parser.add_argument("--round", dest="round_code", help="rank one round alone")
        parser.add_argument("--json", action="store_true", help="exact, for programs")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        contest = Contest.objects.filter(slug=slug).first()
        if contest is None:
            raise CommandError(f"no contest {slug}")
        computed = compute_standings(contest, round_code=options["round_code"])
        rows = [
            row for row in computed.standings.rows if options["division"] in (None, row.division)
        ]
        if options["json"]:
            document = [_document(row) for row in rows]
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
            return
        for row in rows:
            place = "-" if row.rank is None else f"{row.rank}{'=' if row.tied else ''}"
            points = "-" if row.points is None else exact(row.points)
            self.stdout.write(f"{row.division}\t{place}\t{row.entry}\t{points}\t{row.state}")


def _document(row: Standing) -> dict[str, Any]:
    return {
        "division": row.division,
        "entry": row.entry,
        "rank": row.rank,
        "tied": row.tied,
        "state": row.state,
        "points": exact(row.points),
        "keys": keys(row),
        "rounds": {
            code: {"value": exact(r.value), "points": exact(r.points), "rank": r.rank}
            for code, r in row.rounds.items()
        },
    }
