"""PDF from the layers: the static one laid out once, under every page as one Form XObject.

The same input gives the same bytes: no dates, an identifier made from the content, fonts from the
shipped files. One process lays out one document at a time (the font configuration is shared).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import lru_cache

import pikepdf

from certificates.rendering import page
from certificates.rendering.content import CertificateContent
from certificates.rendering.designs import HEIGHT
from certificates.rendering.template import TemplateDefinition
from common.pdf import layout

_STATIC = "/StaticLayer"


def render(contents: Sequence[CertificateContent], template: TemplateDefinition) -> bytes:
    """A PDF with one page for each of `contents`, in that order. ValueError when there are none."""
    if not contents:
        raise ValueError("no certificate to render")
    with (
        pikepdf.open(io.BytesIO(variable_layer(contents, template))) as document,
        pikepdf.open(io.BytesIO(static_layer(template))) as static,
    ):
        form = document.copy_foreign(static.pages[0].as_form_xobject())
        for sheet in document.pages:
            _shapes(sheet)[_STATIC] = form
            sheet.contents_add(f"q {_STATIC} Do Q\n".encode("ascii"), prepend=True)
        return _bytes(document)


def merge(chunks: Iterable[bytes]) -> bytes:
    """The pages of several results of `render` in one file; equal static layers are kept once."""
    with pikepdf.new() as document, ExitStack() as open_parts:
        for chunk in chunks:
            part = open_parts.enter_context(pikepdf.open(io.BytesIO(chunk)))
            document.pages.extend(part.pages)
        layers: dict[bytes, pikepdf.Object] = {}
        for sheet in document.pages:
            shapes = _shapes(sheet)
            digest = hashlib.sha256(shapes[_STATIC].read_raw_bytes()).digest()
            shapes[_STATIC] = layers.setdefault(digest, shapes[_STATIC])
        return _bytes(document)


@lru_cache(maxsize=16)
def static_layer(template: TemplateDefinition) -> bytes:
    """The shared page as a PDF of its own."""
    return _layout(page.static_html(template), template)


def variable_layer(contents: Sequence[CertificateContent], template: TemplateDefinition) -> bytes:
    """The pages of `contents` without what they share."""
    return _layout(page.variable_html(contents, template), template)


def _layout(html: str, template: TemplateDefinition) -> bytes:
    return layout(html, identifier=b"certificate", zoom=template.height_mm / HEIGHT)


def _shapes(sheet: pikepdf.Page) -> pikepdf.Object:
    """The XObject dictionary of a page; made when the page has none."""
    if "/XObject" not in sheet.resources:
        sheet.resources.XObject = pikepdf.Dictionary()
    return sheet.resources.XObject


def _bytes(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(
        out,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()
