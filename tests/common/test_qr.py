"""QR codes as pictures and as operators of a PDF."""

import io
import re

import pypdfium2
import segno
import zxingcpp
from PIL import Image

from common import pdf, qr

ADDRESS = "https://example.vn/verify/A5PN-VEWY-MSWF"


def test_svg_of_a_page_is_read_back():
    page = f"<style>svg{{width:30mm;height:30mm}}</style><p>{qr.svg(ADDRESS)}</p>"
    found = zxingcpp.read_barcodes(_drawn(pdf.layout(page, identifier=b"qr")))
    assert [code.text for code in found] == [ADDRESS]


def test_operators_fill_the_dark_modules_of_the_code():
    code = segno.make(ADDRESS, error="m", mask=3, micro=False, boost_error=False)
    wide = len(code.matrix)
    drawn = qr.operators(ADDRESS, 10, 20, 70).decode()
    filled = [
        (wide + qr.QUIET - 1 - int(bottom), column - qr.QUIET)
        for left, bottom, length in re.findall(r"^(\d+) (\d+) (\d+) 1 re$", drawn, re.MULTILINE)
        for column in range(int(left), int(left) + int(length))
    ]
    assert filled == [
        (row, column) for row in range(wide) for column in range(wide) if code.matrix[row][column]
    ]
    module = 70 / (wide + 2 * qr.QUIET)
    assert drawn.startswith(f"q 0 g {module:.5f} 0 0 {module:.5f} 10.000 20.000 cm\n")


def _drawn(document: bytes) -> Image.Image:
    return pypdfium2.PdfDocument(io.BytesIO(document))[0].render(scale=3).to_pil()
