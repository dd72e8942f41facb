"""Files that lie or explode, sent as a browser sends them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contests.services import update_contest
from submissions.models import Attachment
from submissions.uploads.kinds import KINDS
from tests.factories.submissions import pdf_bytes, picture_bytes, zip_bytes
from tests.hostile.conftest import Refused, World

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(document.cookie)</script></svg>'
HTML = b"<!DOCTYPE html><script>fetch('/api/v1/me/')</script>"


def png_of_74_bytes() -> bytes:
    """Declares 30,000 by 30,000 pixels of one bit: a header, ten packed bytes, an end."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    packed = zlib.compress(b"\x00" * 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def bomb() -> bytes:
    """600 MB of zeros in 600 kB."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        zeros = b"\x00" * 50_000_000
        for number in range(12):
            archive.writestr(f"anh{number}.bmp", zeros)
    return target.getvalue()


def declared_bomb() -> bytes:
    """A directory that lies: one small member said to be 4 GB."""
    content = bytearray(zip_bytes({"a.txt": b"x" * 2_000_000}))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 4_000_000_000)
    return bytes(content)


CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a page as PNG": ("ảnh.png", lambda: HTML, "upload-type-mismatch"),
    "a program as PDF": ("bài.pdf", lambda: b"MZ\x90\x00" + bytes(200), "upload-type-mismatch"),
    "a PDF as picture": ("ảnh.jpg", pdf_bytes, "upload-type-mismatch"),
    "a GIF as PNG": ("ảnh.png", lambda: picture_bytes("GIF"), "upload-type-mismatch"),
    "30,000 x 30,000 pixels": ("ảnh.png", png_of_74_bytes, "picture-too-large"),
    "zip bomb": ("bài.zip", bomb, "archive-too-large"),
    "declared bomb": ("bài.zip", declared_bomb, "archive-too-large"),
    "path out of the ZIP": (
        "bài.zip",
        lambda: zip_bytes({"../../etc/cron.d/x": b"* * * * * root id"}),
        "archive-unsafe",
    ),
    "Windows path in a ZIP": (
        "bài.zip",
        lambda: zip_bytes({"..\\..\\Startup\\x.bat": b"calc"}),
        "archive-unsafe",
    ),
    "ZIP in a ZIP": (
        "bài.zip",
        lambda: zip_bytes({"trong.zip": zip_bytes({"a": b""})}),
        "archive-nested",
    ),
    "SVG with a script": ("hình.svg", lambda: SVG, "upload-type-forbidden"),
    "SVG as PNG": ("hình.png", lambda: SVG, "upload-type-mismatch"),
    "a page": ("trang.html", lambda: HTML, "upload-type-forbidden"),
    "two extensions": ("bài.pdf.exe", pdf_bytes, "upload-type-forbidden"),
    "no extension": ("bài", pdf_bytes, "upload-type-forbidden"),
    "nothing": ("bài.pdf", lambda: b"", "upload-empty"),
    "a page as text": ("dữ liệu.csv", lambda: HTML, "upload-type-mismatch"),
    "NUL in text": ("dữ liệu.csv", lambda: b"a,b\x00c", "upload-type-mismatch"),
}


def test_png_has_74_bytes() -> None:
    assert len(png_of_74_bytes()) <= 74


@pytest.mark.parametrize("case", CASES)
def test_hostile_file_is_refused_without_a_trace(world: World, refused: Refused, case: str) -> None:
    name, content, code = CASES[case]
    update_contest(
        contest=world.contest,
        upload_rule={"types": list(KINDS), "max_bytes": 20_000_000, "max_files": 5},
    )
    client = world.client(world.student)
    file = SimpleUploadedFile(name, content(), "image/png")  # what the browser says is no proof

    refused(
        lambda: client.post("/api/v1/attachments/", {"entry": world.entry.pk, "file": file}),
        422,
        code,
    )


def test_larger_file_than_the_contest_takes_is_refused(world: World, refused: Refused) -> None:
    update_contest(contest=world.contest, upload_rule={"types": ["pdf"], "max_bytes": 100})
    client = world.client(world.student)
    file = SimpleUploadedFile("bài.pdf", pdf_bytes())

    refused(
        lambda: client.post("/api/v1/attachments/", {"entry": world.entry.pk, "file": file}), 413
    )


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd.pdf", "C:\\fakepath\\bài.pdf", "bài\u202efdp.pdf", "a" * 600 + ".pdf"],
)
def test_hostile_name_never_reaches_the_disk(world: World, name: str) -> None:
    client = world.client(world.student)
    file = SimpleUploadedFile("x.pdf", pdf_bytes())
    file._name = name  # type: ignore[attr-defined]  # past Django's own cleaning of names

    response = client.post("/api/v1/attachments/", {"entry": world.entry.pk, "file": file})

    assert response.status_code == 201, response.content
    kept = Attachment.objects.get()
    assert len(kept.name) <= 200
    assert not set("/\\\u202e") & set(kept.name)
    assert kept.file.name.startswith(f"entries/{world.contest.pk}/")
    assert kept.file.name.isascii()


def test_file_leaves_as_a_download_that_runs_nothing(world: World) -> None:
    client = world.client(world.student)
    file = SimpleUploadedFile("bài.pdf", pdf_bytes(), "text/html")
    sent = client.post("/api/v1/attachments/", {"entry": world.entry.pk, "file": file}).json()

    response = client.get(sent["file_url"])

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
