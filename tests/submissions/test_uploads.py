"""Files that lie, files that explode, and what is kept of honest ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from jobs.models import Job
from submissions import errors
from submissions.models import Attachment
from submissions.services import finish_picture
from submissions.uploads.inspection import inspect, safe_name
from submissions.uploads.kinds import KINDS
from submissions.uploads.rules import UploadRule
from tests.factories.contests import make_contest
from tests.factories.submissions import (
    make_attachment,
    make_entry,
    pdf_bytes,
    picture_bytes,
    zip_bytes,
)

RULE = UploadRule(types=tuple(KINDS), max_bytes=10_000_000, max_files=5)


def png_header(width: int, height: int) -> bytes:
    """A PNG of 74 bytes or so whose header declares any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def linked_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        link = zipfile.ZipInfo("anh.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return target.getvalue()


def truncated_jpeg() -> bytes:
    return picture_bytes("JPEG")[:40]


DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}

HONEST: dict[str, Callable[[], bytes]] = {
    "bài.pdf": pdf_bytes,
    "ảnh.png": picture_bytes,
    "ảnh.JPG": lambda: picture_bytes("JPEG"),
    "ảnh.webp": lambda: picture_bytes("WEBP"),
    "ảnh.gif": lambda: picture_bytes("GIF"),
    "bài.docx": lambda: zip_bytes(DOCX),
    "trò chơi.sb3": lambda: zip_bytes({"project.json": b"{}"}),
    "mã.py": lambda: "print('xin chào')\n".encode(),
    "sổ.ipynb": lambda: b'{"cells": [], "nbformat": 4}',
    "phim.mp4": lambda: b"\x00\x00\x00\x18ftypmp42" + bytes(32),
    "mã nguồn.zip": lambda: zip_bytes({"src/a.py": b"pass", "bao cao.docx": zip_bytes(DOCX)}),
}

