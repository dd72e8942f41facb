"""Small real files of each kind whose properties name somebody, for tests of blind contests."""

from __future__ import annotations

import io
import json
import struct
import wave
import zipfile
from collections.abc import Mapping
from typing import Any

import pikepdf
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image

from tests.factories.submissions import zip_bytes

_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="t" TargetMode="External" Target="file:///C:\\Users\\{name}\\mau.dotx"/>'
    "</Relationships>"
)


def pdf_by(name: str, text: str = "") -> bytes:
    """Info, XMP, an annotation, a picture with EXIF, private data of a program; `text` on its page."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 200))
    document.docinfo["/Author"] = name
    document.docinfo["/Title"] = f"Bài của {name}"
    with document.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp["dc:creator"] = [name]
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 20, 20],
        T=pikepdf.String(name), Contents=pikepdf.String("xem lại"),
    )  # fmt: skip
    page.Annots = document.make_indirect([document.make_indirect(note)])
    picture = pikepdf.Stream(document, jpeg_by(name))
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=30,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(Im0=picture), Font=pikepdf.Dictionary(F0=font)
    )
    page.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private=pikepdf.String(name)))
    page.Contents = pikepdf.Stream(
        document, f"q 40 0 0 30 0 0 cm /Im0 Do Q BT /F0 12 Tf 20 100 Td ({text}) Tj ET".encode()
    )
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def jpeg_by(name: str) -> bytes:
    exif = Image.Exif()
    exif[315] = name  # Artist
    exif[40093] = name.encode("utf-16-le")  # XPAuthor
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(target, "JPEG", exif=exif, comment=name.encode())
    return target.getvalue()


def docx_by(name: str, text: str = "Một đoạn văn") -> bytes:
    """As Word writes it: three parts of properties, a comment, a change, an account, a template."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return zip_bytes(
        {
            key: value.encode() if isinstance(value, str) else value
            for key, value in {
                "[Content_Types].xml": "<Types/>",
                "docProps/core.xml": "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'>"
                f"<dc:creator>{name}</dc:creator><cp:lastModifiedBy>{name}</cp:lastModifiedBy>"
                "</cp:coreProperties>",
                "docProps/app.xml": f"<Properties><Company>{name}</Company></Properties>",
                "docProps/custom.xml": f"<Properties><p>{name}</p></Properties>",
                "word/document.xml": f"<w:document {w}><w:body><w:p><w:ins w:id='1' "
                f"w:author='{name}'><w:r><w:t>{text} author=\"giữ nguyên\"</w:t></w:r></w:ins></w:p>"
                "</w:body></w:document>",
                "word/comments.xml": f'<w:comments {w}><w:comment w:id="0" w:author="{name}" '
                f'w:initials="LTG"><w:p/></w:comment></w:comments>',
                "word/people.xml": f'<w15:people xmlns:w15="x"><w15:person w15:author="{name}">'
                f'<w15:presenceInfo w15:userId="{name}@truong.vn"/></w15:person></w15:people>',
                "word/_rels/settings.xml.rels": _RELS.format(name=name),
                "word/media/image1.jpeg": jpeg_by(name),
            }.items()
        }
    )


def pptx_by(name: str) -> bytes:
    return zip_bytes(
        {
            "[Content_Types].xml": b"<Types/>",
            "ppt/presentation.xml": b"<p:presentation xmlns:p='p'/>",
            "docProps/core.xml": f"<c xmlns:dc='d'><dc:creator>{name}</dc:creator></c>".encode(),
            "ppt/commentAuthors.xml": "<p:cmAuthorLst xmlns:p='p'>"
            f'<p:cmAuthor id="0" name="{name}" initials="LT"/></p:cmAuthorLst>'.encode(),
        }
    )


def xlsx_by(name: str) -> bytes:
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = name
    assert book.active is not None
    book.active["A1"] = "tổng"
    book.active["A1"].comment = Comment("đúng chưa?", name)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def odt_by(name: str) -> bytes:
    o = "xmlns:office='o' xmlns:dc='d' xmlns:meta='m' xmlns:text='t'"
    return zip_bytes(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "meta.xml": f"<office:document-meta {o}><meta:initial-creator>{name}"
            f"</meta:initial-creator><dc:creator>{name}</dc:creator></office:document-meta>".encode(),
            "content.xml": f"<office:document-content {o}><text:p><office:annotation><dc:creator>"
            f"{name}</dc:creator></office:annotation>Văn bản</text:p>"
            "</office:document-content>".encode(),
        }
    )


