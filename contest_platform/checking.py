"""Looks at every stored file in steps of bounded time: what is missing, empty or damaged, by its name.

The state page and `manage.py check_files` show what was found; nothing is mended or deleted here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Model
from django.utils import timezone

from certificates.models import CertificateBatch
from common.stored import is_whole_webp, reason_of
from jobs.models import Job, State
from jobs.services import enqueue
from judging.models import Minutes
from submissions.models import Attachment

JOB: Final = "platform.files"
STEP_SECONDS: Final = 5.0
"""Of a worker that others wait for; the rest is the next job's."""
NAMED: Final = 100
EVERY: Final = timedelta(days=1)
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of stored file: its rows, and how a row's file is looked at."""

    name: str
    model: type[Model]
    field: str
    reason: Callable[[Any], str]


KINDS: Sequence[Kind] = (
    Kind("attachment", Attachment, "file",
         lambda row: reason_of(row.file.name, sha256=row.sha256)),
    Kind("thumbnail", Attachment, "thumbnail",
         lambda row: reason_of(row.thumbnail.name, looks=is_whole_webp)),
    Kind("minutes", Minutes, "file", lambda row: reason_of(row.file.name, sha256=row.file_sha256)),
    Kind("certificates", CertificateBatch, "file",
         lambda row: reason_of(row.file.name, sha256=row.sha256)),
)  # fmt: skip


@dataclass(slots=True)
class Found:
    """Where a look stands: at which kind, after which row, how many were looked at, what is lost."""

    kind: int
    after: int
    looked: int
    count: int
    lost: list[list[Any]]

    @classmethod
    def read(cls, told: dict[str, Any] | None) -> Found:
        return cls(**(told or {"kind": 0, "after": 0, "looked": 0, "count": 0, "lost": []}))

    @property
    def done(self) -> bool:
        return self.kind >= len(KINDS)

    def told(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("kind", "after", "looked", "count", "lost")}


def step(found: Found, seconds: float = STEP_SECONDS) -> Found:
    """Look on from where `found` stands, at one file at least and no longer than `seconds`."""
    end = time.monotonic() + seconds
    while not found.done:
        kind = KINDS[found.kind]
        rows = list(_rows(kind, found.after))
        for row in rows:
            found.after = row.pk
            found.looked += 1
            reason = kind.reason(row)
            if reason:
                found.count += 1
                found.lost += [[kind.name, row.pk, getattr(row, kind.field).name, reason]]
                found.lost = found.lost[:NAMED]
            if time.monotonic() > end:
                return found
        if len(rows) < _AT_ONCE:
            found.kind, found.after = found.kind + 1, 0
    return found


def _rows(kind: Kind, after: int) -> Iterator[Any]:
    rows = kind.model._default_manager.exclude(**{kind.field: ""}).filter(pk__gt=after)
    return rows.order_by("pk")[:_AT_ONCE].iterator()


def plan(found: Found | None = None, after: timedelta = timedelta()) -> None:
    """Let the worker look, from where `found` stands."""
    enqueue(
        kind=JOB,
        payload={} if found is None else {"found": found.told()},
        unique_key=JOB if found is None else None,
        run_after=timezone.now() + after,
    )


def last() -> tuple[Job | None, Found | None]:
    """The last look that came to its end, and what it found. Plans one where none is planned."""
    jobs = Job.objects.filter(kind=JOB)
    if not jobs.filter(state__in=[State.QUEUED, State.RUNNING]).exists():
        plan()
    done = jobs.filter(state=State.SUCCEEDED, result__done=True).order_by("-pk").first()
    result = None if done is None else done.result
    return done, None if result is None else Found.read(result["found"])
