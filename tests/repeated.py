"""What of the suite PostgreSQL repeats in `make test`: that which can differ by database.

Repeated are the tests that commit or lock (`django_db(transaction=True)`) and the files named here,
each with what can differ there. The rule behind the list is checked at every run: each place in the
product that asks the database is asked on PostgreSQL too (tests/places.py). `make test-all` repeats
everything that touches the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_TESTS = Path(__file__).resolve().parent


def on_postgres(file: Path, *, commits: bool) -> bool:
    """Whether PostgreSQL repeats the tests of `file` that use the database."""
    name = str(file.relative_to(_TESTS))
    return name in FILES or (commits and not name.startswith(SAME))


SAME = ("e2e/", "contest_platform/")
"""They commit because processes and browsers look on; nothing there depends on the database."""

FILES: Mapping[str, str] = {}