def ipynb_by(name: str) -> bytes:
    """As Colab writes it: who ran a cell, and whose notebook it is."""
    user = {"displayName": name, "userId": "0123"}
    notebook: Mapping[str, Any] = {
        "nbformat": 4, "nbformat_minor": 0,
        "metadata": {"authors": [{"name": name}], "colab": {"name": f"{name}.ipynb"},
                     "kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "cells": [{"cell_type": "code", "source": ["print(1)"], "outputs": [],
                   "execution_count": 1, "metadata": {"executionInfo": {"user": user}}}],
    }  # fmt: skip
    return json.dumps(notebook).encode()


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def mp4_by(name: str) -> bytes:
    """iTunes tags, QuickTime's author and position, and a keyed tag as an iPhone writes it."""
    words = name.encode()

    def data(value: bytes) -> bytes:
        return _box(b"data", struct.pack(">II", 1, 0) + value)

    ilst = _box(b"ilst", _box(b"\xa9ART", data(words)))
    position = b"+21.0278+105.8342/"
    udta = _box(
        b"udta",
        _box(b"\xa9aut", struct.pack(">HH", len(words), 0) + words)
        + _box(b"\xa9xyz", struct.pack(">HH", len(position), 0) + position)
        + _box(b"meta", bytes(4) + _box(b"hdlr", bytes(24)) + ilst),
    )
    key = b"com.apple.quicktime.artist"
    keys = bytes(4) + struct.pack(">I", 1) + struct.pack(">I4s", len(key) + 8, b"mdta") + key
    keyed = _box(
        b"ilst", struct.pack(">I", len(data(words)) + 8) + struct.pack(">I", 1) + data(words)
    )
    meta = _box(b"meta", _box(b"hdlr", bytes(24)) + _box(b"keys", keys) + keyed)
    return _box(b"ftyp", b"isom\0\0\2\0isommp41") + _box(b"moov", udta + meta) + _box(b"mdat", b"")


def mp3_by(name: str) -> bytes:
    body = b"\x03" + name.encode()
    frame = b"TPE1" + struct.pack(">I", len(body)) + b"\0\0" + body
    size = len(frame)
    head = b"ID3\x03\0\0" + bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return head + frame + b"\xff\xfb" + bytes(64)


def wav_by(name: str) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(8))
    words = name.encode() + b"\0" * (len(name.encode()) % 2)
    info = b"INFO" + b"IART" + struct.pack("<I", len(words)) + words
    content = target.getvalue() + b"LIST" + struct.pack("<I", len(info)) + info
    return content[:4] + struct.pack("<I", len(content) - 8) + content[8:]


def webm_by(name: str) -> bytes:
    def element(number: int, content: bytes) -> bytes:
        marker = number.to_bytes((number.bit_length() + 7) // 8, "big")
        return marker + (len(content) | 1 << 28).to_bytes(4, "big") + content

    tag = element(0x67C8, element(0x45A3, b"ARTIST") + element(0x4487, name.encode()))
    segment = element(0x18538067, element(0x1254C367, element(0x7373, tag)))
    return element(0x1A45DFA3, element(0x4282, b"webm")) + segment


def zip_by(name: str) -> bytes:
    """A comment, a path with the name, a home folder, and a document and a picture by somebody."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.comment = f"của {name}".encode()
        archive.writestr(f"{name.replace(' ', '_')}/main.py", f"# {name}\nprint(1)\n")
        archive.writestr("Users/luongthi/anh.jpg", jpeg_by(name))
        archive.writestr("bai.docx", docx_by(name))
    return target.getvalue()


BY = {
    "pdf": pdf_by, "docx": docx_by, "pptx": pptx_by, "xlsx": xlsx_by, "odt": odt_by,
    "ipynb": ipynb_by, "mp4": mp4_by, "mov": mp4_by, "m4a": mp4_by, "mp3": mp3_by, "wav": wav_by,
    "webm": webm_by, "zip": zip_by, "jpg": jpeg_by,
}  # fmt: skip
"""By extension: a file whose properties name somebody."""

STRIPPED = ("pdf", "docx", "pptx", "xlsx", "odt", "ipynb")
WARNED = ("mp4", "mov", "m4a", "mp3", "wav", "webm", "zip")
