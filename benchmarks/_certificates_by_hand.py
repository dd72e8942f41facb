"""The reference of the certificate benchmark: the same page drawn by hand with reportlab.

The border is one vector form used by every page, fonts are subset, the QR code is vector with
the same fixed mask, text is measured and shrunk as ours is. No layout engine.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import segno
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from certificates.rendering import CertificateContent, TemplateDefinition
from certificates.rendering.design import HEIGHT
from certificates.rendering.designs import DESIGNS
from certificates.rendering.texts import TEXTS
from common.fonts import Font

_MM = 72 / 25.4


def register_fonts() -> None:
    """Makes the shipped faces known to reportlab under their file names."""
    for font in Font:
        pdfmetrics.registerFont(TTFont(font.value.file, str(font.value.path)))


def draw(
    contents: Sequence[CertificateContent],
    template: TemplateDefinition,
    border: pikepdf.Object,
    *,
    words_in_form: bool = False,
) -> bytes:
    """A PDF of one page a content; the path operators of the form `border` become a form here.

    `words_in_form` draws the words that all pages share once as well, as few do by hand.
    """
    out = io.BytesIO()
    wide, high = template.width_mm * _MM, template.height_mm * _MM
    canvas = Canvas(out, pagesize=(wide, high), pageCompression=1, invariant=1)
    canvas.beginForm("border", 0, 0, wide, high)
    canvas._code.append(_paths(border))
    canvas.endForm()
    if words_in_form:
        canvas.beginForm("words", 0, 0, wide, high)
        _static(canvas, template, contents[0], wide, high)
        canvas.endForm()
    for content in contents:
        canvas.doForm("border")
        if words_in_form:
            canvas.doForm("words")
        else:
            _static(canvas, template, content, wide, high)
        _variable(canvas, template, content, wide, high)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _paths(border: pikepdf.Object) -> str:
    """The line work of the border: its path, colour and matrix operators alone."""
    allowed = {
        "q",
        "Q",
        "cm",
        "m",
        "l",
        "c",
        "v",
        "y",
        "h",
        "re",
        "f",
        "f*",
        "S",
        "s",
        "B",
        "B*",
        "n",
        "w",
        "J",
        "j",
        "d",
        "rg",
        "RG",
    }
    kept = [each for each in pikepdf.parse_content_stream(border) if str(each.operator) in allowed]
    return pikepdf.unparse_content_stream(kept).decode("latin-1")


def _fit(
    text: str, font: str, sizes: Sequence[float], width: float, lines: int
) -> tuple[float, list[str]]:
    for size in sizes:
        broken = simpleSplit(text, font, size, width)
        if len(broken) <= lines:
            return size, broken
    return sizes[-1], simpleSplit(text, font, sizes[-1], width)[:lines]


def _static(
    canvas: Canvas,
    template: TemplateDefinition,
    content: CertificateContent,
    wide: float,
    high: float,
) -> None:
    """The words that all pages share, drawn on each."""
    design = DESIGNS[template.design]
    scale = high / HEIGHT
    head, body, small = (
        style.plain.value.file for style in (design.head, design.body, design.small)
    )
    bold = design.body.strong.value.file
    y = high - (design.motto_top + 5) * scale
    for text in template.motto:
        canvas.setFont(head, 12)
        canvas.drawCentredString(wide / 2, y, text)
        y -= 18
    y = high - (design.issuer_top + 5) * scale
    for text in template.issuer:
        canvas.setFont(head, 12)
        canvas.drawCentredString(wide / 2, y, text)
        y -= 18
    canvas.setFont(design.title.plain.value.file, design.title_pt)
    canvas.drawCentredString(wide / 2, high - (design.title_top + 22) * scale, template.title)
    right = wide - (design.right + 48) * scale
    y = high - (design.lower_top + 5) * scale
    for text, font in (
        (content.place_and_date, body),
        (template.signer.prefix, bold),
        (template.signer.title, bold),
        (template.signer.name, bold),
    ):
        canvas.setFont(font, 11.5)
        canvas.drawCentredString(right, y, text)
        y -= 17
    if template.seal:
        seal = ImageReader(io.BytesIO(template.seal))
        canvas.drawImage(seal, right - 80, y, 27 * scale, 27 * scale, mask="auto")
    canvas.setFont(small, 8.5)
    left = (design.left + 31) * scale
    canvas.drawString(left, 26 * scale + 90, TEXTS[template.language]["scan"])
    canvas.drawString(left, 26 * scale + 78, content.url.split("://", 1)[-1].rsplit("/", 1)[0])
    if template.decision:
        canvas.drawString(
            (design.left + 4) * scale, 30 * scale, f"Quyết định số: {template.decision.number}"
        )


def _variable(
    canvas: Canvas,
    template: TemplateDefinition,
    content: CertificateContent,
    wide: float,
    high: float,
) -> None:
    design = DESIGNS[template.design]
    scale = high / HEIGHT
    room = wide - (design.left + design.right) * scale
    y = high - (design.middle_top + 14) * scale
    name = design.name.plain.value.file
    size, lines = _fit(content.recipient, name, (34, 32, 30, 28, 26, 24, 22), room, 1)
    for line in lines:
        canvas.setFont(name, size)
        canvas.drawCentredString(wide / 2, y, line)
        y -= size * 1.42
    plain, bold = design.body.plain.value.file, design.body.strong.value.file
    size, lines = _fit(
        content.address, design.address.plain.value.file, (14.5, 13.5, 12.5), room, 2
    )
    for line in lines:
        canvas.setFont(design.address.plain.value.file, size)
        canvas.drawCentredString(wide / 2, y, line)
        y -= size * 1.55
    words = "".join(run.text for run in content.achievement)
    strong = next((run.text for run in content.achievement if run.strong), "")
    size, lines = _fit(words, plain, (14.5, 14, 13.5, 13), room, 3)
    for line in lines:
        before, found, after = line.partition(strong) if strong else (line, "", "")
        pieces = [(before, plain), (found, bold), (after, plain)]
        x = (wide - sum(canvas.stringWidth(text, font, size) for text, font in pieces)) / 2
        for text, font in pieces:
            if text:
                canvas.setFont(font, size)
                canvas.drawString(x, y, text)
                x += canvas.stringWidth(text, font, size)
        y -= size * 1.55
    small = design.small.plain.value.file
    canvas.setFont(design.small.strong.value.file, 8.5)
    canvas.drawString((design.left + 31) * scale, 26 * scale + 66, f"Mã: {content.code}")
    canvas.setFont(small, 10)
    canvas.drawString((design.left + 4) * scale, 26 * scale, f"Vào sổ số: {content.number}")
    _qr(canvas, content.url, (design.left + 2) * scale, 40 * scale, 25 * scale)


def _qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    matrix = segno.make(text, error="m", mask=3, micro=False, boost_error=False).matrix
    canvas.saveState()
    module = side / (len(matrix) + 6)
    canvas.translate(x, y)
    canvas.scale(module, module)
    path = canvas.beginPath()
    for row_number, row in enumerate(matrix):
        start = 0
        while (at := row.find(1, start)) >= 0:
            end = row.find(0, at)
            end = len(row) if end < 0 else end
            path.rect(at + 3, len(matrix) - row_number + 2, end - at, 1)
            start = end
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
