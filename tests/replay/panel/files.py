"""Finds the tables of a folder by what is in them, not by their names."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from scoring.exact import number as exact

Row = dict[str, str]


def tables(folder: Path, columns: Collection[str]) -> Iterator[tuple[Path, list[Row]]]:
    """CSV files of the folder that have all those columns."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            if set(columns) <= set(lines.fieldnames or ()):
                yield (
                    path,
                    [{key: (value or "").strip() for key, value in row.items()} for row in lines],
                )


def documents(folder: Path) -> Iterator[tuple[Path, Any]]:
    """JSON files of the folder."""
    for path in sorted(folder.glob("*.json")):
        yield path, json.loads(path.read_text(encoding="utf-8"))


def numbered(row: Mapping[str, str], prefix: str) -> list[str]:
    """The columns "J1", "J2", ... of a prefix, in order."""
    found = [name for name in row if re.fullmatch(rf"{prefix}\d+", name, re.IGNORECASE)]
    return sorted(found, key=lambda name: int(name[len(prefix) :]))


def plain(written: str) -> str:
    """A number's plain decimal text."""
    return f"{Decimal(written).normalize():f}"


def figure(written: str | float) -> Fraction:
    """A published number, by its decimal text."""
    return exact(plain(str(written)))


def slug(path: Path, *parts: str) -> str:
    words = "-".join((path.stem, *parts)).lower()
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")
