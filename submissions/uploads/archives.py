"""Checks a ZIP by its directory, without unpacking a byte.

Refused: too many members, too much when unpacked, members packed more tightly than honest data
packs, overlapping members (D. Fifield, "A better zip bomb", 2019), archives in archives, paths
that leave the folder, links, passwords.
"""

from __future__ import annotations

import stat
import struct
import zipfile
from pathlib import PurePosixPath
from typing import IO, Final

from submissions.errors import (
    ArchiveNested,
    ArchiveTooLarge,
    ArchiveUnsafe,
    UploadEncrypted,
    UploadUnreadable,
)

MAX_MEMBERS: Final = 2_000
MAX_UNPACKED_BYTES: Final = 512 * 1024 * 1024
MAX_RATIO: Final = 100
RATIO_FROM_BYTES: Final = 1024 * 1024
"""Small members may be packed tightly: a page of spaces is no bomb."""

_MAX_DIRECTORY_BYTES: Final = 1024 * 1024
_END: Final = b"PK\x05\x06"
_NESTED: Final = frozenset(
    {
        ".zip",
        ".jar",
        ".apk",
        ".7z",
        ".rar",
        ".tar",
        ".gz",
        ".tgz",
        ".bz2",
        ".xz",
        ".zst",
        ".cab",
        ".iso",
    }
)


def check_archive(file: IO[bytes], name: str) -> frozenset[str]:
    """The names of the archive's members.

    Raises UploadUnreadable, UploadEncrypted, ArchiveTooLarge, ArchiveUnsafe, ArchiveNested.
    """
    _check_directory_size(file, name)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise UploadUnreadable(name=name) from error
    if len(members) > MAX_MEMBERS:
        raise ArchiveTooLarge(name=name)
    for member in members:
        _check_member(member, name)
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise ArchiveTooLarge(name=name)
    _check_overlap(members, name)
    return frozenset(member.filename for member in members)


def _check_directory_size(file: IO[bytes], name: str) -> None:
    """Reads the end record by hand: `zipfile` would first load a directory of any size."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_535 - 22))
    tail = file.read()
    position = tail.rfind(_END)
    if position < 0 or len(tail) - position < 22:
        raise UploadUnreadable(name=name)
    count, directory_bytes = struct.unpack_from("<HL", tail, position + 10)
    if count > MAX_MEMBERS or directory_bytes > _MAX_DIRECTORY_BYTES:
        raise ArchiveTooLarge(name=name)


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    if member.flag_bits & 0x1:
        raise UploadEncrypted(name=name)
    path = member.orig_filename.replace("\\", "/")
    unsafe = (
        path.startswith("/")
        or ".." in path.split("/")
        or ":" in path.split("/")[0]
        or "\x00" in path
        or stat.S_ISLNK(member.external_attr >> 16)
    )
    if unsafe:
        raise ArchiveUnsafe(name=name, member=path.replace("\x00", "")[:80])
    if PurePosixPath(path).suffix.lower() in _NESTED:
        raise ArchiveNested(name=name, member=path[:80])
    if member.file_size > RATIO_FROM_BYTES and (
        member.file_size > MAX_RATIO * max(member.compress_size, 1)
    ):
        raise ArchiveTooLarge(name=name)


def _check_overlap(members: list[zipfile.ZipInfo], name: str) -> None:
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < end:
            raise ArchiveUnsafe(name=name, member=member.filename[:80])
        end = member.header_offset + 30 + member.compress_size
