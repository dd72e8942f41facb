"""Eight hundred slow clients, while judges score and phones poll: does anybody notice?

    python -m benchmarks.slow [--json] [--database postgres] [--each 200] [--seconds 120]

Against `manage.py serve` as shipped, worker included. First the judges score and the viewers poll
alone, then again while as many clients of each kind are there as `--each` says: heads sent by
half, bodies of one byte, uploads of 10 kB a second, downloads that nobody reads. Who is thrown out
comes back at once. All come from one address, as a school does. The last line is one JSON object,
and the status says whether there was an error, or a figure above what is allowed.

served_x   the judges' p95 with the slow clients, by theirs without
errors     answers to judges and viewers that were not what they must be, or did not come in 20 s
web_mb     the most memory that the web process had; `web_mb_alone`: before they came
by_kind    connections that the slow clients made in all
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.crowd import scorers
from benchmarks.stage.crowd import Crowd, watch
from benchmarks.stage.options import parser_of
from benchmarks.stage.place import on_own_database
from benchmarks.stage.server import Server
from benchmarks.stage.slow import siege

PORT = 8193
SERVED_MAX, WEB_MB_MAX = 2.0, 400
JUDGES, SHEETS = 21, 50  # three share an entry
FILE_BYTES = 15_000_000


def main(arguments: Sequence[str] = ()) -> int:
    parser = parser_of(__doc__, port=PORT)
    parser.add_argument("--each", type=int, default=200, help="slow clients of each kind")
    parser.add_argument("--judges", type=int, default=20, help=f"at most {JUDGES}")
    parser.add_argument("--viewers", type=int, default=200)
    parser.add_argument("--pause", type=float, default=2, help="seconds between a judge's writes")
    parser.add_argument("--seconds", type=float, default=120, help="with the slow clients")
    options = parser.parse_args(arguments)
    return on_own_database(lambda: run(options), database=options.database, port=options.port)


def run(options: argparse.Namespace) -> int:
    """Set up, watch twice, print."""
    server = Server(options.port)

    def seen(slug: str) -> Crowd:
        from benchmarks.stage import field

        round_, judges = field.make_unscored(slug, judges=JUDGES, sheets=SHEETS)
        return watch(
            port=options.port,
            path=f"/api/v1/standings/{slug}/",
            viewers=options.viewers,
            scorers=scorers(round_, judges)[: options.judges],
            seconds=options.seconds,
            pause=options.pause,
        )

    server.start()
    try:
        alone = seen("alone")
        memory_alone = server.web_peak_mb()
        with siege(options.port, each=options.each, **_targets("alone")) as kinds:
            besieged = seen("besieged")
            memory = server.web_peak_mb()
    finally:
        server.stop()
    calm, then = _p95_ms(alone.write_seconds), _p95_ms(besieged.write_seconds)
    figures: dict[str, Any] = {
        "database": options.database,
        "served_x": None if calm is None or then is None else round(then / calm, 2),
        "errors": alone.counts["errors"] + besieged.counts["errors"],
        "web_mb": memory,
        "web_mb_alone": memory_alone,
        "writes": alone.counts["writes"],
        "writes_besieged": besieged.counts["writes"],
        "write_p95_ms": calm,
        "write_p95_ms_besieged": then,
        "board_p95_ms": _p95_ms(alone.poll_seconds),
        "board_p95_ms_besieged": _p95_ms(besieged.poll_seconds),
        "by_kind": dict(kinds),
    }
    if not options.json:
        for problem in (alone.problems + besieged.problems)[:5]:
            print(problem)
        for name, value in figures.items():
            print(f"{name:24} {value}")
    print(json.dumps(figures))
    served_x = figures["served_x"]
    good = served_x is not None and served_x <= SERVED_MAX and memory <= WEB_MB_MAX
    return int(not good or figures["errors"] > 0)


def _p95_ms(times: Sequence[float]) -> float | None:
    """None if nobody was served."""
    return round(sorted(times)[len(times) * 95 // 100] * 1000, 1) if times else None


def _targets(slug: str) -> dict[str, str]:
    """A session that may upload, and a file that everybody may fetch."""
    from django.core.files.base import ContentFile

    from accounts.services import create_user
    from benchmarks.stage.field import sign_in
    from submissions.models import Attachment, Entry

    user = create_user(full_name="Học sinh", username=f"{slug}-pupil")
    attachment = Attachment.objects.create(
        entry=Entry.objects.filter(contest__slug=slug)[0],
        name="film.mp4",
        media_type="video/mp4",
        size_bytes=FILE_BYTES,
        sha256="0" * 64,
        file=ContentFile(bytes(FILE_BYTES), name="film.mp4"),
        public=True,
    )
    return {
        "session": sign_in(user),
        "download": f"/api/v1/attachments/{attachment.pk}/file/",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
