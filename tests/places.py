"""Where the product asks its database, seen while the tests run.

A place is the innermost function of the product below a query, "judging/services/rounds.py
hold_round". A foreign key that is followed counts for none: one row by its key is the same everywhere.
`make test` fails if one is never reached by a test that PostgreSQL repeats
(tests/repeated.py): so no query is asked of SQLite alone. Knows nothing of what is asked.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ForwardOneToOneDescriptor,
)

from scripts.house import PRODUCT
from scripts.setup import ROOT

# They ask what others tell them; the demo and the entry points call what is tested by itself.
_BETWEEN = ("common/prepared.py", "common/sqlite/", "contest_platform/")


_FOLLOWING = {
    ForwardManyToOneDescriptor.__get__.__code__,
    ForwardOneToOneDescriptor.get_object.__code__,
}


class Places:
    """Collects the places of one worker, each with a test that PostgreSQL has not: `test`, which is
    empty while it has."""

    def __init__(self) -> None:
        self.test = ""
        self._reached: dict[CodeType, str] = {}
        self._known: dict[CodeType, bool] = {}

    def __call__(self, execute: Callable[..., Any], *query: Any) -> Any:
        """Django's wrapper around each query."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            code = frame.f_code
            if code in _FOLLOWING:
                break
            own = self._known.get(code)
            if own is None:
                own = self._known[code] = _is_place(code.co_filename)
            if own:
                self._reached[code] = self._reached.get(code, self.test) and self.test
                break
            frame = frame.f_back
        return execute(*query)

    def write(self, file: Path) -> None:
        rows = {_name(code): test for code, test in self._reached.items()}
        file.write_text(json.dumps(rows))


def never_repeated(files: Iterable[Path]) -> list[str]:
    """The places that no repeated test reached, of all workers' files, each with one that did."""
    reached: dict[str, str] = {}
    for file in files:
        for place, test in json.loads(file.read_text()).items():
            reached[place] = reached.get(place, test) and test
    return sorted(f"{place} ({test})" for place, test in reached.items() if test)


def _is_place(file: str) -> bool:
    if not file.startswith(str(ROOT) + os.sep):
        return False
    inside = file[len(str(ROOT)) + 1 :]
    return inside.startswith(tuple(f"{app}/" for app in PRODUCT)) and not inside.startswith(
        _BETWEEN
    )


def _name(code: CodeType) -> str:
    return f"{Path(code.co_filename).relative_to(ROOT)} {code.co_qualname}"
