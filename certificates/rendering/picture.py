"""A page of a PDF as a picture, for screens; what is printed is always the PDF."""

from __future__ import annotations

import io
import threading

import pypdfium2

_lock = threading.Lock()  # PDFium is not made for threads


def picture(pdf: bytes, width_px: int) -> bytes:
    """The first page as a PNG of that width."""
    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        try:
            page = document[0]
            bitmap = page.render(scale=width_px / page.get_width())
            image = bitmap.to_pil().convert("RGB")
        finally:
            document.close()
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
