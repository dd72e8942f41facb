"""The kinds of files that can be checked: extension, media type, first bytes, family.

What is not here can never be uploaded, whatever a contest's rule says: no HTML and no SVG,
which run scripts, and no programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Family(Enum):
    """How the content of a kind is checked."""

    PICTURE = "picture"
    PDF = "pdf"
    ARCHIVE = "archive"
    DOCUMENT = "document"  # a ZIP with certain members
    TEXT = "text"
    JSON = "json"
    MEDIA = "media"  # sound and film: first bytes only


@dataclass(frozen=True, slots=True)
class Kind:
    """`magics`: pairs of offset and bytes, one of which the file must have."""

    media_type: str
    family: Family
    magics: tuple[tuple[int, bytes], ...] = ()
    members: tuple[str, ...] = ()  # what a document's ZIP must hold
    picture_format: str = ""  # Pillow's name


_ZIP: Final = ((0, b"PK\x03\x04"),)
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_PYTHON: Final = Kind("text/x-python", Family.TEXT)
_CPP: Final = Kind("text/x-c++src", Family.TEXT)
_JPEG: Final = Kind("image/jpeg", Family.PICTURE, ((0, b"\xff\xd8\xff"),), picture_format="JPEG")


def _office(what: str, member: str) -> Kind:
    return Kind(_OFFICE + what, Family.DOCUMENT, _ZIP, ("[Content_Types].xml", member))


KINDS: Final[dict[str, Kind]] = {
    "png": Kind("image/png", Family.PICTURE, ((0, b"\x89PNG\r\n\x1a\n"),), picture_format="PNG"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "webp": Kind("image/webp", Family.PICTURE, ((8, b"WEBP"),), picture_format="WEBP"),
    "gif": Kind(
        "image/gif", Family.PICTURE, ((0, b"GIF87a"), (0, b"GIF89a")), picture_format="GIF"
    ),
    "pdf": Kind("application/pdf", Family.PDF, ((0, b"%PDF-"),)),
    "zip": Kind("application/zip", Family.ARCHIVE, _ZIP),
    "docx": _office("wordprocessingml.document", "word/document.xml"),
    "pptx": _office("presentationml.presentation", "ppt/presentation.xml"),
    "xlsx": _office("spreadsheetml.sheet", "xl/workbook.xml"),
    "odt": Kind(
        "application/vnd.oasis.opendocument.text",
        Family.DOCUMENT,
        _ZIP,
        ("mimetype", "content.xml"),
    ),
    "odp": Kind(
        "application/vnd.oasis.opendocument.presentation",
        Family.DOCUMENT,
        _ZIP,
        ("mimetype", "content.xml"),
    ),
    "sb3": Kind("application/x.scratch.sb3", Family.DOCUMENT, _ZIP, ("project.json",)),
    "ipynb": Kind("application/x-ipynb+json", Family.JSON, members=("cells", "nbformat")),
    "json": Kind("application/json", Family.JSON),
    "csv": Kind("text/csv", Family.TEXT),
    "txt": Kind("text/plain", Family.TEXT),
    "md": Kind("text/markdown", Family.TEXT),
    "py": _PYTHON,
    "cpp": _CPP,
    "cc": _CPP,
    "c": Kind("text/x-csrc", Family.TEXT),
    "java": Kind("text/x-java", Family.TEXT),
    "pas": Kind("text/x-pascal", Family.TEXT),
    "mp3": Kind(
        "audio/mpeg",
        Family.MEDIA,
        ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2")),
    ),
    "wav": Kind("audio/wav", Family.MEDIA, ((8, b"WAVE"),)),
    "m4a": Kind("audio/mp4", Family.MEDIA, ((4, b"ftyp"),)),
    "mp4": Kind("video/mp4", Family.MEDIA, ((4, b"ftyp"),)),
    "mov": Kind("video/quicktime", Family.MEDIA, ((4, b"ftyp"), (4, b"moov"), (4, b"wide"))),
    "webm": Kind("video/webm", Family.MEDIA, ((0, b"\x1a\x45\xdf\xa3"),)),
}
