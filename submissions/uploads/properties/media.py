"""Sound and film: the tags of MP4, QuickTime, MP3, WAV and WebM. Read only; nothing is decoded."""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterator
from typing import IO, Final

from submissions.uploads.properties.found import AUTHOR, PLACE, WORDS, Found

_MOST: Final = 4 * 1024 * 1024
"""Of one part that holds tags; covers and pictures take the rest."""
_PARTS: Final = 5_000
_SAID: Final = 4096  # letters of one tag

_BOXES: Final = frozenset({b"moov", b"udta", b"trak", b"mdia", b"ilst", b"meta"})
_PEOPLE: Final = frozenset(
    {"art", "aart", "aut", "auth", "perf", "wrt", "dir", "prd", "own", "cpy", "cprt", "artist",
     "author", "director", "producer", "composer", "performer", "copyright", "publisher", "creator",
     "iart", "icop", "ieng", "itch", "tpe1", "tpe2", "tpe3", "tcom", "text", "town", "tcop", "tpub",
     "originator", "tp1", "tcm"}
)  # fmt: skip
_PLACES: Final = frozenset({"xyz", "loci", "location", "location.iso6709"})
_SAYING: Final = frozenset(
    {"nam", "cmt", "des", "desc", "titl", "title", "dscp", "comment", "description", "info",
     "inam", "icmt", "isbj", "tit1", "tit2", "tit3", "comm", "tt2", "com", "album", "alb", "talb"}
)  # fmt: skip


def look(file: IO[bytes], found: Found, where: str = "") -> None:
    """By the first bytes; what is cut short or unknown tells what could be read of it."""
    start = file.read(12)
    size = file.seek(0, os.SEEK_END)
    if start[:4] == b"RIFF":
        _riff(file, size, found, where)
    elif start[:4] == b"\x1a\x45\xdf\xa3":
        _ebml(file, size, found, where)
    elif start[4:8] in {b"ftyp", b"moov", b"wide"}:
        _boxes(file, 0, size, found, where, [])
    else:
        _id3(file, 0, found, where)
        _id3v1(file, size, found, where)


def _tell(key: str, value: bytes | str, found: Found, where: str) -> None:
    name = key.lower().lstrip("\xa9").strip("\x00 ").removeprefix("com.apple.quicktime.")
    text = _words(value) if isinstance(value, bytes) else value
    text = text[:_SAID].strip("\x00 ")
    if name in _PEOPLE:
        found.add(AUTHOR, text, f"{where}{name}")
    elif name in _PLACES:
        found.add(PLACE, text, f"{where}{name}")
    elif name in _SAYING:
        found.add(WORDS, text, f"{where}{name}")
    else:
        return
    found.add_names(text, f"{where}{name}")


