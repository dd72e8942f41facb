"""Opens the files of works as they were stored, and makes thumbnails again that were lost."""

from __future__ import annotations

from typing import IO, Final

from django.core.files.base import ContentFile
from django.db import transaction

from common.stored import FileComing, FileDamaged, FileLost, is_whole_webp, opened
from jobs.services import enqueue
from submissions.errors import UploadRefused
from submissions.models import Attachment
from submissions.services.blinding import is_examined
from submissions.services.locks import lock_entry
from submissions.services.storing import delete_files, storing
from submissions.uploads.cleaning import cleaned
from submissions.uploads.kinds import KINDS

AGAIN_JOB: Final = "submissions.thumbnail-again"


def open_attachment(*, attachment: Attachment, shown: str = "") -> IO[bytes]:
    """The file's bytes. Raises FileLost: nobody but its sender has it.

    `shown` is its name for who must not know its own.
    """
    try:
        return opened(str(attachment.file.name), sha256=attachment.sha256)
    except FileDamaged as error:
        raise FileLost(name=shown or attachment.name) from error


def open_blind(*, attachment: Attachment, shown: str) -> IO[bytes]:
    """What a blind judge gets: the copy without properties, if one was made. Raises FileLost,
    FileComing, and has the file looked at again."""
    if not attachment.blind_copy:
        return open_attachment(attachment=attachment, shown=shown)
    try:
        return opened(str(attachment.blind_copy.name), sha256=attachment.blind_sha256)
    except FileDamaged as error:
        open_attachment(attachment=attachment, shown=shown).close()
        Attachment.objects.filter(blind_copy=attachment.blind_copy.name).update(
            found=None, blind_copy="", blind_bytes=None, blind_sha256=""
        )
        attachment.found = None
        is_examined(attachment)
        raise FileComing(name=shown) from error


def open_thumbnail(*, attachment: Attachment, shown: str = "") -> IO[bytes]:
    """The thumbnail's bytes. Raises FileComing, and has it made again; FileLost with its picture."""
    try:
        return opened(str(attachment.thumbnail.name), looks=is_whole_webp)
    except FileDamaged as error:
        open_attachment(attachment=attachment, shown=shown).close()
        enqueue(
            kind=AGAIN_JOB,
            payload={"attachment": attachment.pk},
            unique_key=f"{AGAIN_JOB}:{attachment.pk}",
        )
        raise FileComing(name=shown or attachment.name) from error


def make_thumbnail_again(*, attachment_id: int) -> None:
    """From the picture; harmless when repeated. Does nothing where that is lost too."""
    attachment = Attachment.objects.filter(pk=attachment_id).first()
    if attachment is None or not attachment.thumbnail:
        return
    extension = str(attachment.file.name).rsplit(".", 1)[-1]
    try:
        with open_attachment(attachment=attachment) as file:
            picture = cleaned(file, attachment.name, KINDS[extension].picture_format)
    except (FileLost, UploadRefused):
        return
    before = attachment.thumbnail.name
    with storing() as store, transaction.atomic():
        lock_entry(attachment.entry, revision=None)
        name = store(attachment.entry, "webp", ContentFile(picture.thumbnail))
        Attachment.objects.filter(thumbnail=before).update(thumbnail=name)
        transaction.on_commit(lambda: delete_files([before]))
