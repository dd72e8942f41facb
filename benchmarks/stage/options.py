"""What measurements that take a database of their own are told on the command line."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError

from benchmarks.stage.place import DATABASES


def parser_of(doc: str | None, *, port: int) -> ArgumentParser:
    """With --json, --database and --port; `doc` is the measurement's own."""
    made = ArgumentParser(description=(doc or "").split("\n")[0])
    made.add_argument("--json", action="store_true", help="print the last line only")
    made.add_argument("--database", choices=DATABASES, default="sqlite")
    made.add_argument("--port", type=int, default=port)
    return made


def scoring_parser_of(doc: str | None, *, port: int) -> ArgumentParser:
    """With --judges and --pause too."""
    made = parser_of(doc, port=port)
    made.add_argument("--judges", type=_threes, default=60, help="a multiple of three")
    made.add_argument("--pause", type=float, default=2, help="seconds between a judge's writes")
    return made


def _threes(told: str) -> int:
    number = int(told)
    if number % 3:
        raise ArgumentTypeError("three judges share an entry: it must be a multiple of three")
    return number
