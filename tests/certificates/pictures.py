"""PDF pages as pictures and as words, for tests that look at what is printed."""

from __future__ import annotations

import pypdfium2
from PIL import Image


def pages(pdf: bytes, dpi: int = 100) -> list[Image.Image]:
    """Every page in RGB."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def texts(pdf: bytes) -> list[str]:
    """The words of every page, one blank between them."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(text.split()) for text in found]
