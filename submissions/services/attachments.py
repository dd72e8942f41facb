"""Takes files in, prepares pictures, and lets unbound files go.

A file and its row live and die together: what fails leaves neither.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from common.disk import require_room
from contests.models import Contest
from jobs.services import enqueue
from submissions.errors import (
    QUOTAS,
    AttachmentBound,
    EntryState,
    TooManyFiles,
    UploadRefused,
    UploadUnreadable,
)
from submissions.models import Attachment, Entry
from submissions.services.blinding import examine, stored_blind
from submissions.services.locks import lock_entry
from submissions.services.storing import delete_files, plan_sweep, storing
from submissions.services.works import require_submissions_open
from submissions.uploads.cleaning import CleanPicture, cleaned
from submissions.uploads.inspection import Inspected, inspect, megabytes
from submissions.uploads.kinds import KINDS, Family
from submissions.uploads.rules import rule_of
from submissions.usage import usages

THUMBNAIL_JOB = "submissions.thumbnail"


def add_attachment(*, entry: Entry, file: IO[bytes], name: str, by: User | None) -> Attachment:
    """Check the file and keep it, unbound. A picture stays `processing` until the worker had it.

    Raises SubmissionsClosed, EntryState, TooManyFiles, DiskFull and subclasses of UploadRefused.
    """
    require_submissions_open(entry, by)
    rule = rule_of(entry.contest)
    found = inspect(file, name, rule)  # before the lock: it may take a while
    picture = KINDS[found.extension].family is Family.PICTURE
    require_room(found.size_bytes)
    require_quota(entry, by, found)  # nothing is written in vain
    blind = examine(entry, file, found.name, found.extension)
    file.seek(0)
    with storing() as store:
        stored = store(entry, found.extension, File(file))
        kept = {} if blind is None else stored_blind(entry, found.extension, blind, store)
        with transaction.atomic():
            # Uploads of a contest are counted one after the other.
            Contest.objects.select_for_update(no_key=True).get(pk=entry.contest_id)
            current = lock_entry(entry, revision=None)
            if current.state in {Entry.State.WITHDRAWN, Entry.State.DISQUALIFIED}:
                raise EntryState(code=current.code)
            if current.attachments.filter(submission=None).count() >= rule.max_files:
                raise TooManyFiles(limit=rule.max_files)
            require_quota(current, by, found)
            attachment = Attachment.objects.create(
                entry=current,
                name=found.name,
                media_type=found.media_type,
                size_bytes=found.size_bytes,
                sha256=found.sha256,
                file=stored,
                width_px=found.width_px,
                height_px=found.height_px,
                state=Attachment.State.PROCESSING if picture else Attachment.State.READY,
                uploaded_by=by,
                **kept,
            )
            if picture:
                enqueue(
                    kind=THUMBNAIL_JOB,
                    payload={"attachment": attachment.pk},
                    unique_key=f"{THUMBNAIL_JOB}:{attachment.pk}",
                )
            plan_sweep()
    return attachment


def require_quota(entry: Entry, by: User | None, file: Inspected) -> None:
    """Raises QuotaExceeded, which says whose quota it is."""
    for usage in usages(entry, by):
        if file.size_bytes > usage.left_bytes:
            raise QUOTAS[usage.whose](
                name=file.name,
                size_mb=megabytes(file.size_bytes),
                used_mb=megabytes(usage.used_bytes),
                allowed_mb=megabytes(usage.allowed_bytes),
            )


@transaction.atomic
def delete_attachment(*, attachment: Attachment, by: User | None) -> None:
    """Let an unbound file go. Raises AttachmentBound, SubmissionsClosed."""
    lock_entry(attachment.entry, revision=None)
    current = Attachment.objects.select_related("entry__contest").get(pk=attachment.pk)
    require_submissions_open(current.entry, by)
    if current.submission_id is not None:
        raise AttachmentBound
    names = [current.file.name, current.thumbnail.name, current.blind_copy.name]
    current.delete()
    transaction.on_commit(lambda: delete_files(names))


@transaction.atomic
def set_attachment_public(*, attachment: Attachment, public: bool) -> Attachment:
    """Show a file to everybody, or no longer."""
    attachment.public = public
    attachment.save(update_fields=["public"])
    return attachment


def finish_picture(*, attachment_id: int) -> None:
    """Put a clean copy in the picture's place and make its thumbnail; harmless when repeated.

    A picture that cannot be decoded, or is lost, becomes `refused` and its file goes.
    """
    attachment = Attachment.objects.filter(pk=attachment_id).first()
    if attachment is None or attachment.state != Attachment.State.PROCESSING:
        return
    stored = attachment.file.name or ""
    extension = stored.rsplit(".", 1)[-1]
    try:
        with default_storage.open(stored) as file:
            picture = cleaned(file, attachment.name, KINDS[extension].picture_format)
    except FileNotFoundError:
        refusal = UploadUnreadable.code
        _replace(attachment, {"state": Attachment.State.REFUSED, "refusal": refusal, "file": ""})
        return
    except UploadRefused as error:
        _replace(attachment, {"state": Attachment.State.REFUSED, "refusal": error.code, "file": ""})
        return
    with suppress(_AlreadyDone):
        _keep(attachment, extension, picture)


def _keep(attachment: Attachment, extension: str, picture: CleanPicture) -> None:
    entry = attachment.entry
    with storing() as store:
        kept = _replace(
            attachment,
            {
                "file": store(entry, extension, ContentFile(picture.content)),
                "thumbnail": store(entry, "webp", ContentFile(picture.thumbnail)),
                "size_bytes": len(picture.content),
                "sha256": hashlib.sha256(picture.content).hexdigest(),
                "width_px": picture.width,
                "height_px": picture.height,
                "state": Attachment.State.READY,
            },
        )
        if not kept:
            raise _AlreadyDone


class _AlreadyDone(Exception):
    """Another worker was quicker: these copies go."""


@transaction.atomic
def _replace(attachment: Attachment, values: dict[str, object]) -> bool:
    """Write to every row of the same stored file; False if another worker was quicker."""
    lock_entry(attachment.entry, revision=None)
    before = attachment.file.name
    rows = Attachment.objects.filter(file=before, state=Attachment.State.PROCESSING)
    if not rows.update(**values):
        return False
    transaction.on_commit(lambda: delete_files([before]))
    return True