HOSTILE: dict[str, tuple[str, Callable[[], bytes], type[errors.UploadRefused]]] = {
    "empty": ("a.pdf", lambda: b"", errors.UploadEmpty),
    "not-listed": ("a.exe", lambda: b"MZ", errors.UploadTypeForbidden),
    "html": ("a.html", lambda: b"<html>", errors.UploadTypeForbidden),
    "svg": ("a.svg", lambda: b"<svg/>", errors.UploadTypeForbidden),
    "no-extension": ("Makefile", lambda: b"all:", errors.UploadTypeForbidden),
    "html-as-png": ("a.png", lambda: b"<html><script>", errors.UploadTypeMismatch),
    "html-as-txt": ("a.txt", lambda: b"  <!DOCTYPE html><p>", errors.UploadTypeMismatch),
    "svg-as-md": ("a.md", lambda: b"<svg onload=alert(1)>", errors.UploadTypeMismatch),
    "jpeg-as-png": ("a.png", lambda: picture_bytes("JPEG"), errors.UploadTypeMismatch),
    "binary-as-py": ("a.py", lambda: b"\x7fELF\x00\x00", errors.UploadTypeMismatch),
    "latin-as-csv": ("a.csv", lambda: "tên;điểm".encode("utf-16"), errors.UploadTypeMismatch),
    "zip-as-docx": ("a.docx", lambda: zip_bytes({"x": b"1"}), errors.UploadTypeMismatch),
    "zip-as-sb3": ("a.sb3", lambda: zip_bytes({"x": b"1"}), errors.UploadTypeMismatch),
    "list-as-ipynb": ("a.ipynb", lambda: b"[]", errors.UploadTypeMismatch),
    "deep-json": ("a.json", lambda: b"[" * 200_000, errors.UploadTypeMismatch),
    "png-of-900-megapixels": ("a.png", lambda: png_header(30_000, 30_000), errors.PictureTooLarge),
    "png-of-41-megapixels": ("a.png", lambda: png_header(41_000, 1_000), errors.PictureTooLarge),
    "png-cut-short": ("a.png", lambda: picture_bytes()[:-20], errors.UploadUnreadable),
    "jpeg-cut-short": ("a.jpg", truncated_jpeg, errors.UploadUnreadable),
    "pdf-in-name-only": ("a.pdf", lambda: b"%PDF-1.7\nhello", errors.UploadUnreadable),
    "zip-cut-short": ("a.zip", lambda: zip_bytes({"a": b"1"})[:-30], errors.UploadUnreadable),
    "bomb-by-ratio": ("a.zip", lambda: zip_bytes({"a": bytes(5_000_000)}), errors.ArchiveTooLarge),
    "bomb-by-members": (
        "a.zip",
        lambda: zip_bytes({f"{n}.txt": b"" for n in range(2_001)}),
        errors.ArchiveTooLarge,
    ),
    "bomb-in-docx": (
        "a.docx",
        lambda: zip_bytes(DOCX | {"word/media/x": bytes(5_000_000)}),
        errors.ArchiveTooLarge,
    ),
    "nested": ("a.zip", lambda: zip_bytes({"b.ZIP": b"1"}), errors.ArchiveNested),
    "traversal": ("a.zip", lambda: zip_bytes({"../../x": b"1"}), errors.ArchiveUnsafe),
    "backslashes": ("a.zip", lambda: zip_bytes({"..\\x": b"1"}), errors.ArchiveUnsafe),
    "absolute": ("a.zip", lambda: zip_bytes({"/etc/x": b"1"}), errors.ArchiveUnsafe),
    "drive": ("a.zip", lambda: zip_bytes({"C:/x": b"1"}), errors.ArchiveUnsafe),
    "link": ("a.zip", linked_zip, errors.ArchiveUnsafe),
    "macros": (
        "a.docx",
        lambda: zip_bytes(DOCX | {"word/vbaProject.bin": b"1"}),
        errors.ArchiveUnsafe,
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_file_is_accepted(name: str) -> None:
    content = HONEST[name]()
    found = inspect(io.BytesIO(content), name, RULE)
    assert (found.name, found.size_bytes) == (name, len(content))
    assert found.media_type == KINDS[found.extension].media_type


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_file_is_refused(case: str) -> None:
    name, content, error = HOSTILE[case]
    with pytest.raises(errors.UploadRefused) as caught:
        inspect(io.BytesIO(content()), name, RULE)
    assert type(caught.value) is error
    assert name in caught.value.detail("vi") or error is errors.UploadTypeForbidden


def test_file_over_the_contests_limit_is_refused() -> None:
    rule = UploadRule(types=("txt",), max_bytes=10, max_files=1)
    assert inspect(io.BytesIO(b"0123456789"), "a.txt", rule).size_bytes == 10
    with pytest.raises(errors.UploadTooLarge):
        inspect(io.BytesIO(b"0123456789x"), "a.txt", rule)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/bài.pdf", "bài.pdf"),
        ("C:\\Users\\An\\ba\u0300i.pdf", "bài.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("...", "tệp"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_name_keeps_only_its_last_part(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["html-as-png", "bomb-by-ratio", "png-of-900-megapixels"])
def test_refused_file_leaves_neither_file_nor_row(case: str) -> None:
    entry = make_entry(make_contest())
    before = stored_files()
    name, content, error = HOSTILE[case]
    with pytest.raises(error):
        make_attachment(entry, name=name, content=content())
    assert not Attachment.objects.exists()
    assert stored_files() == before


@pytest.mark.django_db
def test_file_over_the_count_leaves_neither_file_nor_row() -> None:
    contest = make_contest(upload_rule={"types": ["pdf"], "max_bytes": 100_000, "max_files": 1})
    entry = make_entry(contest)
    make_attachment(entry)
    before = stored_files()
    with pytest.raises(errors.TooManyFiles):
        make_attachment(entry)
    assert Attachment.objects.count() == 1
    assert stored_files() == before


@pytest.mark.django_db
def test_stored_name_tells_nothing() -> None:
    attachment = make_attachment(make_entry(make_contest()), name="Nguyễn Văn An.pdf")
    assert attachment.name == "Nguyễn Văn An.pdf"
    folder, _, name = attachment.file.name.rpartition("/")
    assert folder == f"entries/{attachment.entry.contest_id}"
    assert len(name) == len("0" * 32 + ".pdf")


@pytest.mark.django_db(transaction=True)
def test_picture_loses_its_place_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (21.0, 1.0, 42.0)
    content = picture_bytes("JPEG", (64, 40), exif=exif, comment=b"An 9A2") + b"<?php"
    attachment = make_attachment(make_entry(make_contest()), name="ảnh.jpg", content=content)
    assert attachment.state == "processing"
    assert Job.objects.get(kind="submissions.thumbnail").payload == {"attachment": attachment.pk}
    raw = attachment.file.path

    finish_picture(attachment_id=attachment.pk)
    attachment.refresh_from_db()
    assert (attachment.state, attachment.width_px, attachment.height_px) == ("ready", 40, 64)
    assert not Path(raw).exists()
    kept = Path(attachment.file.path).read_bytes()
    assert attachment.size_bytes == len(kept)
    with Image.open(io.BytesIO(kept)) as picture:
        assert dict(picture.getexif()) == {}
        assert "comment" not in picture.info
    assert b"<?php" not in kept
    with Image.open(attachment.thumbnail.path) as thumbnail:
        assert (thumbnail.format, thumbnail.size) == ("WEBP", (40, 64))

    names = {attachment.file.name, attachment.thumbnail.name}
    finish_picture(attachment_id=attachment.pk)  # a job may run twice
    attachment.refresh_from_db()
    assert {attachment.file.name, attachment.thumbnail.name} == names


@pytest.mark.django_db(transaction=True)
def test_picture_that_cannot_be_decoded_is_refused_later() -> None:
    content = picture_bytes("JPEG", (640, 400))
    attachment = make_attachment(
        make_entry(make_contest()), name="ảnh.jpg", content=content[: len(content) // 2]
    )
    raw = attachment.file.path
    finish_picture(attachment_id=attachment.pk)
    attachment.refresh_from_db()
    assert (attachment.state, attachment.refusal) == ("refused", "upload-unreadable")
    assert attachment.file.name == ""
    assert not Path(raw).exists()
