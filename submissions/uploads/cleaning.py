"""Clean copies of uploaded pictures, made by a confined process; for the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Final

from common.confined import Limits
from submissions.uploads.confinement import confined_reading

_LIMITS: Final = Limits(seconds=60, megabytes=2048)
"""The largest picture, decoded, takes 160 MB, and a few copies of it are made."""


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture without metadata, upright, and its thumbnail (WebP)."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def cleaned(file: IO[bytes], name: str, picture_format: str) -> CleanPicture:
    """Raises PictureTooLarge, UploadUnreadable, UploadTooCostly."""
    parts = confined_reading(
        "submissions.uploads.pictures:clean", file, name, picture_format, limits=_LIMITS
    )
    return CleanPicture(*parts)
