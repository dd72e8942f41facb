"""Other files from a printed batch: a range of it, a ZIP of single files, two on a sheet, lists.

All come from the batch's own pages and are made when asked for; nothing is laid out again.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from django.db.models import prefetch_related_objects
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from certificates.files import definition_of, file_name
from certificates.models import Certificate, CertificateBatch
from certificates.rendering import CertificateContent, Page, single_from
from certificates.rendering.pdf import saved
from certificates.rendering.wording import plain
from certificates.selectors import award_titles
from certificates.services.copies import handed_out
from certificates.services.signing import pen_of
from certificates.workers import chunks
from common.spreadsheets import safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GAP, _MARK = 8.5, 14.0  # pt between two certificates of a sheet, and the length of a cut mark
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of output: what its file is called and how it is made.

    `make` takes the batch, its printed certificates in order and their places in its file.
    """

    suffix: str
    content_type: str
    make: Callable[[CertificateBatch, Sequence[Certificate], Sequence[int]], Iterator[bytes]]


def _pdf(
    batch: CertificateBatch, certificates: Sequence[Certificate], places: Sequence[int]
) -> Iterator[bytes]:
    with pikepdf.open(batch.file.path) as document, pikepdf.new() as part:
        for place in places:
            part.pages.append(document.pages[place])
        yield saved(part)


def _zip(
    batch: CertificateBatch, certificates: Sequence[Certificate], places: Sequence[int]
) -> Iterator[bytes]:
    """A ZIP written while it is sent: one certificate's file in memory at a time."""
    several = len({certificate.register_id for certificate in certificates}) > 1
    sink, pen = _Sink(), pen_of(batch.publication.contest_id)
    with (
        pikepdf.open(batch.file.path) as document,
        zipfile.ZipFile(sink, "w") as archive,
    ):
        for some in chunks(list(zip(certificates, places, strict=True))):
            prefetch_related_objects([certificate for certificate, _ in some], "signatures")
            for certificate, place in some:
                page = Page(document.pages[place].Contents.read_raw_bytes(), "")
                content = CertificateContent.from_json(certificate.content)
                pdf = single_from(page, content, definition_of(certificate.template))
                info = zipfile.ZipInfo(file_name(certificate, year=several), _ZIP_DATE)
                archive.writestr(info, handed_out(certificate=certificate, pdf=pdf, pen=pen))
                yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Collects what is written until it is taken; cannot be sought."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(data)  # type: ignore[call-overload]
        self._parts.append(part)
        return len(part)

    def taken(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def _two_up(
    batch: CertificateBatch, certificates: Sequence[Certificate], places: Sequence[int]
) -> Iterator[bytes]:
    """Two certificates on a sheet, one above the other, with marks where to cut between them.

    They are ordered for the guillotine: the upper halves, cut and stacked, are followed by the
    lower ones, so that the cut stack is in printing order.
    """
    with pikepdf.open(batch.file.path) as document, pikepdf.new() as sheets:
        half = -(-len(places) // 2)
        pairs = [(at, at + half) for at in range(half)]
        forms = [sheets.copy_foreign(document.pages[place].as_form_xobject()) for place in places]
        for upper, lower in pairs:
            pair = [forms[upper], *(forms[lower : lower + 1])]
            left, bottom, right, top = (float(side) for side in pair[0].BBox)
            width, height = right - left, top - bottom
            sheet_height = 2 * height + _GAP
            page = sheets.add_blank_page(page_size=(width, sheet_height))
            drawn = []
            for name, form, y in zip(
                ("Upper", "Lower"), pair, (height + _GAP - bottom, -bottom), strict=False
            ):
                page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(f"/{name}"))
                drawn.append(f"q 1 0 0 1 {-left:.3f} {y:.3f} cm /{name} Do Q")
            for y in (height, height + _GAP):
                drawn.append(
                    f"q .25 w 0 {y:.3f} m {_MARK} {y:.3f} l {width - _MARK:.3f} {y:.3f} m "
                    f"{width:.3f} {y:.3f} l S Q"
                )
            page.contents_add("\n".join(drawn).encode("ascii"))
        yield saved(sheets)


def _register(
    batch: CertificateBatch, certificates: Sequence[Certificate], places: Sequence[int]
) -> Iterator[bytes]:
    """The issue register (sổ cấp phát): a line a certificate, with room to sign for receipt."""
    heads = (
        "STT", "Số vào sổ", "Họ và tên / Đội", "Đơn vị", "Thành tích", "Quyết định số",
        "Ngày cấp", "Mã kiểm tra", "Ký nhận",
    )  # fmt: skip
    rows = []
    for place, certificate in enumerate(certificates, start=1):
        content = CertificateContent.from_json(certificate.content)
        decision = definition_of(certificate.template).decision
        rows.append(
            (
                place,
                certificate.register_number,
                content.recipient,
                content.address,
                plain(content.achievement),
                decision.number if decision else "",
                certificate.issued_on,
                certificate.code,
                "",
            )
        )
    yield _sheet("Sổ cấp phát", heads, rows, (6, 12, 30, 40, 60, 18, 12, 18, 16))


def _labels(
    batch: CertificateBatch, certificates: Sequence[Certificate], places: Sequence[int]
) -> Iterator[bytes]:
    """What stands on the envelopes, by school, so that each school's lie together."""
    rows = [
        (
            _school(certificate),
            certificate.content["recipient"],
            award_titles(certificate)["award"],
            certificate.register_number,
        )
        for certificate in certificates
    ]
    heads = ("Đơn vị", "Họ và tên / Đội", "Giải", "Số vào sổ")
    yield _sheet("Nhãn", heads, sorted(rows), (50, 34, 24, 14))


def _school(certificate: Certificate) -> str:
    school = certificate.school or (certificate.entry.organization if certificate.entry else None)
    return school.name if school else ""


def _sheet(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[object]], widths: Sequence[int]
) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append(list(heads))
    for row in rows:
        sheet.append([safe_cell(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for line in sheet.iter_rows():
        for cell in line:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORMS = {
    "pdf": Form("pdf", "application/pdf", _pdf),
    "zip": Form("zip", "application/zip", _zip),
    "two_up": Form("2up.pdf", "application/pdf", _two_up),
    "register": Form("register.xlsx", XLSX, _register),
    "labels": Form("labels.xlsx", XLSX, _labels),
}
