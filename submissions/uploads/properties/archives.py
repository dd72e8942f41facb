"""Archives: comments, names of people in paths, and the properties of the files inside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO, Final

from submissions.uploads.properties.found import PLACE, WORDS, Found

_MEMBERS: Final = 200
_MEMBER_BYTES: Final = 16 * 1024 * 1024
_ALL_BYTES: Final = 64 * 1024 * 1024
_HOMES: Final = ("users", "home")

Looker = Callable[[IO[bytes], str, Found, str], None]
"""Looks into a member: its file, its extension, where to write, and where it stands."""


def look(file: IO[bytes], found: Found, inside: Looker) -> None:
    with zipfile.ZipFile(file) as archive:
        found.add(WORDS, archive.comment.decode("utf-8", "replace"), "ZIP")
        members = archive.infolist()
        for member in members:
            name = member.filename
            found.add_names(name.replace("_", " ").replace("-", " ").replace("/", " / "), name)
            found.add(WORDS, member.comment.decode("utf-8", "replace"), name)
            folders = [part.lower() for part in PurePosixPath(name).parts[:-1]]
            if any(home in folders[:-1] for home in _HOMES):
                found.add(PLACE, name, "ZIP")
        left = _ALL_BYTES
        for member in members[:_MEMBERS]:
            if member.is_dir() or member.file_size > min(_MEMBER_BYTES, left):
                continue
            left -= member.file_size
            extension = PurePosixPath(member.filename).suffix.lower().removeprefix(".")
            inside(io.BytesIO(archive.read(member)), extension, found, f"{member.filename}: ")
