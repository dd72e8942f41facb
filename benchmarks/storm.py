"""Sixty judges save at once, the server is killed twice: nothing may be lost, nothing doubled.

    python -m benchmarks.storm [--json] [--database postgres] [--judges 60] [--sheets 50] [--pause 2]

Against `manage.py serve` as shipped, worker included. Every judge fills in every sheet in `--edits`
writes, as the tablet's outbox sends them, amid lost answers, double taps, replays, used keys and a
second device; the round is locked and opened again three times, the web processes are killed at a
third of the way and everything at two thirds. Then the receipts are held against the database.
The last line is one JSON object; in a sound product lost, doubled, unacknowledged, stale, gaps and
rebuilt_differences are 0 (stage/storm.py tells what each counts), and the status says so.

p95_ms   how long an answer took, while each judge saves every two seconds (`--pause 0`: at once,
         and most of it is waiting in line)
locked   writes refused while the round was locked; sent again after it
merged   writes refused because another device had written; merged and sent again
repeated writes that went out again because no answer came
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.stage.options import scoring_parser_of
from benchmarks.stage.place import on_own_database
from benchmarks.stage.server import Server, seconds

PORT = 8191
SLUG = "storm"
LOCKED_SECONDS = 0.5
MUST_BE_ZERO = ("lost", "doubled", "unacknowledged", "stale", "gaps", "rebuilt_differences")


def main(arguments: Sequence[str] = ()) -> int:
    parser = scoring_parser_of(__doc__, port=PORT)
    parser.add_argument("--sheets", type=int, default=50, help="of each judge")
    parser.add_argument("--edits", type=int, default=2, help="writes of each sheet")
    options = parser.parse_args(arguments)
    return on_own_database(lambda: run(options), database=options.database, port=options.port)


def run(options: argparse.Namespace) -> int:
    """Set up, rage, audit, print."""

    def say(words: str) -> None:
        if not options.json:
            print(words, flush=True)

    from benchmarks.stage import field, storm

    round_, judges = field.make_unscored(SLUG, judges=options.judges, sheets=options.sheets)
    head, tablets = storm.HeadJudge(round_, options.port), storm.equip(judges, options.port)
    say(f"{options.judges} judges, {options.sheets} sheets each")
    server = Server(options.port)
    server.start()

    def power_cut() -> None:
        server.kill()
        server.start()

    try:
        took = seconds(
            lambda: storm.rage(
                tablets,
                edits=options.edits,
                sheets=options.sheets,
                pause_seconds=options.pause,
                events=[
                    *((share, lambda: head.lock_for(LOCKED_SECONDS)) for share in (0.15, 0.5, 0.8)),
                    (1 / 3, server.kill_web),
                    (2 / 3, power_cut),
                ],
            )
        )
        found = storm.audit(round_, tablets)
    finally:
        server.stop()
    figures: dict[str, Any] = {
        "database": options.database,
        "judges": options.judges,
        "sheets": options.sheets,
        "killed": 2,
        **storm.figures(tablets, found),
        "minutes": round(took / 60, 1),
    }
    for name, value in figures.items():
        say(f"{name:20} {value}")
    print(json.dumps(figures))
    return int(any(figures[name] for name in MUST_BE_ZERO))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
