"""Drawing up a round's minutes when it is locked, and making their PDF once."""

from __future__ import annotations

import hashlib
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from common.canonical import digest
from common.codes import new_code
from common.pdf import layout
from common.stored import FileComing, FileDamaged, opened
from contests.models import Round
from jobs.services import enqueue
from judging.errors import MinutesNotReady, MinutesPrinted
from judging.minutes import document_of, html
from judging.models import Minutes, RoundLock
from judging.selectors.minutes import PRINTING_JOB


def draw_up(*, round_: Round, lock: RoundLock) -> Minutes:
    """Freeze the round as the lock found it, inside the caller's transaction."""
    number = Minutes.objects.filter(round=round_).count() + 1
    document = document_of(round_, lock, number)
    minutes = Minutes.objects.create(
        round=round_,
        lock=lock,
        number=number,
        code=new_code(),
        document=document,
        document_sha256=digest(document),
    )
    _order(minutes)
    return minutes


def _order(minutes: Minutes) -> None:
    enqueue(
        kind=PRINTING_JOB,
        payload={"minutes": minutes.pk},
        unique_key=f"{PRINTING_JOB}:{minutes.pk}",
    )


@transaction.atomic
def reprint_minutes(*, minutes: Minutes) -> Minutes:
    """Try the PDF again after its job failed. Raises MinutesPrinted if it is there."""
    if minutes.file:
        raise MinutesPrinted
    _order(minutes)
    return minutes


def open_minutes(*, minutes: Minutes) -> IO[bytes]:
    """The PDF's bytes. One that is lost or damaged is ordered again, with the same facts.

    Raises MinutesNotReady, FileComing.
    """
    if not minutes.file:
        raise MinutesNotReady
    try:
        return opened(str(minutes.file.name), sha256=minutes.file_sha256)
    except FileDamaged as error:
        with transaction.atomic():
            lost = Minutes.objects.filter(pk=minutes.pk, file=minutes.file.name)
            if lost.update(file=""):
                _order(minutes)
        raise FileComing(name=f"{minutes.code}.pdf") from error


def print_minutes(*, minutes_id: int) -> Minutes:
    """Make the PDF and keep it with its digest; repeating it changes nothing."""
    minutes = Minutes.objects.get(pk=minutes_id)
    if minutes.file:
        return minutes
    page = html(
        minutes.document,
        code=minutes.code,
        url=f"{settings.PUBLIC_URL}/verify-minutes/{minutes.code}",
        digest=minutes.document_sha256,
        imports=minutes.imports,
    )
    data = layout(page, identifier=minutes.code.encode())
    with transaction.atomic():
        current = Minutes.objects.select_for_update().get(pk=minutes_id)
        if not current.file:  # of two workers the first one's file stays
            current.file.save(f"minutes/{current.pk}.pdf", ContentFile(data), save=False)
            current.file_sha256 = hashlib.sha256(data).hexdigest()
            current.save(update_fields=["file", "file_sha256"])
    return current
