"""Files from the layers: single certificates and batches.

A single file is the frame followed by an incremental update (ISO 32000-1, 7.5.6) that fills its
page; so its digest costs nothing beyond the page itself, and is known while a batch is made.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf

from certificates.rendering.content import CertificateContent
from certificates.rendering.layers import Frame, frame, shared_of, streams
from certificates.rendering.template import TemplateDefinition


@dataclass(frozen=True, slots=True)
class Page:
    """One certificate's deflated content stream and the hex SHA-256 of its single file."""

    stream: bytes
    sha256: str


def pages(contents: Sequence[CertificateContent], template: TemplateDefinition) -> list[Page]:
    """Lays out the certificates, in that order. ValueError when there are none."""
    if not contents:
        raise ValueError("no certificate to render")
    return [
        Page(stream, _single(template, content).sha256(stream))
        for content, stream in zip(contents, streams(contents, template), strict=True)
    ]


def single(content: CertificateContent, template: TemplateDefinition) -> bytes:
    """The PDF of one certificate."""
    (stream,) = streams([content], template)
    return _single(template, content).file(stream)


def single_from(page: Page, content: CertificateContent, template: TemplateDefinition) -> bytes:
    """The same bytes as `single`, from the page that a batch laid out."""
    return _single(template, content).file(page.stream)


def merge(
    parts: Iterable[tuple[CertificateContent, TemplateDefinition, Page]],
) -> bytes:
    """One PDF with the pages in order; what they share is in it once."""
    with pikepdf.new() as document:
        sheets: dict[Frame, pikepdf.Object] = {}
        for content, template, page in parts:
            base = frame(template, shared_of(content, template))
            if base not in sheets:
                with pikepdf.open(io.BytesIO(base.pdf)) as source:
                    document.pages.append(source.pages[0])
                sheets[base] = document.pages[-1].obj
                del document.pages[-1]
            sheet: Any = pikepdf.Dictionary(dict(sheets[base].items()))
            sheet.Contents = pikepdf.Stream(document, page.stream, Filter=pikepdf.Name.FlateDecode)
            document.pages.append(pikepdf.Page(document.make_indirect(sheet)))
        return saved(document)


def render(contents: Sequence[CertificateContent], template: TemplateDefinition) -> bytes:
    """A PDF with one page for each of `contents`, in that order. ValueError when there are none."""
    made = pages(contents, template)
    return merge((content, template, page) for content, page in zip(contents, made, strict=True))


def saved(document: pikepdf.Pdf) -> bytes:
    """The file, the same bytes for the same document."""
    out = io.BytesIO()
    document.save(
        out,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


class _Single:
    """Completes a frame's file by one content stream."""

    def __init__(self, base: Frame) -> None:
        self._frame = base.pdf
        self._digest = hashlib.sha256(base.pdf)
        self._previous = int(re.findall(rb"startxref\s+(\d+)", base.pdf)[-1])
        with pikepdf.open(io.BytesIO(base.pdf)) as document:
            self._number = document.pages[0].Contents.objgen[0]
            trailer: Any = document.trailer
            self._size = int(trailer.Size)
            self._root = trailer.Root.objgen[0]
            self._info = trailer.Info.objgen[0]
            self._id = bytes(trailer.ID[0]).hex()

    def file(self, stream: bytes) -> bytes:
        return self._frame + self._update(stream)

    def sha256(self, stream: bytes) -> str:
        digest = self._digest.copy()
        digest.update(self._update(stream))
        return digest.hexdigest()

    def _update(self, stream: bytes) -> bytes:
        body = (
            (
                f"{self._number} 0 obj\n<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n"
            ).encode()
            + stream
            + b"\nendstream\nendobj\n"
        )
        at = len(self._frame)
        own = hashlib.md5(stream, usedforsecurity=False).hexdigest()
        return (
            body
            + (
                f"xref\n{self._number} 1\n{at:010d} 00000 n \ntrailer\n<< /Size {self._size} "
                f"/Root {self._root} 0 R /Info {self._info} 0 R /ID [<{self._id}> <{own}>] "
                f"/Prev {self._previous} >>\nstartxref\n{at + len(body)}\n%%EOF\n"
            ).encode()
        )


def _single(template: TemplateDefinition, content: CertificateContent) -> _Single:
    return _single_of(frame(template, shared_of(content, template)))


@lru_cache(maxsize=16)
def _single_of(base: Frame) -> _Single:
    return _Single(base)
