"""What is printed: looked at as pictures, because text extraction hides wrong letters."""

import hashlib
import io
import subprocess
import sys

import pikepdf
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFont
from weasyprint import HTML

from certificates.rendering import CertificateContent, merge, pdf, render
from certificates.rendering.designs import DESIGNS
from common import fonts
from common.pdf import font_configuration, font_css
from tests.certificates.pictures import needs_poppler, pages
from tests.factories.certificates import make_content, make_definition

VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
LETTERS = VOWELS + "đ" + VOWELS.upper() + "Đ"
LONGEST = "Công Tằng Tôn Nữ Nguyễn Phúc Thục Quyên Ánh Nguyệt"


def test_rendering_twice_gives_the_same_bytes():
    template = make_definition()
    contents = [make_content(template), make_content(template, LONGEST)]
    assert render(contents, template) == render(contents, template)


def test_another_document_between_changes_no_bytes():
    template, other = make_definition(), make_definition("giay_chung_nhan", language="en")
    first = render([make_content(template)], template)
    render([make_content(other, "Žofie Ångström")], other)
    assert render([make_content(template)], template) == first


def test_another_process_gives_the_same_bytes():
    script = (
        "import hashlib; from certificates.rendering import render;"
        "from tests.factories.certificates import make_content, make_definition;"
    )
    script = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE']='tests.settings'; django.setup();"
        + script
        + "t=make_definition(); print(hashlib.sha256(render([make_content(t)], t)).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    template = make_definition()
    here = hashlib.sha256(render([make_content(template)], template)).hexdigest()
    assert done.stdout.strip() == here


def test_render_refuses_an_empty_batch():
    with pytest.raises(ValueError, match="no certificate"):
        render([], make_definition())


@pytest.mark.parametrize(("width", "height"), [(297, 210), (420, 297), (400, 300)])
def test_pages_have_the_size_of_the_paper(width, height):
    template = make_definition(size={"width_mm": width, "height_mm": height})
    with pikepdf.open(io.BytesIO(render([make_content(template)] * 2, template))) as document:
        assert len(document.pages) == 2
        box = [float(side) * 25.4 / 72 for side in document.pages[0].mediabox]
    assert box == pytest.approx([0, 0, width, height], abs=0.01)


def test_a_batch_holds_the_static_layer_once():
    template = make_definition()
    one = render([make_content(template)], template)
    many = merge([one, render([make_content(template, LONGEST)], template)])
    with pikepdf.open(io.BytesIO(many)) as document:
        layers = {sheet.resources.XObject["/StaticLayer"].objgen for sheet in document.pages}
        assert (len(document.pages), len(layers)) == (2, 1)
    assert merge([one, one]) == merge([one, one])


@needs_poppler
@pytest.mark.parametrize("design", ["giay_khen", "giay_chung_nhan"])
def test_the_qr_code_of_every_page_leads_to_its_certificate(design):
    template = make_definition(design)
    contents = [
        CertificateContent(
            **{**_fields(make_content(template)), "url": f"https://example.vn/verify/{n}"}
        )
        for n in ("A5PN-VEWY-MSWF", "22ZZ-9QXK-HHHH")
    ]
    found = [
        [code.text for code in zxingcpp.read_barcodes(picture)]
        for picture in pages(render(contents, template), 150)
    ]
    assert found == [[content.url] for content in contents]


def _fields(content):
    return {name: getattr(content, name) for name in content.__slots__}


@needs_poppler
@pytest.mark.parametrize("design", ["giay_khen", "giay_chung_nhan"])
@pytest.mark.parametrize(
    ("recipient", "title"),
    [("Lê A", ""), (LONGEST, "Nghiên cứu cảnh báo lũ quét " * 10), ("W" * 200, "Ẫ" * 300)],
)
def test_the_words_stay_in_their_room(design, recipient, title):
    """The variable layer alone must leave the margins, and the strip above the signature, empty."""
    template = make_definition(design)
    content = make_content(template, recipient, title=title[:300])
    layer = pdf.variable_layer([content], template)
    picture = pages(layer, 72)[0].convert("L")
    look = DESIGNS[design]
    millimetre = picture.height / 210
    ink = picture.point(lambda grey: 255 if grey < 250 else 0)
    left, top, right, bottom = ink.getbbox()
    assert left >= (look.left - 0.5) * millimetre
    assert right <= picture.width - (look.right - 0.5) * millimetre
    assert top >= (look.middle_top - 0.5) * millimetre
    assert bottom <= (look.lower_bottom + 1) * millimetre
    strip = (
        0,
        round((look.middle_bottom + 1) * millimetre),
        picture.width,
        round(look.lower_top * millimetre),
    )
    assert ink.crop(strip).getbbox() is None


@pytest.mark.parametrize("font", list(fonts.Font))
def test_a_shipped_font_has_every_vietnamese_letter(font):
    assert len(set(LETTERS)) == 146
    assert [letter for letter in LETTERS if ord(letter) not in fonts.advances(font)] == []


@needs_poppler
@pytest.mark.parametrize("font", list(fonts.Font))
def test_every_vietnamese_letter_looks_as_its_font_draws_it(font):
    """Ours against Pillow's rendering of the same file, letter by letter, blurred a little."""
    face, cell, size, scale = font.value, 96, 40, 4  # CSS px; `scale` dots of the picture each
    columns = 16
    rows = -(-len(LETTERS) // columns)
    cells = "".join(
        f'<div style="position:absolute;left:{at % columns * cell + 12}px;'
        f'top:{at // columns * cell}px;line-height:{cell}px">{letter}</div>'
        for at, letter in enumerate(LETTERS)
    )
    html = (
        f"<style>@page{{size:{columns * cell}px {rows * cell}px;margin:0}}body{{margin:0;"
        f"font:{face.style} {face.weight} {size}px '{face.family}'}}</style>{cells}"
    )
    document = HTML(string=html).render(font_config=font_configuration(), stylesheets=[font_css()])
    ours = pages(document.write_pdf(), 96 * scale)[0].convert("L")
    drawn = ImageFont.truetype(str(face.path), size * scale)
    cell *= scale
    wrong = []
    for at, letter in enumerate(LETTERS):
        box = (at % columns * cell, at // columns * cell)
        mine = _trimmed(ours.crop((*box, box[0] + cell, box[1] + cell)))
        picture = Image.new("L", (2 * cell, 2 * cell), 255)
        ImageDraw.Draw(picture).text((cell // 2, cell // 2), letter, font=drawn, fill=0)
        if _difference(mine, _trimmed(picture)) > 0.055:
            wrong.append(letter)
    assert wrong == []


def _trimmed(picture):
    ink = picture.point(lambda grey: 255 if grey < 160 else 0).getbbox()
    return picture.crop(ink) if ink else Image.new("L", (1, 1), 255)


def _difference(one, other):
    """Share of the box's ink that differs; 1 where the shapes have different sizes."""
    if abs(one.width - other.width) > 4 or abs(one.height - other.height) > 4:
        return 1.0
    size = (48, 64)
    gap = ImageChops.difference(one.resize(size, Image.BOX), other.resize(size, Image.BOX))
    return sum(gap.tobytes()) / 255 / (size[0] * size[1])
