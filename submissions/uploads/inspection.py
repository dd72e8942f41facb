"""Looks at an uploaded file: is it of an allowed kind, is it what its name says, is it harmless.

Order: name, size, first bytes, then the content by its family. Nothing is stored here.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Final

from common.text import single_line
from submissions.errors import (
    UploadEmpty,
    UploadTooLarge,
    UploadTypeForbidden,
    UploadTypeMismatch,
)
from submissions.uploads.confinement import confined_reading
from submissions.uploads.kinds import KINDS, Family, Kind
from submissions.uploads.rules import UploadRule

_CHUNK: Final = 1024 * 1024
_NAME_LENGTH: Final = 200
_MARKUP: Final = ("<!doctype html", "<html", "<svg", "<?xml", "<script")


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
    """Everything that can be known without decoding; raises subclasses of UploadRefused."""
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
    """What a library must read, another process reads."""
    if kind.family is Family.MEDIA:
        return None, None
    if kind.family is Family.TEXT:
        _check_text(file, name, extension)
        return None, None
    size: tuple[int, int] | tuple[None, None] = confined_reading(
        "submissions.uploads.contents:check", file, name, extension
    )
    return size


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


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk
