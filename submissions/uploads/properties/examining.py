"""Takes a file by its kind: what judges would get of it, and what that still tells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import IO, Final

from submissions.uploads.kinds import KINDS, Family
from submissions.uploads.properties import archives, images, media, notebooks, packages, pdf
from submissions.uploads.properties.found import UNREAD, Found, Row

MOST_CLEANED: Final = 32 * 1024 * 1024
"""Of a larger file no copy is made: its properties stay, and the entrant is warned."""
_TEXT_BYTES: Final = 2 * 1024 * 1024
_OFFICE: Final = frozenset({"docx", "pptx", "xlsx", "odt", "odp"})


def examine(
    file: IO[bytes], name: str, extension: str, names: Sequence[str]
) -> tuple[list[Row], bytes | None]:
    """What the file that judges get tells of people, and that file if it is another than this one.

    `names` are those of the entry's people, team and school. Never raises for what a file holds.
    """
    copy = _copy(file, extension)
    found = Found(names)
    try:
        _look(io.BytesIO(copy) if copy is not None else file, extension, found)
    except Exception:  # whatever a library meets in a stranger's file
        found.add(UNREAD, extension, name)
    return found.rows, copy


def _copy(file: IO[bytes], extension: str) -> bytes | None:
    clean = _cleaner(extension)
    if clean is None or file.seek(0, 2) > MOST_CLEANED:
        return None
    file.seek(0)
    try:
        return clean(file.read())
    except Exception:  # it is judged as it is, and the entrant is warned
        return None


def _cleaner(extension: str) -> Callable[[bytes], bytes] | None:
    if extension in _OFFICE:
        return packages.cleaned
    return {"pdf": pdf.cleaned, "ipynb": notebooks.cleaned}.get(extension)


def _look(file: IO[bytes], extension: str, found: Found) -> None:
    file.seek(0)
    if KINDS[extension].family is Family.ARCHIVE:
        archives.look(file, found, _inside)
    else:
        _read(file, extension, found, "")


def _inside(file: IO[bytes], extension: str, found: Found, where: str) -> None:
    """A member that its own kind's reader cannot read tells nothing: it is no work by itself."""
    try:
        _read(file, extension, found, where)
    except Exception:
        return


def _read(file: IO[bytes], extension: str, found: Found, where: str) -> None:
    kind = KINDS.get(extension)
    if extension in _OFFICE:
        packages.look(file, found, where)
    elif extension == "pdf":
        pdf.look(file, found, where)
    elif extension == "ipynb":
        notebooks.look(file, found, where)
    elif extension == "sb3":
        with zipfile.ZipFile(file) as project:
            found.add_names(project.read("project.json").decode("utf-8", "replace"), where)
    elif kind is not None and kind.family is Family.PICTURE:
        images.look(file, found, where)
    elif kind is not None and kind.family is Family.MEDIA:
        media.look(file, found, where)
    elif kind is not None and kind.family in {Family.TEXT, Family.JSON}:
        found.add_names(file.read(_TEXT_BYTES).decode("utf-8", "replace"), where)
