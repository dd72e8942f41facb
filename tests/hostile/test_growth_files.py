"""What looks inside files and packages costs in proportion to them; the readers of files run here as
they do in their confined process."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pikepdf
import pytest

from common.errors import DomainError
from common.faults import Faults
from judging.services.conflict_list import _rows
from leaderboards.package.shape import check
from submissions.uploads.contents import check as look_inside
from submissions.uploads.properties import examine
from tests.factories.submissions import zip_bytes
from tests.hostile.growth import grows_in_proportion
from tests.package.whole import whole


def pdf(pages: int) -> bytes:
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


FILES: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "a.pdf": (100, pdf),
    "b.pdf": (2_000, lambda n: b"%PDF-1.4\n" + b"1 0 obj<<" * n),  # a table must be guessed
    "c.pdf": (2_000, lambda n: b"%PDF-1.4\n1 0 obj" + b"[" * n),
    "a.zip": (250, lambda n: zip_bytes({f"{each}.txt": b"a" for each in range(n)})),
    "b.zip": (5_000, lambda n: zip_bytes({"a.txt": b"a"}) + b"PK\x05\x06" * n),
    "a.docx": (250, lambda n: zip_bytes({f"word/{each}": b"a" for each in range(n)})),
    "a.json": (5_000, lambda n: json.dumps([{"a": each} for each in range(n)]).encode()),
    "b.json": (5_000, lambda n: b"[" * n),
    "a.png": (5_000, lambda n: b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x00tEXt\x00\x00\x00\x00" * n),
    "a.gif": (5_000, lambda n: b"GIF89a" + b"!\xfe\x01a\x00" * n),
    "a.jpg": (5_000, lambda n: b"\xff\xd8\xff" + b"\xe1\x00\x02\xff" * n),
}


@pytest.mark.parametrize("name", FILES)
def test_file_costs_grow_in_proportion(name: str) -> None:
    size, content = FILES[name]

    def make(count: int) -> Callable[[], object]:
        data = content(count)

        def read() -> None:
            with suppress(DomainError):
                look_inside(io.BytesIO(data), name, name.rpartition(".")[2])

        return read

    grows_in_proportion(make, size)


def _docx(comments: bytes) -> bytes:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    return zip_bytes({**parts, "word/comments.xml": comments})


NAMED: dict[str, tuple[int, Callable[[int], bytes]]] = {
    **{name: FILES[name] for name in ("a.pdf", "b.pdf")},
    "a.zip": (50, FILES["a.zip"][1]),
    "b.docx": (1_000, lambda n: _docx(b"<a " * n)),
    "c.docx": (300, lambda n: _docx(b"<dc:creator>" * n)),
    "d.docx": (1_000, lambda n: _docx(b'<a b="' * n)),
    "e.docx": (5_000, lambda n: _docx(b" w:" * n)),
    "a.ipynb": (300, lambda n: json.dumps({"cells": [{"metadata": {"a": "b"}}] * n}).encode()),
    "a.mp4": (500, lambda n: b"\0\0\0\x08ftyp" + b"\0\0\0\x08free" * n),
    "b.mp4": (1_000, lambda n: b"\0\0\0\x08ftyp" + b"\xff\xff\xff\xffmoov" * n),
    "a.mp3": (500, lambda n: b"ID3\x03\0\0\0\x7f\x7f\x7f" + b"TPE1\0\0\0\x01\0\0a" * n),
    "a.wav": (1_000, lambda n: b"RIFF\0\0\0\0WAVE" + b"junk\0\0\0\0" * n),
    "a.webm": (500, lambda n: b"\x1a\x45\xdf\xa3\x80" + b"\xec\x80" * n),
    "a.py": (1_000, lambda n: b"nguyen van " * n),
}


@pytest.mark.parametrize("name", NAMED)
def test_looking_for_names_costs_in_proportion(name: str) -> None:
    size, content = NAMED[name]

    def make(count: int) -> Callable[[], object]:
        data = content(count)
        names = ["Nguyễn Văn An", "Đội Sao Mai"]
        return lambda: examine(io.BytesIO(data), name, name.rpartition(".")[2], names)

    grows_in_proportion(make, size)


def packages() -> dict[str, Callable[[int], Any]]:
    def many(member: str, row: Any) -> Callable[[int], Any]:
        return lambda n: {**whole(), member: [row] * n}

    return {
        "right rows": lambda n: {**whole(), "entries": whole()["entries"][:1] * n},
        "rows that are none": many("entries", 1),
        "rows with unknown members": many("entries", {"code": "A-1", "colour": 1}),
        "long codes": lambda n: {**whole(), "entries": [{"code": "a" * 10 * n}]},
        "deep": lambda n: {**whole(), "entries": _deep(min(n, 250))},
        "unknown members": lambda n: {**whole(), **{f"k{each}": 1 for each in range(n)}},
    }


def _deep(depth: int) -> Any:
    document: Any = 1
    for _ in range(depth):
        document = [document]
    return document


@pytest.mark.django_db
@pytest.mark.parametrize("kind", packages())
def test_package_check_costs_grow_in_proportion(kind: str) -> None:
    document = packages()[kind]

    def make(count: int) -> Callable[[], object]:
        given = document(count)
        return lambda: check(given, Faults())

    grows_in_proportion(make, 60)


@pytest.mark.parametrize("row", ["GK1,A-1,,note\n", '"', ",", "\t", '"a""', "\r", ";"])
def test_conflict_list_costs_grow_in_proportion(row: str) -> None:
    grows_in_proportion(lambda count: lambda: list(_rows(row * count, Faults())), 1_500)
