"""What queries that are built once save: a score's write and a board's state, against plain ORM.

    python -m benchmarks.prepared [--json] [--database postgres] [--entries N] [--repeat N]

Both ways take turns in one process, by Django's test client, so that neither server nor network is
part of it. ..._ms and ..._plain_ms are medians, ..._x is their ratio. The last line is one JSON
object.

write  one scoresheet's PUT
state  what a polled board asks once a second: is it still right?
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from benchmarks.stage.options import parser_of
from benchmarks.stage.place import on_own_database
from benchmarks.stage.server import medians

PORT = 8191  # nothing listens there: addresses need one


def main(arguments: Sequence[str] = ()) -> int:
    parser = parser_of(__doc__, port=PORT)
    parser.add_argument("--entries", type=int, default=1_000)
    parser.add_argument("--repeat", type=int, default=200)
    options = parser.parse_args(arguments)
    return on_own_database(
        lambda: run(options),
        database=options.database,
        port=options.port,
        settings="benchmarks.stage.settings",
    )


def run(options: argparse.Namespace) -> int:
    """Set up, measure, print."""
    from django.utils import timezone

    from benchmarks.stage import field
    from leaderboards.state import public_state

    contest = field.make_contest("board", options.entries)
    write = _writer(contest)
    acts = {"write": write, "state": lambda: public_state(contest, None, timezone.now())}
    figures: dict[str, Any] = {"database": options.database}
    for name, act in acts.items():

        def plainly(act: Any = act) -> None:
            with plain():
                act()

        for _ in range(5):
            act()
            plainly()
        prepared, built = medians(options.repeat, act, plainly)
        figures |= {
            f"{name}_ms": round(prepared * 1000, 2),
            f"{name}_plain_ms": round(built * 1000, 2),
            f"{name}_x": round(built / prepared, 2),
        }
    print(json.dumps(figures))
    return 0


@contextmanager
def plain() -> Iterator[None]:
    """Within it every query is built each time it is asked, as any other of Django's."""
    from common.prepared import Prepared, PreparedModels

    def ask(self: Any, *arguments: Any, database: str = "default") -> list[Any]:
        return list(self._build(*arguments).using(database))

    with patch.object(Prepared, "__call__", ask), patch.object(PreparedModels, "__call__", ask):
        yield


def _writer(contest: Any) -> Any:
    """Scores one sheet after another."""
    from django.test import Client

    from judging.models import Judge, Scoresheet

    judge = Judge.objects.select_related("user").get(user__username=f"{contest.slug}-0")
    sheets = list(
        Scoresheet.objects.filter(judge=judge).order_by("pk").values_list("pk", flat=True)
    )
    client = Client(SERVER_NAME="localhost")
    assert judge.user is not None
    client.force_login(judge.user, "allauth.account.auth_backends.AuthenticationBackend")
    written = 0

    def write() -> None:
        nonlocal written
        turn, place = divmod(written, len(sheets))
        written += 1
        answer = client.put(
            f"/api/v1/scoresheets/{sheets[place]}/",
            {
                "values": {f"item{number}": (number + written) % 20 for number in range(1, 9)},
                "comments": {},
                "state": "submitted",
            },
            content_type="application/json",
            headers={"If-Match": f'"{turn + 1}"', "Idempotency-Key": f"benchmark-{written:08d}"},
        )
        assert answer.status_code == 200, answer.content

    return write


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
