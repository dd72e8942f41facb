"""Paper sheets as one PDF. Never reads the database.

What all sheets of a form share is laid out once and drawn under each sheet's own head, so that many
sheets cost little more than their heads. A form is set as dense as it needs to be one page; one too
long for any setting goes over to a second.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

from common import pdf, qr
from judging.paper.page import CODE_MM, END, FITS, Sheet, form, heads

_MM = 72 / 25.4
_MARGIN = 11 * 96 / 25.4
"""The page's upper margin in CSS pixels."""
_FORM = pikepdf.Name("/Form")


def printed(sheets: Sequence[Sheet]) -> bytes:
    """The sheets in the given order; the same sheets give the same bytes."""
    identifier = sheets[0].code.encode()
    with pdf.lock:
        once = [1] * len(sheets)
        tops = pdf.rendered(heads(sheets, once))
        below: dict[int, float] = {}
        for at, sheet in enumerate(sheets):
            end = tops.pages[at].anchors[f"{END}{at}"][1] - _MARGIN
            below[id(sheet.form)] = max(end, below.get(id(sheet.form), 0))
        first = {id(sheet.form): sheet for sheet in reversed(sheets)}
        forms = {key: _form(sheet, below[key]) for key, sheet in first.items()}
        pages = [len(forms[id(sheet.form)].pages) for sheet in sheets]
        if pages != once:
            tops = pdf.rendered(heads(sheets, pages))
        own = tops.write_pdf(pdf_identifier=identifier, full_fonts=False)
    with pikepdf.open(io.BytesIO(own)) as document:
        drawn = {
            key: [document.copy_foreign(page.as_form_xobject()) for page in shared.pages]
            for key, shared in forms.items()
        }
        whole = iter(document.pages)
        for sheet in sheets:
            marks = _code(sheet.code)
            for shared in drawn[id(sheet.form)]:
                page = next(whole)
                page.add_resource(shared, pikepdf.Name.XObject, _FORM)
                page.contents_add(f"q {_FORM} Do Q\n".encode() + marks, prepend=True)
                marks = b""
        made = io.BytesIO()
        document.save(made, deterministic_id=True)
    return made.getvalue()


def _code(code: str) -> bytes:
    """The sheet's QR code as operators of its first page."""
    left, top, side = (length * _MM for length in CODE_MM)
    return qr.operators(code, left, 297 * _MM - top - side, side)


def _form(sheet: Sheet, below: float) -> pikepdf.Pdf:
    """The form's pages, as roomy as one page allows; the caller holds the lock."""
    for fit in FITS:
        document = pdf.rendered(form(sheet, fit, below=below))
        if len(document.pages) == 1:
            break
    return pikepdf.open(io.BytesIO(document.write_pdf(full_fonts=False)))
