"""Properties of files: what is found, what is taken out, and that the work stays as it was."""

from __future__ import annotations

import io
import json
import zipfile
import zlib

import pikepdf
import pypdfium2
import pytest
from openpyxl import load_workbook
from PIL import Image

from submissions.uploads.blinding import examined
from submissions.uploads.properties import examine
from submissions.uploads.properties.images import bare_jpeg, bare_png
from tests.factories.files import BY, STRIPPED, WARNED, docx_by, jpeg_by, pdf_by, xlsx_by, zip_by
from tests.factories.submissions import zip_bytes

NAME = "Lường Thị Giấu Tên"
PLAIN = "Luong Thi Giau Ten"  # what a PDF's standard font can show


def inside(content: bytes) -> bytes:
    """All bytes of a file, unpacked, so that nothing hides in a compressed part."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [inside(archive.read(each)) for each in archive.namelist()]
            return b"\n".join([*(name.encode() for name in archive.namelist()), *parts, content])
    if content[:5] == b"%PDF-":
        with pikepdf.open(io.BytesIO(content)) as document:
            shown = [repr(each).encode() for each in document.objects]
            raw = [each.read_raw_bytes() for each in document.objects if _is_stream(each)]
        return b"\n".join([*shown, *raw, *_streams(content)])
    return content


def _is_stream(each: object) -> bool:
    return isinstance(each, pikepdf.Stream)


def _streams(content: bytes) -> list[bytes]:
    found = []
    for part in content.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            found.append(part[:200])
    return found


def holds(content: bytes, name: str = NAME) -> bool:
    told = inside(content)
    escaped = json.dumps(name)[1:-1].encode()
    return any(each in told for each in (
        name.encode(), name.encode("utf-16-le"), name.encode("utf-16-be"), escaped
    ))  # fmt: skip


def look(
    content: bytes, extension: str, *names: str
) -> tuple[list[tuple[str, str, str]], bytes | None]:
    return examine(io.BytesIO(content), f"bai.{extension}", extension, names)


@pytest.mark.parametrize("extension", sorted(BY))
def test_made_file_names_somebody(extension: str) -> None:
    assert holds(BY[extension](NAME))


@pytest.mark.parametrize("extension", STRIPPED)
def test_copy_names_nobody_and_nothing_is_left_to_warn_of(extension: str) -> None:
    found, copy = look(BY[extension](NAME), extension, NAME)
    assert copy is not None
    assert not holds(copy)
    assert found == []


@pytest.mark.parametrize("extension", STRIPPED)
def test_copy_of_a_copy_changes_nothing(extension: str) -> None:
    _, copy = look(BY[extension](NAME), extension)
    assert copy is not None
    assert look(copy, extension)[1] == copy


@pytest.mark.parametrize("extension", WARNED)
def test_author_is_found_where_nothing_is_taken_out(extension: str) -> None:
    found, copy = look(BY[extension](NAME), extension)
    assert copy is None
    assert NAME in {value for what, value, _ in found if what == "author"}


def test_place_of_a_film_is_found() -> None:
    found, _ = look(BY["mp4"](NAME), "mp4")
    assert ("place", "+21.0278+105.8342/", "xyz") in found


def test_archive_tells_of_its_comment_paths_and_files() -> None:
    found, _ = look(zip_by(NAME), "zip", NAME)
    assert {
        ("words", f"của {NAME}", "ZIP"),
        ("place", "Users/luongthi/anh.jpg", "ZIP"),
        ("name", NAME, "Lường_Thị_Giấu_Tên/main.py"),
        ("name", NAME, "Lường_Thị_Giấu_Tên/main.py:"),
        ("author", NAME, "Users/luongthi/anh.jpg:"),
        ("author", NAME, "bai.docx: docProps/core.xml"),
    } <= set(found)


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("pdf", pdf_by("x", text=PLAIN)),
        ("docx", docx_by("x", text="Họ và tên: LƯỜNG THỊ GIẤU TÊN, lớp 9A")),
        ("py", f'"""{NAME}"""\n'.encode()),
        ("csv", f"stt,ten\n1,{NAME.upper()}\n".encode()),
        ("json", json.dumps({"a": NAME}, ensure_ascii=False).encode()),
        ("sb3", zip_bytes({"project.json": json.dumps({"c": NAME}, ensure_ascii=False).encode()})),
        ("ipynb", json.dumps({"nbformat": 4, "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["# ", NAME]}]}).encode()),
    ],
)  # fmt: skip
def test_name_of_the_entry_in_the_content_is_found_and_left(extension: str, content: bytes) -> None:
    found, copy = look(content, extension, NAME)
    assert [(what, value) for what, value, _ in found] == [("name", NAME)]
    assert look(copy or content, extension)[0] == []  # nothing for who is not of the entry


def test_copies_hold_the_same_work() -> None:
    content = docx_by(NAME)
    _, copy = look(content, "docx")
    assert copy is not None
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(io.BytesIO(copy)) as after:
        assert before.namelist() == after.namelist()
        words = after.read("word/document.xml").decode()
        picture = after.read("word/media/image1.jpeg")
        assert 'Một đoạn văn author="giữ nguyên"' in words
        assert words.count("<") == before.read("word/document.xml").decode().count("<")
    assert _pixels(picture) == _pixels(jpeg_by(NAME))
    _, copy = look(xlsx_by(NAME), "xlsx")
    sheet = load_workbook(io.BytesIO(copy or b"")).active
    assert sheet is not None
    assert (sheet["A1"].value, sheet["A1"].comment.text) == ("tổng", "đúng chưa?")


def test_copy_of_a_pdf_shows_the_same_pages() -> None:
    content = pdf_by(NAME, text="cay lua nuoc")
    _, copy = look(content, "pdf")
    shown = [pypdfium2.PdfDocument(each)[0].render().to_pil() for each in (content, copy)]
    assert shown[0].tobytes() == shown[1].tobytes()
    with pikepdf.open(io.BytesIO(copy or b"")) as document:
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root


def test_field_of_a_form_keeps_its_name_and_a_signature_loses_its_signer() -> None:
    document = pikepdf.new()
    page = document.add_blank_page()
    signed = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, Name=pikepdf.String(NAME), ByteRange=[0, 1, 2, 3],
        Contents=pikepdf.String(NAME), Reason=pikepdf.String(NAME),
    )  # fmt: skip
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=[0, 0, 1, 1],
        T=pikepdf.String("chu_ky"), V=document.make_indirect(signed),
    )  # fmt: skip
    page.Annots = [document.make_indirect(field)]
    target = io.BytesIO()
    document.save(target)
    found, copy = look(target.getvalue(), "pdf")
    assert (found, holds(copy or NAME.encode())) == ([], False)
    with pikepdf.open(io.BytesIO(copy or b"")) as bare:
        assert str(bare.pages[0].Annots[0].T) == "chu_ky"


def test_pictures_inside_lose_metadata_and_no_pixel() -> None:
    bare = bare_jpeg(jpeg_by(NAME))
    assert _pixels(bare) == _pixels(jpeg_by(NAME))
    with Image.open(io.BytesIO(bare)) as picture:
        assert (dict(picture.getexif()), picture.info.get("comment")) == ({}, None)
    from PIL.PngImagePlugin import PngInfo

    told, target = PngInfo(), io.BytesIO()
    told.add_text("Author", NAME)
    told.add_itxt("XML:com.adobe.xmp", NAME)
    Image.new("RGB", (9, 9), "red").save(target, "PNG", pnginfo=told)
    assert not holds(bare_png(target.getvalue()))
    assert _pixels(bare_png(target.getvalue())) == _pixels(target.getvalue())
    assert bare_png(b"no picture") == bare_jpeg(b"no picture") == b"no picture"


def _pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        return picture.convert("RGB").tobytes()


@pytest.mark.parametrize("extension", sorted({*BY} - {"jpg"}))
def test_half_a_file_is_said_to_be_unread_or_tells_less(extension: str) -> None:
    content = BY[extension](NAME)
    found, copy = look(content[: len(content) // 2], extension)
    assert copy is None or extension == "pdf"  # whose reader repairs
    assert all(what in {"unread", "author", "place", "words", "name"} for what, *_ in found)


def test_utf_16_part_is_read_and_stays_utf_16() -> None:
    words = f"<?xml version='1.0' encoding='UTF-16'?><w:comments><w:comment w:author='{NAME}'/></w:comments>"
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    content = zip_bytes({**parts, "word/comments.xml": words.encode("utf-16")})
    found, copy = look(content, "docx")
    assert (found, holds(copy or b"")) == ([], False)
    with zipfile.ZipFile(io.BytesIO(copy or b"")) as bare:
        assert bare.read("word/comments.xml").decode("utf-16") == words.replace(f"'{NAME}'", '"—"')


def test_reading_happens_in_the_confined_process() -> None:
    seen = examined(io.BytesIO(pdf_by(NAME)), "bai.pdf", "pdf", [NAME])
    assert seen.found == []
    assert seen.copy is not None
    seen = examined(io.BytesIO(zip_by(NAME)), "bai.zip", "zip", [NAME])
    assert {"what": "words", "value": f"của {NAME}", "where": "ZIP"} in seen.found
