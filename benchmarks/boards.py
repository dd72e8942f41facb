"""What boards and scores cost: the whole board cold, kept and unchanged, and one score's write.

    python -m benchmarks.boards [--json] [--database postgres] [--entries N] [--small N] [--large N]

Every ..._x is a ratio of median wall times over HTTP: the act's to an empty Django view's on the
same server (granian as shipped, the product's middleware) in the same run. The last line is one
JSON object.

cold_x          the whole board with nothing kept
fresh_x         the whole board after one score changed
cached_x        the whole board within the second for which it is kept, gzip as browsers ask for it
not_modified_x  the poll of a viewer whose board is still right
write_x         one scoresheet's PUT through the API
write_growth    a write among the large field to one among the small field
rebuild_ms      all results recomputed from the revisions and compared
numpy_ms        numpy ranking the same totals, read from the database
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from itertools import count
from typing import Any

from benchmarks.stage.options import parser_of
from benchmarks.stage.place import on_own_database
from benchmarks.stage.server import Client, medians, seconds, served

PORT = 8190
CSRF = "a" * 32
_operations = count(1)


def main(arguments: Sequence[str] = ()) -> int:
    parser = parser_of(__doc__, port=PORT)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument(
        "--small", type=int, default=1_000, help="entries for write_growth; 0: none"
    )
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=15)
    parser.add_argument("--no-offline", dest="offline", action="store_false")
    options = parser.parse_args(arguments)
    return on_own_database(
        lambda: run(options),
        database=options.database,
        port=options.port,
        settings="benchmarks.stage.settings",
    )


def run(options: argparse.Namespace) -> int:
    """Set up, measure, print."""

    def say(words: str) -> None:
        if not options.json:
            print(words, flush=True)

    from benchmarks.stage import field

    sizes = {"board": options.entries}
    if options.small:
        sizes |= {"small": options.small, "large": options.large}
    writers = {}
    for slug, entries in sizes.items():
        took = seconds(lambda slug=slug, entries=entries: field.make_contest(slug, entries))  # type: ignore[misc]
        say(f"{slug}: {entries} entries made in {took:.1f} s")
        writers[slug] = _writer(slug)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    figures: dict[str, Any] = {"database": options.database, "entries": options.entries}
    with served(options.port) as client:
        figures |= _boards(client, options.repeat, writers["board"])
        figures |= _writes(client, options.repeat * 4, writers)
    if options.offline:
        figures |= _offline()
    for name, value in figures.items():
        say(f"{name:15} {value}")
    print(json.dumps(figures))
    return 0


class Writer:
    """A judge who scores one sheet after another."""

    def __init__(self, session: str, sheets: list[int]) -> None:
        self._headers = {
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/json",
        }
        self._sheets = sheets
        self._writes = 0

    def write(self, client: Client) -> None:
        """Score the next sheet anew."""
        turn, place = divmod(self._writes, len(self._sheets))
        self._writes += 1
        values = {f"item{number}": (number + self._writes) % 20 for number in range(1, 9)}
        headers = {
            **self._headers,
            "If-Match": f'"{turn + 1}"',
            "Idempotency-Key": f"benchmark-{next(_operations):08d}",
        }
        body = json.dumps({"values": values, "comments": {}, "state": "submitted"}).encode()
        path = f"/api/v1/scoresheets/{self._sheets[place]}/"
        client.send("PUT", path, headers, body).expect(200)


def _writer(slug: str) -> Writer:
    from benchmarks.stage.field import sign_in
    from judging.models import Judge, Scoresheet

    judge = Judge.objects.select_related("user").get(user__username=f"{slug}-0")
    assert judge.user is not None
    sheets = Scoresheet.objects.filter(judge=judge).order_by("pk").values_list("pk", flat=True)
    return Writer(sign_in(judge.user), list(sheets[:200]))


def _boards(client: Client, repeat: int, writer: Writer) -> dict[str, Any]:
    path = "/api/v1/standings/board/"

    def empty() -> None:
        client.get("/benchmark/empty/").expect(200)

    def forget() -> None:
        client.get("/benchmark/forget/").expect(200)

    def board() -> None:
        client.get(path).expect(200)

    for _ in range(20):
        empty()
    board()
    base, cold = medians(repeat, empty, board, before=forget)
    times: list[float] = []
    for _ in range(repeat):
        writer.write(client)
        time.sleep(1.1)  # a board is kept for a second whatever happens
        times.append(seconds(board))
    fresh = sorted(times)[len(times) // 2]
    packed = {"Accept-Encoding": "gzip"}
    tag = {"Accept-Encoding": "gzip", "If-None-Match": client.get(path).headers["ETag"]}
    kept: list[list[float]] = []
    for _ in range(repeat):  # each within the second of one board
        for _ in range(2):
            answer = client.get(path, packed)
        kept.append(
            medians(
                20,
                empty,
                lambda: client.get(path, packed).expect(200),
                lambda: client.get(path, tag).expect(304),
            )
        )
    middle = [sorted(column)[len(column) // 2] for column in zip(*kept, strict=True)]
    return {
        "empty_ms": _ms(base),
        "board_bytes": len(client.get(path).body),
        "board_gzip_bytes": len(answer.body),
        "cold_ms": _ms(cold),
        "cold_x": round(cold / base, 1),
        "fresh_ms": _ms(fresh),
        "fresh_x": round(fresh / base, 1),
        "cached_x": round(middle[1] / middle[0], 2),
        "not_modified_x": round(middle[2] / middle[0], 2),
    }


def _writes(client: Client, repeat: int, writers: dict[str, Writer]) -> dict[str, Any]:
    def empty() -> None:
        client.get("/benchmark/empty/").expect(200)

    acts = [lambda writer=writer: writer.write(client) for writer in writers.values()]  # type: ignore[misc]
    for act in acts * 5:
        act()
    base, *times = medians(repeat, empty, *acts)
    by_slug = dict(zip(writers, times, strict=True))
    figures = {"write_ms": _ms(by_slug["board"]), "write_x": round(by_slug["board"] / base, 1)}
    if "large" in by_slug:
        figures["write_growth"] = round(by_slug["large"] / by_slug["small"], 2)
    return figures


def _offline() -> dict[str, Any]:
    """What needs no server: the rebuild from revisions, and numpy on the same totals."""
    import numpy

    from contests.models import Contest
    from judging.models import Scoresheet
    from judging.services import rebuild

    contest = Contest.objects.get(slug="board")
    differences: list[Any] = []
    took = seconds(lambda: differences.extend(rebuild(contests=[contest])))
    if differences:
        raise AssertionError(f"rebuilt results differ: {differences[:3]}")

    def rank() -> None:
        rows = Scoresheet.objects.filter(judge__contest=contest).values_list(
            "attempt__entry_id", "points"
        )
        table = numpy.array([(entry, float(points)) for entry, points in rows])
        _, place, counts = numpy.unique(table[:, 0], return_inverse=True, return_counts=True)
        means = numpy.bincount(place, table[:, 1]) / counts
        ordered = numpy.sort(-means)
        numpy.searchsorted(ordered, -means, side="left") + 1

    return {"rebuild_ms": _ms(took), "numpy_ms": _ms(medians(3, rank)[0])}


def _ms(duration: float) -> float:
    return round(duration * 1000, 3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
