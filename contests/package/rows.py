"""Instants of a package's rows: what was told is kept, what was not told came with the contest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model

from common.documents import instant
from contests.models import Contest
from contests.package.rules import at


def create_dated(
    rows: Iterable[tuple[Model, str | None]], *, contest: Contest, field: str = "created_at"
) -> None:
    """Create rows of one model in their order; `field`, which stamps itself, gets what was told."""
    dated = list(rows)
    if not dated:
        return
    made = [row for row, _ in dated]
    stored: Any = type(made[0])._default_manager
    stored.bulk_create(made, batch_size=1000)
    for row, moment in dated:
        setattr(row, field, at(moment) or contest.created_at)
    stored.bulk_update(made, [field], batch_size=500)


def told(moment: datetime | None, contest: Contest) -> str | None:
    """The instant; none for what came with the contest, whose instant nobody told."""
    return None if moment == contest.created_at else instant(moment)
