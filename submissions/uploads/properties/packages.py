"""Office documents: OOXML and ODF, which are ZIP packages of XML.

Tags are changed as text, so that prefixes and order stay as the office program wrote them.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import IO, Final

from submissions.uploads.properties import images
from submissions.uploads.properties.found import AUTHOR, PLACE, WORDS, Found

_EMPTY: Final = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b"<cp:coreProperties xmlns:cp="
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<office:document-meta xmlns:office="
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"/>',
}
"""Parts that hold properties and nothing of the work."""

_CODES: Final = ("Application", "AppVersion", "Template", "generator", "revision", "Characters")
_TAG: Final = re.compile(r"<[A-Za-z][^<>]*>")
_NAMING: Final = r"(?:author|initials|userId|userName|lastModifiedBy|lastEditedBy|lastPrintedBy)"
_ATTRIBUTE: Final = re.compile(rf'(\s(?:[\w.-]+:)?{_NAMING}=)("[^"]*"|\'[^\']*\')')
_PERSON: Final = re.compile(
    r'(\s(?:name|displayName|initials|userId|providerId)=)("[^"]*"|\'[^\']*\')'
)
_PERSON_PARTS: Final = re.compile(r"ppt/(?:commentAuthors|authors)\.xml|xl/persons/.*")
_ELEMENT: Final = re.compile(
    r"(<((?:dc:creator|meta:creator-initials|author|loext:sender-initials))(?:\s[^<>]*)?>)([^<]*)(</\2>)"
)
_PATH: Final = re.compile(
    r'(\s(?:url|Target)=)("(?:file:|[A-Za-z]:\\|/Users/|/home/)[^"]*"|\'(?:file:|[A-Za-z]:\\)[^\']*\')'
)
_HIDDEN: Final = "—"
_PROPERTY: Final = re.compile(r"<([\w:-]+)(?:\s[^<>]*)?>([^<]+)</\1>")
_MARKUP: Final = re.compile(r"<[^<>]*>")
_BREAKS: Final = re.compile(r"</(?:w:p|a:p|text:p|text:h|si|row)>")
_BODIES: Final = re.compile(
    r"word/(?:document|header\d*|footer\d*|comments|footnotes)\.xml|ppt/(?:slides|notesSlides)/[^/]+\.xml"
    r"|xl/(?:sharedStrings|workbook)\.xml|content\.xml|styles\.xml"
)
_PICTURES: Final = {".jpg": images.bare_jpeg, ".jpeg": images.bare_jpeg, ".png": images.bare_png}


def cleaned(content: bytes) -> bytes:
    """The document without its properties and the names of who edited and commented."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for member in source.infolist():
            part = zipfile.ZipInfo(member.filename)  # no date, no owner, no comment
            part.compress_type = member.compress_type
            package.writestr(part, _part(member.filename, source.read(member)))
    return target.getvalue()


def _part(name: str, content: bytes) -> bytes:
    if name in _EMPTY:
        return _EMPTY[name]
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _PICTURES:
        return _PICTURES[suffix](content)
    if suffix not in {".xml", ".rels"}:
        return content
    words, encoding = _decoded(content)
    attribute = _PERSON if _PERSON_PARTS.fullmatch(name) else _ATTRIBUTE

    def tag(match: re.Match[str]) -> str:
        bare = attribute.sub(rf'\g<1>"{_HIDDEN}"', match[0])
        return _PATH.sub(r'\g<1>"file:///"', bare)

    words = _TAG.sub(tag, words)
    return _ELEMENT.sub(rf"\g<1>{_HIDDEN}\g<4>", words).encode(encoding)


def _decoded(content: bytes) -> tuple[str, str]:
    """Raises UnicodeDecodeError for what is neither UTF-8 nor UTF-16 with its mark."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16"), "utf-16"
    return content.decode("utf-8"), "utf-8"


def look(file: IO[bytes], found: Found, where: str = "") -> None:
    """Properties, names of editors and commentators, local paths, and names in the text."""
    with zipfile.ZipFile(file) as source:
        for name in source.namelist():
            suffix = PurePosixPath(name).suffix.lower()
            place = f"{where}{name}"
            if suffix in _PICTURES:
                images.look(io.BytesIO(source.read(name)), found, place)
            elif suffix in {".xml", ".rels"}:
                words, _ = _decoded(source.read(name))
                if name in _EMPTY:
                    _properties(words, found, place)
                else:
                    _editors(name, words, found, place)
                if _BODIES.fullmatch(name):
                    found.add_names(_text(words), where or name)


def _properties(words: str, found: Found, place: str) -> None:
    for tag, value in _PROPERTY.findall(words):
        local = tag.rpartition(":")[2]
        if local in {"creator", "lastModifiedBy", "initial-creator", "Manager", "Company"}:
            found.add(AUTHOR, html.unescape(value), place)
        elif not local.startswith(_CODES) and not re.fullmatch(
            r"[\d\s:.TZPHMS+-]*|true|false", value
        ):
            found.add(WORDS, html.unescape(value), place)


def _editors(name: str, words: str, found: Found, place: str) -> None:
    attribute = _PERSON if _PERSON_PARTS.fullmatch(name) else _ATTRIBUTE
    for tag in _TAG.findall(words):
        for _, value in attribute.findall(tag):
            _told(AUTHOR, value[1:-1], found, place)
        for _, value in _PATH.findall(tag):
            if value[1:-1] != "file:///":
                _told(PLACE, value[1:-1], found, place)
    for _, _, value, _ in _ELEMENT.findall(words):
        _told(AUTHOR, value, found, place)


def _told(what: str, value: str, found: Found, place: str) -> None:
    if value not in {"", _HIDDEN}:
        found.add(what, html.unescape(value), place)


def _text(words: str) -> str:
    """The text between tags; runs of one paragraph are joined."""
    return html.unescape(_MARKUP.sub("", _BREAKS.sub("\n", words)))
