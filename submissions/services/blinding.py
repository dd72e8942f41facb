"""Copies of files for judges of a blind contest, and what the entrant is warned of.

Made while a file is uploaded, so that its people see what stands before they submit; by a job where
a contest became blind only then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, Final

from django.core.files.base import ContentFile, File
from django.db import transaction

from common.disk import require_room
from common.stored import FileDamaged, opened
from jobs.services import enqueue
from submissions.models import Attachment, Entry
from submissions.names import names_of
from submissions.services.locks import lock_entry
from submissions.services.storing import storing
from submissions.uploads.blinding import Examined, examined
from submissions.uploads.blinding import is_examined as kind_is_examined

EXAMINE_JOB: Final = "submissions.examine"

Store = Callable[[Entry, str, "File[Any]"], str]


def examine(entry: Entry, file: IO[bytes], name: str, extension: str) -> Examined | None:
    """What judges of the entry's contest would get; None where they are not blind."""
    if not entry.contest.blind or not kind_is_examined(extension):
        return None
    return examined(file, name, extension, names_of(entry))


def stored_blind(entry: Entry, extension: str, seen: Examined, store: Store) -> dict[str, Any]:
    """The attachment's fields, with the copy stored. Raises DiskFull."""
    if seen.copy is None:
        return {"found": seen.found}
    require_room(len(seen.copy))
    return {
        "found": seen.found,
        "blind_copy": store(entry, extension, ContentFile(seen.copy)),
        "blind_bytes": len(seen.copy),
        "blind_sha256": hashlib.sha256(seen.copy).hexdigest(),
    }


def is_examined(attachment: Attachment) -> bool:
    """Whether a blind judge may have it now; if not, a job sees to it."""
    if attachment.found is not None or not kind_is_examined(_extension(attachment)):
        return True
    enqueue(
        kind=EXAMINE_JOB,
        payload={"attachment": attachment.pk},
        unique_key=f"{EXAMINE_JOB}:{attachment.pk}",
    )
    return False


def examine_attachment(*, attachment_id: int) -> None:
    """Look at a file that was uploaded before its contest was blind; harmless when repeated."""
    attachment = (
        Attachment.objects.select_related("entry__contest").filter(pk=attachment_id).first()
    )
    if attachment is None or attachment.found is not None or not attachment.file:
        return
    extension, stored = _extension(attachment), attachment.file.name or ""
    try:
        with opened(stored, sha256=attachment.sha256) as file:
            seen = examine(attachment.entry, file, attachment.name, extension)
    except FileDamaged:
        return
    if seen is None:
        return
    with suppress(_AlreadyDone), storing() as store:
        fields = stored_blind(attachment.entry, extension, seen, store)
        with transaction.atomic():
            lock_entry(attachment.entry, revision=None)
            rows = Attachment.objects.filter(file=stored, found__isnull=True)
            if not rows.update(**fields):
                raise _AlreadyDone


class _AlreadyDone(Exception):
    """Another worker was quicker: this copy goes."""


def _extension(attachment: Attachment) -> str:
    return (attachment.file.name or "").rsplit(".", 1)[-1]