def _words(value: bytes) -> str:
    if value[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return value.decode("utf-16", "replace")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1258", "replace")


# --- MP4 and QuickTime (ISO/IEC 14496-12; QuickTime File Format)


def _each_box(file: IO[bytes], at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(type, start of content, end) of the boxes between two places."""
    for _ in range(_PARTS):
        if at + 8 > end:
            return
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        header = 8
        if length == 1:
            long = file.read(8)
            if len(long) < 8:
                return
            (length,) = struct.unpack(">Q", long)
            header = 16
        elif length == 0:
            length = end - at
        if length < header:
            return
        yield kind, at + header, min(at + length, end)
        at += length


def _boxes(
    file: IO[bytes], at: int, end: int, found: Found, where: str, keys: list[str], depth: int = 0
) -> None:
    if depth > 8:
        return
    for kind, start, stop in _each_box(file, at, end):
        if kind in _BOXES:
            if kind == b"meta":
                file.seek(start)
                probe = file.read(8)
                start += 0 if probe[4:8] == b"hdlr" else 4  # QuickTime's has no version
            _boxes(file, start, stop, found, where, keys, depth + 1)
        elif kind == b"keys":
            keys[:] = _keys(_content(file, start, stop))
        else:
            number = int.from_bytes(kind, "big")
            name = keys[number - 1] if 0 < number <= len(keys) else kind.decode("latin-1")
            for text in _tag_texts(file, start, stop):
                _tell(name, text, found, where)


def _content(file: IO[bytes], start: int, stop: int) -> bytes:
    file.seek(start)
    return file.read(min(stop - start, _MOST))


def _keys(content: bytes) -> list[str]:
    names: list[str] = []
    at = 8
    while at + 8 <= len(content) and len(names) < _PARTS:
        (length,) = struct.unpack_from(">I", content, at)
        if length < 8:
            break
        names.append(content[at + 8 : at + length].decode("utf-8", "replace"))
        at += length
    return names


def _tag_texts(file: IO[bytes], start: int, stop: int) -> Iterator[bytes]:
    """What a tag says: in `data` boxes, after a length and a language, or after a version."""
    if stop - start < 4 or stop - start > _MOST:
        return
    content = _content(file, start, stop)
    if content[4:8] == b"data":
        for kind, inner, end in _each_box(io.BytesIO(content), 0, len(content)):
            if kind == b"data":
                yield content[inner + 8 : end]
        return
    (length,) = struct.unpack_from(">H", content)
    if length and length + 4 <= len(content):
        yield content[4 : 4 + length]
    elif content[:4] == bytes(4):
        yield content[6:]


# --- ID3 (id3.org, versions 2.2 to 2.4, and 1)


def _id3(file: IO[bytes], at: int, found: Found, where: str) -> None:
    file.seek(at)
    head = file.read(10)
    if head[:3] != b"ID3" or len(head) < 10:
        return
    version, size = head[3], _synchsafe(head[6:10])
    content = file.read(min(size, _MOST))
    wide = version >= 3
    step = 10 if wide else 6
    place = 0
    for _ in range(_PARTS):
        frame = content[place : place + step]
        if len(frame) < step or not frame[0]:
            return
        name = frame[: 4 if wide else 3].decode("latin-1")
        length = (
            _synchsafe(frame[4:8]) if version == 4
            else int.from_bytes(frame[4:8] if wide else frame[3:6], "big")
        )  # fmt: skip
        body = content[place + step : place + step + length]
        place += step + length
        if body and (name[0] == "T" or name in {"COMM", "COM"}):
            _tell(name, _id3_text(body, comment=name[0] == "C"), found, where)


def _synchsafe(four: bytes) -> int:
    return sum((byte & 0x7F) << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=False))


def _id3_text(body: bytes, *, comment: bool) -> str:
    encoding = {0: "cp1258", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}.get(body[0], "latin-1")
    return body[4 if comment else 1 :].decode(encoding, "replace").replace("\x00", " ")


def _id3v1(file: IO[bytes], size: int, found: Found, where: str) -> None:
    file.seek(max(0, size - 128))
    tail = file.read(128)
    if tail[:3] == b"TAG":
        for name, start in (("title", 3), ("artist", 33), ("album", 63), ("comment", 97)):
            _tell(name, tail[start : start + 30].partition(b"\x00")[0], found, where)


# --- WAV (RIFF)


def _riff(file: IO[bytes], size: int, found: Found, where: str) -> None:
    at = 12
    for _ in range(_PARTS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8 or at > size:
            return
        name, length = head[:4], int.from_bytes(head[4:], "little")
        if name == b"LIST":
            _info(file.read(min(length, _MOST)), found, where)
        elif name == b"bext":
            content = file.read(min(length, 288))
            _tell("description", content[:256].partition(b"\x00")[0], found, where)
            _tell("originator", content[256:288].partition(b"\x00")[0], found, where)
        elif name in {b"id3 ", b"ID3 "}:
            _id3(file, at + 8, found, where)
        at += 8 + length + length % 2


def _info(content: bytes, found: Found, where: str) -> None:
    at = 4
    for _ in range(_PARTS):
        if content[:4] != b"INFO" or at + 8 > len(content):
            return
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        name = content[at : at + 4].decode("latin-1")
        _tell(name, content[at + 8 : at + 8 + length].rstrip(b"\x00"), found, where)
        at += 8 + length + length % 2


# --- WebM (EBML, RFC 8794; Matroska, RFC 9559)

_SEGMENT, _INFO, _TITLE = 0x18538067, 0x1549A966, 0x7BA9
_TAGS, _TAG, _SIMPLE, _NAME, _STRING = 0x1254C367, 0x7373, 0x67C8, 0x45A3, 0x4487


def _ebml(file: IO[bytes], size: int, found: Found, where: str) -> None:
    for number, start, stop in _elements(file, 0, size):
        if number == _SEGMENT:
            for inner, begin, end in _elements(file, start, stop):
                if inner == _INFO:
                    for part, first, last in _elements(file, begin, end):
                        if part == _TITLE:
                            _tell("title", _content(file, first, last), found, where)
                elif inner == _TAGS:
                    _ebml_tags(file, begin, end, found, where, 0)


def _ebml_tags(file: IO[bytes], at: int, end: int, found: Found, where: str, depth: int) -> None:
    if depth > 4:
        return
    name: bytes = b""
    for number, start, stop in _elements(file, at, end):
        if number in {_TAG, _SIMPLE}:
            _ebml_tags(file, start, stop, found, where, depth + 1)
        elif number == _NAME:
            name = _content(file, start, stop)
        elif number == _STRING:
            _tell(name.decode("utf-8", "replace"), _content(file, start, stop), found, where)


def _elements(file: IO[bytes], at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(id, start of content, end); a part of unknown length goes to the end."""
    for _ in range(_PARTS):
        if at >= end:
            return
        number, at = _vint(file, at, marked=True)
        length, at = _vint(file, at, marked=False)
        if number < 0:
            return
        stop = end if length < 0 else min(at + length, end)
        yield number, at, stop
        at = stop


def _vint(file: IO[bytes], at: int, *, marked: bool) -> tuple[int, int]:
    """A number of 1 to 8 bytes, with its marker or without; -1 for none or an unknown length."""
    file.seek(at)
    first = file.read(1)
    if not first or not first[0]:
        return -1, at + 1
    width = 9 - first[0].bit_length()
    rest = file.read(width - 1)
    value = int.from_bytes(first + rest, "big")
    if marked:
        return value, at + width
    bits = value & ((1 << 7 * width) - 1)
    return (-1 if bits == (1 << 7 * width) - 1 else bits), at + width
