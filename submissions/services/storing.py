"""Puts files into the storage so that what fails leaves none, and sweeps what a crash left.

Knows nothing of what is in a file.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

from jobs.services import enqueue
from submissions.models import Attachment, Entry

SWEEP_JOB: Final = "submissions.sweep"
_FOLDER: Final = "entries"
_SWEEP_AFTER: Final = timedelta(days=1)
"""No upload takes as long: an older file without a row is one that a crash left."""


@contextmanager
def storing() -> Iterator[Callable[[Entry, str, File[Any]], str]]:
    """`store(entry, extension, file)` gives the stored name; if the block fails, all are deleted."""
    names: list[str] = []

    def store(entry: Entry, extension: str, file: File[Any]) -> str:
        # Nothing that a person typed reaches the disk; the extension comes from our table. Noted
        # before it is written: a full disk leaves half a file behind.
        names.append(f"{_FOLDER}/{entry.contest_id}/{uuid.uuid4().hex}.{extension}")
        return default_storage.save(names[-1], file)

    try:
        yield store
    except BaseException:
        delete_files(names)
        raise


def delete_files(names: Iterable[str | None]) -> None:
    for name in names:
        if name:
            default_storage.delete(name)


def plan_sweep() -> None:
    """A day after an upload somebody looks for what a crash left; one look waits at a time."""
    enqueue(kind=SWEEP_JOB, unique_key=SWEEP_JOB, run_after=timezone.now() + _SWEEP_AFTER)


def sweep_uploads() -> int:
    """Delete files of uploads that no row names and that are older than a day; how many."""
    known = set(Attachment.objects.exclude(file="").values_list("file", flat=True))
    known.update(Attachment.objects.exclude(thumbnail="").values_list("thumbnail", flat=True))
    known.update(Attachment.objects.exclude(blind_copy="").values_list("blind_copy", flat=True))
    root = Path(settings.MEDIA_ROOT)
    before = time.time() - _SWEEP_AFTER.total_seconds()
    swept = 0
    for folder, _, files in os.walk(root / _FOLDER):
        for file in files:
            path = Path(folder) / file
            if path.relative_to(root).as_posix() not in known and path.stat().st_mtime < before:
                path.unlink()
                swept += 1
    return swept
