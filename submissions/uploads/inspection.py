"""Looks at an uploaded file: is it of an allowed kind, is it what its name says, is it harmless.

Order: name, size, first bytes, then the content by its family. Nothing is stored here.
"""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, BinaryIO, Final, cast

import pikepdf

from common.text import single_line
from submissions.errors import (
    ArchiveUnsafe,
    UploadEmpty,
    UploadEncrypted,
    UploadTooLarge,
    UploadTypeForbidden,
    UploadTypeMismatch,
    UploadUnreadable,
)
from submissions.uploads.archives import check_archive
from submissions.uploads.kinds import KINDS, Family, Kind
from submissions.uploads.pictures import header
from submissions.uploads.rules import UploadRule

_CHUNK: Final = 1024 * 1024
_MAX_JSON_BYTES: Final = 20 * 1024 * 1024
_NAME_LENGTH: Final = 200
_MARKUP: Final = ("<!doctype html", "<html", "<svg", "<?xml", "<script")
_MACROS: Final = "vbaproject.bin"


@dataclass(frozen=True, slots=True)
class Inspected:
    """What is known of an accepted file; pixels only of pictures."""

    name: str
    extension: str
    media_type: str
    size_bytes: int
    sha256: str
    width_px: int | None = None
    height_px: int | None = None


def inspect(file: IO[bytes], name: str, rule: UploadRule) -> Inspected:
    """Everything that can be told without decoding; raises subclasses of UploadRefused."""
    name = safe_name(name)
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if extension not in rule.types:
        raise UploadTypeForbidden(
            extension=extension, name=name, allowed=", ".join(f".{each}" for each in rule.types)
        )
    size = file.seek(0, 2)
    if size == 0:
        raise UploadEmpty(name=name)
    if size > rule.max_bytes:
        raise UploadTooLarge(name=name, limit_mb=megabytes(rule.max_bytes))
    kind = KINDS[extension]
    _check_magic(file, name, extension, kind)
    width, height = _check_content(file, name, extension, kind)
    return Inspected(name, extension, kind.media_type, size, _sha256(file), width, height)


def safe_name(name: str) -> str:
    """The last part of a file's name as the person wrote it, short enough, for display only."""
    last = single_line(name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ") or "tệp"
    if len(last) <= _NAME_LENGTH:
        return last
    suffix = PurePath(last).suffix[:20]
    return last[: _NAME_LENGTH - len(suffix)] + suffix


def megabytes(size: int) -> str:
    """A limit in MB for people: "20", "0.5"."""
    return f"{size / 1024 / 1024:.4g}"


def _check_magic(file: IO[bytes], name: str, extension: str, kind: Kind) -> None:
    if not kind.magics:
        return
    file.seek(0)
    start = file.read(64)
    if not any(start[at : at + len(magic)] == magic for at, magic in kind.magics):
        raise UploadTypeMismatch(name=name, extension=extension)


def _check_content(
    file: IO[bytes], name: str, extension: str, kind: Kind
) -> tuple[int, int] | tuple[None, None]:
    match kind.family:
        case Family.PICTURE:
            return header(file, name, kind.picture_format)
        case Family.PDF:
            _check_pdf(file, name)
        case Family.ARCHIVE:
            check_archive(file, name)
        case Family.DOCUMENT:
            _check_document(file, name, extension, kind)
        case Family.TEXT:
            _check_text(file, name, extension)
        case Family.JSON:
            _check_json(file, name, extension, kind)
        case Family.MEDIA:
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


def _check_text(file: IO[bytes], name: str, extension: str) -> None:
    """UTF-8 without NUL, and no page or drawing under another name."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    start = ""
    try:
        for chunk in _chunks(file):
            text = decoder.decode(chunk)
            if "\x00" in text:
                raise UploadTypeMismatch(name=name, extension=extension)
            start = start or text[:200].lstrip().lower()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise UploadTypeMismatch(name=name, extension=extension) from error
    if start.startswith(_MARKUP):
        raise UploadTypeMismatch(name=name, extension=extension)


def _check_json(file: IO[bytes], name: str, extension: str, kind: Kind) -> None:
    if file.seek(0, 2) > _MAX_JSON_BYTES:
        raise UploadTooLarge(name=name, limit_mb=megabytes(_MAX_JSON_BYTES))
    file.seek(0)
    try:
        document = json.loads(file.read())
    except (ValueError, RecursionError) as error:
        raise UploadTypeMismatch(name=name, extension=extension) from error
    if kind.members and not (isinstance(document, dict) and set(kind.members) <= document.keys()):
        raise UploadTypeMismatch(name=name, extension=extension)


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk
