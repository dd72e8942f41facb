"""The score tables of a tournament: CSV files found by their endings, headers in any case."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.replay.fll.descriptor import PERFORMANCE, Descriptor, read_descriptor

Row = dict[str, str]
"""A line of a table; its keys are in lower case."""


@dataclass(frozen=True, slots=True)
class Event:
    """One tournament: its season, its tables by category, its official final scores."""

    name: str
    descriptor: Descriptor
    tables: dict[str, list[Row]]
    official: list[Row]


def number(written: str) -> str:
    """A number's plain decimal text: "16.0" becomes "16"."""
    return f"{Decimal(written.strip()).normalize():f}"


def flag(row: Row, name: str, default: bool = False) -> bool:
    written = row.get(name, "").strip().lower()
    return written in ("true", "t", "1", "yes") if written else default


def read_events(folder: Path) -> list[Event]:
    """The tournaments of a folder. Raises FileNotFoundError if it holds no descriptor."""
    found = sorted(folder.rglob("*_challenge.xml"))
    if not found:
        raise FileNotFoundError(f"{folder}: there is no file *_challenge.xml")
    events: list[Event] = []
    for path in found:
        prefix = path.name.removesuffix("_challenge.xml")
        descriptor = read_descriptor(path)
        tables = {
            category.name: rows
            for category in descriptor.categories
            if (rows := _table(path.parent, prefix, category.name)) is not None
        }
        official = _table(path.parent, prefix, "finalscores") or []
        everything = [row for rows in (*tables.values(), official) for row in rows]
        tournaments = sorted({row.get("tournament", "") for row in everything})
        for tournament in tournaments:
            name = f"{prefix}-{tournament}" if len(tournaments) > 1 else prefix
            events.append(
                Event(
                    name.lower().replace("_", "-").replace(" ", "-"),
                    descriptor,
                    {key: _of(rows, tournament) for key, rows in tables.items()},
                    _of(official, tournament),
                )
            )
        if not tournaments:
            events.append(Event(prefix.lower().replace("_", "-"), descriptor, {}, []))
    return events


def _of(rows: Sequence[Row], tournament: str) -> list[Row]:
    return [row for row in rows if row.get("tournament", "") == tournament]


def _table(folder: Path, prefix: str, ending: str) -> list[Row] | None:
    wanted = f"{prefix}_{ending}.csv".lower()
    for path in sorted(folder.iterdir()):
        if path.name.lower() == wanted:
            with path.open(encoding="utf-8-sig", newline="") as file:
                lines = csv.DictReader(file)
                return [
                    {
                        (key or "").strip().lower(): (value or "").strip()
                        for key, value in line.items()
                    }
                    for line in lines
                ]
    return None


def standardised(event: Event) -> bool:
    """Whether judges' sheets were standardised: their tables then have that column."""
    judged = [rows for name, rows in event.tables.items() if name != PERFORMANCE]
    return not judged or any("standardizedscore" in row for rows in judged for row in rows)
