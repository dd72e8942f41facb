"""What judges of a blind contest get of a file, looked at by a confined process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

from common.confined import Limits
from submissions.errors import UploadRefused
from submissions.uploads.confinement import confined_reading
from submissions.uploads.kinds import KINDS, Family
from submissions.uploads.properties.found import UNREAD, rows

_LIMITS: Final = Limits(seconds=20)


@dataclass(frozen=True, slots=True)
class Examined:
    """What judges still learn of people from the file, and their copy, if it is another file."""

    found: list[dict[str, str]]
    copy: bytes | None


def is_examined(extension: str) -> bool:
    """Pictures are written anew for everybody (`submissions.uploads.pictures`)."""
    return KINDS[extension].family is not Family.PICTURE


def examined(file: IO[bytes], name: str, extension: str, names: Sequence[str]) -> Examined:
    """Never raises for what a file holds: one that cannot be read is said to be so."""
    file.seek(0)
    try:
        told: Any = confined_reading(
            "submissions.uploads.properties:examine", file, name, extension, list(names),
            limits=_LIMITS,
        )  # fmt: skip
    except UploadRefused:
        return Examined(rows([(UNREAD, extension, name)]), None)
    found, copy = told
    return Examined(rows(found), copy)
