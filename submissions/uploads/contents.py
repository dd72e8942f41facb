"""Looks inside a file of the kinds that a library must read: pictures, PDFs, archives, documents, JSON.

Runs in a confined process (`common.confined`), so it loads neither models nor settings.
"""

from __future__ import annotations

import json
from typing import IO, BinaryIO, Final, cast

import pikepdf

from submissions.errors import (
    ArchiveUnsafe,
    UploadEncrypted,
    UploadTooLarge,
    UploadTypeMismatch,
    UploadUnreadable,
)
from submissions.uploads.archives import check_archive
from submissions.uploads.kinds import KINDS, Family, Kind
from submissions.uploads.pictures import header

MAX_JSON_BYTES: Final = 20 * 1024 * 1024
_MACROS: Final = "vbaproject.bin"


def check(file: IO[bytes], name: str, extension: str) -> tuple[int, int] | tuple[None, None]:
    """Width and height of a picture; raises subclasses of UploadRefused."""
    kind = KINDS[extension]
    match kind.family:
        case Family.PICTURE:
            return header(file, name, kind.picture_format)
        case Family.PDF:
            _check_pdf(file, name)
        case Family.ARCHIVE:
            check_archive(file, name)
        case Family.DOCUMENT:
            _check_document(file, name, extension, kind)
        case Family.JSON:
            _check_json(file, name, extension, kind)
        case _:
            pass
    return None, None


def _check_pdf(file: IO[bytes], name: str) -> None:
    file.seek(0)
    try:
        with pikepdf.open(cast(BinaryIO, file)) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError as error:
        raise UploadEncrypted(name=name) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise UploadUnreadable(name=name) from error
    if pages == 0:
        raise UploadUnreadable(name=name)


def _check_document(file: IO[bytes], name: str, extension: str, kind: Kind) -> None:
    members = check_archive(file, name)
    if not members.issuperset(kind.members):
        raise UploadTypeMismatch(name=name, extension=extension)
    for member in members:
        if member.lower().endswith(_MACROS):
            raise ArchiveUnsafe(name=name, member=member[:80])


def _check_json(file: IO[bytes], name: str, extension: str, kind: Kind) -> None:
    if file.seek(0, 2) > MAX_JSON_BYTES:
        raise UploadTooLarge(name=name, limit_mb=str(MAX_JSON_BYTES // 1024 // 1024))
    file.seek(0)
    try:
        document = json.loads(file.read())
    except (ValueError, RecursionError) as error:
        raise UploadTypeMismatch(name=name, extension=extension) from error
    if kind.members and not (isinstance(document, dict) and set(kind.members) <= document.keys()):
        raise UploadTypeMismatch(name=name, extension=extension)
