"""Two thousand phones watch a board while sixty judges score: how fast, how fresh, any error?

    python -m benchmarks.crowd [--json] [--database postgres] [--viewers 2000] [--judges 60]

Against `manage.py serve` as shipped, worker included. Every viewer polls the public board as the
product's page does: with its tag, four seconds after the last answer, one second more or less. Every
judge hands in a sheet each `--pause` seconds, far more often than judges do. 500 entries are what a
city's final has; what a larger board costs, `benchmarks.boards` tells. The last line is one JSON
object, and the status says whether there was an error or a score that no board ever showed.

errors          answers other than 200 and 304, and none
board_p95_ms    how long a viewer's answer took
oldest_board_s  the greatest age of an answered board: since the first score that it lacks was
                acknowledged, until the answer came
server_cores    processor time of the server by wall time; unlike the times of answers it hardly
                depends on what else the machine does
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.stage.crowd import Crowd, Scorer, watch
from benchmarks.stage.options import scoring_parser_of
from benchmarks.stage.place import on_own_database
from benchmarks.stage.server import Server

if TYPE_CHECKING:
    from contests.models import Round
    from judging.models import Judge

PORT = 8192
SLUG = "crowd"


def main(arguments: Sequence[str] = ()) -> int:
    parser = scoring_parser_of(__doc__, port=PORT)
    parser.add_argument("--viewers", type=int, default=2000)
    parser.add_argument("--entries", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60, help="for which judges score")
    options = parser.parse_args(arguments)
    return on_own_database(lambda: run(options), database=options.database, port=options.port)


def run(options: argparse.Namespace) -> int:
    """Set up, watch, print."""
    from benchmarks.stage import field

    sheets = -(-options.entries // (options.judges // field.JUDGES_PER_ENTRY))
    round_, judges = field.make_unscored(SLUG, judges=options.judges, sheets=sheets)
    server = Server(options.port)
    server.start()
    started, used = time.monotonic(), server.cpu_seconds()
    try:
        crowd = watch(
            port=options.port,
            path=f"/api/v1/standings/{SLUG}/",
            viewers=options.viewers,
            scorers=scorers(round_, judges),
            seconds=options.seconds,
            pause=options.pause,
        )
        cores = (server.cpu_seconds() - used) / (time.monotonic() - started)
    finally:
        server.stop()
    figures = {
        "database": options.database,
        "viewers": options.viewers,
        **told(crowd),
        "server_cores": round(cores, 2),
    }
    if not options.json:
        for problem in crowd.problems[:5]:
            print(problem)
        for name, value in figures.items():
            print(f"{name:20} {value}")
    print(json.dumps(figures))
    return int(bool(figures["errors"] or figures["unseen"]))


def scorers(round_: Round, judges: Sequence[Judge]) -> list[Scorer]:
    """The judges signed in; the entries of three who share them are dealt out among the three."""
    from benchmarks.stage.field import ITEMS, sign_in
    from judging.models import Scoresheet

    shared: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    rows = Scoresheet.objects.filter(attempt__round=round_).order_by("attempt_id", "judge_id")
    for attempt, judge, sheet, entry in rows.values_list(
        "attempt_id", "judge_id", "pk", "attempt__entry__code"
    ):
        shared[attempt].append((judge, sheet, entry))
    sheets: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for attempt_sheets in shared.values():
        # The one of them who has the fewest as yet.
        judge, sheet, entry = min(attempt_sheets, key=lambda one: len(sheets[one[0]]))
        sheets[judge].append((sheet, entry))
    return [
        Scorer(sign_in(judge.user), sheets[judge.pk], ITEMS, seed)  # type: ignore[arg-type]
        for seed, judge in enumerate(judges)
    ]


def told(crowd: Crowd) -> dict[str, Any]:
    """The figures that the crowd makes."""
    return {
        "polls": crowd.counts["polls"],
        "polls_not_modified": crowd.counts["polls_not_modified"],
        "errors": crowd.counts["errors"],
        "writes": crowd.counts["writes"],
        "unseen": crowd.unseen(),
        "write_p50_ms": _ms(median(crowd.write_seconds)),
        "write_p95_ms": _ms(_p95(crowd.write_seconds)),
        "board_p95_ms": _ms(_p95(crowd.poll_seconds)),
        "oldest_board_s": round(crowd.oldest_board_seconds(), 2),
    }


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[len(times) * 95 // 100]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
