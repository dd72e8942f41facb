"""HTML to PDF with the shipped fonts: the same input gives the same bytes.

Never reads a file of this machine or the network, and never a font of the system. One process lays
out one document at a time (the font configuration is shared).
"""

from __future__ import annotations

import threading
from functools import cache

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from common import fonts

_lock = threading.Lock()


def layout(html: str, *, identifier: bytes, zoom: float = 1) -> bytes:
    """The document as a PDF; `identifier` stands for a random one, `zoom` scales its units."""
    with _lock:
        document = HTML(string=html, url_fetcher=fetcher()).render(
            font_config=font_configuration(), stylesheets=[font_css()]
        )
        return bytes(document.write_pdf(zoom=zoom, pdf_identifier=identifier, full_fonts=False))


@cache
def fetcher() -> URLFetcher:
    """Nothing but data URLs: neither files of this machine nor the network."""
    return URLFetcher(allowed_protocols=("data",))


@cache
def font_configuration() -> FontConfiguration:
    return FontConfiguration()


@cache
def font_css() -> CSS:
    return CSS(string=fonts.css(), font_config=font_configuration(), url_fetcher=fetcher())
