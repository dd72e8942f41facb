"""Pictures inside other files: metadata is found, and left out without touching a pixel.

A picture that is uploaded by itself is written anew by the worker (`submissions.uploads.pictures`).
"""

from __future__ import annotations

import struct
from typing import IO, Final

from PIL import ExifTags, Image

from submissions.uploads.properties.found import AUTHOR, PLACE, WORDS, Found

_AUTHORS: Final = (ExifTags.Base.Artist, ExifTags.Base.XPAuthor, ExifTags.Base.Copyright)
_WORDS: Final = (
    ExifTags.Base.ImageDescription,
    ExifTags.Base.XPTitle,
    ExifTags.Base.XPComment,
    ExifTags.Base.XPSubject,
)
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD",
     b"pHYs", b"acTL", b"fcTL", b"fdAT"}
)  # fmt: skip
_JPEG_DROPPED: Final = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""APP1 (EXIF, XMP) to APP13 and APP15, comments; APP0 and APP14 say how colours are stored."""


def look(file: IO[bytes], found: Found, where: str) -> None:
    """Artist, description and position; a picture that cannot be read tells nothing."""
    try:
        with Image.open(file, formats=["JPEG", "PNG", "WEBP", "GIF"]) as picture:
            exif = picture.getexif()
            texts = {str(key): value for key, value in picture.info.items()}
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return
    for tags, what in ((_AUTHORS, AUTHOR), (_WORDS, WORDS)):
        for tag in tags:
            if tag in exif:
                found.add(what, _words(exif[tag]), where)
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        found.add(PLACE, "GPS", where)
    for key in ("Author", "Artist", "Creator", "Copyright"):
        if isinstance(texts.get(key), str):
            found.add(AUTHOR, texts[key], where)
    for key in ("Title", "Description", "Comment", "comment"):
        value = texts.get(key)
        if isinstance(value, str | bytes):
            found.add(WORDS, _words(value), where)


def _words(value: object) -> str:
    """Windows writes its tags in UTF-16."""
    if isinstance(value, bytes):
        wide = len(value) > 1 and value[1:2] == b"\x00"
        return value.decode("utf-16-le" if wide else "utf-8", "replace").rstrip("\x00")
    return str(value)


def bare_jpeg(content: bytes) -> bytes:
    """The same picture without EXIF, XMP and comments; what is no JPEG stays as it is."""
    if content[:2] != b"\xff\xd8":
        return content
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xDA:  # pixels from here on
            break
        (length,) = struct.unpack_from(">H", content, at + 2)
        if marker not in _JPEG_DROPPED:
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, content[at:]])


def bare_png(content: bytes) -> bytes:
    """The same picture without texts, times and EXIF; what is no PNG stays as it is."""
    if content[:8] != _PNG:
        return content
    kept, at = [_PNG], 8
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        if content[at + 4 : at + 8] in _PNG_KEPT:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)
