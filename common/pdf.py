"""HTML to PDF with the shipped fonts: the same input gives the same bytes.

Never reads a file of this machine or the network, and never a font of the system. One process lays
out one document at a time (the font configuration is shared).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from xml.etree.ElementTree import Element

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from common import fonts
from common.errors import DomainError

WAIT_SECONDS = 3

lock = threading.RLock()
"""Held while a document is laid out: the font configuration is shared."""


class PrinterBusy(DomainError):
    """Others' documents are being laid out: who asks next keeps no thread waiting for them."""

    code = "busy"
    status = 503
    text = {
        "vi": "Máy chủ đang tạo tệp in khác; hãy thử lại sau vài giây.",
        "en": "The server is making other files to print; try again in a few seconds.",
    }


@contextmanager
def turn() -> Iterator[None]:
    """The lock, or PrinterBusy after a few seconds."""
    if not lock.acquire(timeout=WAIT_SECONDS):
        raise PrinterBusy(headers={"Retry-After": "5"})
    try:
        yield
    finally:
        lock.release()


def layout(html: str, *, identifier: bytes, zoom: float = 1) -> bytes:
    """The document as a PDF; `identifier` stands for a random one, `zoom` scales its units.

    Raises PrinterBusy.
    """
    with turn():
        document = rendered(html)
        return bytes(document.write_pdf(zoom=zoom, pdf_identifier=identifier, full_fonts=False))


def rendered(html: str) -> Document:
    """WeasyPrint's laid out document; the caller holds `lock`."""
    return HTML(string=html, url_fetcher=_fetcher()).render(
        font_config=font_configuration(), stylesheets=[_font_css()]
    )


def rendered_tree(root: Element, css: str) -> Document:
    """The same of elements that were never text, under no style sheet but `css`; in lower case.

    Neither parsing nor the browsers' default styles cost anything: a third of the work on pages
    of few words. The caller holds `lock`.
    """
    sheet = CSS(string=css, font_config=font_configuration(), url_fetcher=_fetcher())
    return _Tree(root).render(font_config=font_configuration(), stylesheets=[_font_css(), sheet])


class _Tree(HTML):  # type: ignore[misc]
    """A document of WeasyPrint from elements instead of text."""

    def __init__(self, root: Element) -> None:
        self.base_url = None
        self.url_fetcher = _fetcher()
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root)
        self.etree_element = root

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return []


@cache
def _fetcher() -> URLFetcher:
    """Nothing but data URLs: neither files of this machine nor the network."""
    return URLFetcher(allowed_protocols=("data",))


@cache
def font_configuration() -> FontConfiguration:
    """Without the fonts of this machine: a letter that the shipped ones lack is an empty box."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(fonts.FOLDER / "fonts.conf")
    try:
        return FontConfiguration()
    finally:  # a browser that this process starts wants its fonts
        del os.environ["FONTCONFIG_FILE"]
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


@cache
def _font_css() -> CSS:
    return CSS(string=fonts.css(), font_config=font_configuration(), url_fetcher=_fetcher())
