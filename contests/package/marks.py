"""The marks of what came in a package: kept for ever, carried on by every export and import.

A mark says when, from which file (its SHA-256), and of which organization the contest was there;
here also who imported it, which no package carries. Reads and writes no table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from common.documents import instant

Mark = dict[str, Any]
CARRIED = ("organization", "imported_at", "sha256")


def mark_of(*, organization: str, moment: datetime, sha256: str, by: str) -> Mark:
    """The mark of one import; `by` is the name of who imported, "" for the command."""
    return {
        "organization": organization,
        "imported_at": instant(moment),
        "sha256": sha256,
        "by": by,
    }


def marked(row: Mapping[str, Any], mark: Mark) -> list[Mark]:
    """The marks that a package's row brings along, and that of this import."""
    return [*({**each, "by": ""} for each in row.get("imports", ())), mark]


def carried(marks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The marks without who imported: as a package and the public have them."""
    return [{name: each[name] for name in CARRIED} for each in marks]
