"""What is printed: looked at as pictures, because text extraction hides wrong letters."""

import hashlib
import io
import re
import subprocess
import sys
import unicodedata
import zlib
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFont

from certificates.rendering import (
    CertificateContent,
    designs,
    render,
    single,
    single_from,
    wording,
)
from certificates.rendering import pages as laid_out
from certificates.rendering.designs import DESIGNS, PORTRAITS
from certificates.rendering.layers import shared_of
from certificates.rendering.page import static_html
from common import fonts
from common.pdf import rendered
from tests.certificates.pictures import pages, texts
from tests.factories.certificates import make_content, make_definition
from tests.long import LONG

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


@pytest.mark.parametrize(
    ("width", "height"), [(297, 210), (210, 297), (420, 297), (297, 420), (400, 300)]
)
def test_pages_have_the_size_of_the_paper(width, height):
    template = make_definition(size={"width_mm": width, "height_mm": height})
    with pikepdf.open(io.BytesIO(render([make_content(template)] * 2, template))) as document:
        assert len(document.pages) == 2
        box = [float(side) * 25.4 / 72 for side in document.pages[0].mediabox]
    assert box == pytest.approx([0, 0, width, height], abs=0.01)


def test_a_batch_holds_the_static_layer_once():
    template = make_definition()
    many = render([make_content(template), make_content(template, LONGEST)], template)
    with pikepdf.open(io.BytesIO(many)) as document:
        layers = {sheet.resources.XObject["/StaticLayer"].objgen for sheet in document.pages}
        assert (len(document.pages), len(layers)) == (2, 1)


@pytest.mark.parametrize("design", list(DESIGNS))
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


def _without_static_layer(data):
    with pikepdf.open(io.BytesIO(data)) as document:
        document.pages[0].resources.XObject["/StaticLayer"].write(b"")
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def test_a_single_file_is_the_same_from_a_batch_and_alone():
    template = make_definition()
    names = ["Lê A", LONGEST, "Žofie Ångström", "Nguyễn Ŋuŋ Ǯ"]
    contents = [make_content(template, name, title="Đề tài " * 9) for name in names * 15]
    for content, page in zip(contents, laid_out(contents, template), strict=True):
        data = single(content, template)
        assert single_from(page, content, template) == data
        assert hashlib.sha256(data).hexdigest() == page.sha256


@pytest.mark.parametrize("design", list(DESIGNS))
@pytest.mark.parametrize(("width", "height"), [(297, 210), (210, 297)])
def test_three_lines_of_an_issuer_stay_above_the_title(design, width, height):
    template = make_definition(
        design,
        size={"width_mm": width, "height_mm": height},
        motto=["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc"],
        issuer=["SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỞNG BAN TỔ CHỨC", "HỘI THI TIN HỌC TRẺ"],
    )
    html = static_html(template, shared_of(make_content(template), template))
    ((top, lines),) = re.findall(r'"at head" style="top:([\d.]+)mm">(.+?)"at', html, re.DOTALL)
    sizes = [float(size) for size in re.findall(r"font-size:([\d.]+)pt", lines)]
    assert len(sizes) == 3
    bottom = float(top) + sum(sizes) * 1.5 * fonts.MM_PER_PT
    assert bottom <= designs.look(template).title_top


def test_a_single_file_is_whole():
    template = make_definition()
    with pikepdf.open(io.BytesIO(single(make_content(template), template))) as document:
        assert document.check_pdf_syntax() == []
        assert len(document.pages) == 1


def test_letters_beyond_the_usual_are_printed_as_such():
    template = make_definition()
    (text,) = texts(render([make_content(template, "Žofie Ångström Ŋoč")], template))
    assert "Žofie Ångström Ŋoč" in text


@pytest.mark.parametrize(
    ("design", "face"), [("playful", "display"), ("modern", "sans"), ("english", "sans")]
)
def test_letters_that_another_face_stands_in_for_are_printed_with_what_stands_beside_them(
    design, face
):
    fonts_of = (("name", face), ("body", face))
    template = replace(make_definition(design), fonts=fonts_of)
    names = ["Иван Петров", "Ёлкин fi", "Μαρία fi Ёлкин"]
    printed = texts(render([make_content(template, name) for name in names], template))
    assert [name in " ".join(text.split()) for name, text in zip(names, printed, strict=True)] == [
        True, True, True,
    ]  # fmt: skip


def test_decomposed_letters_are_composed_on_entry():
    assert wording.tidy(unicodedata.normalize("NFD", LETTERS)) == LETTERS


def _fields(content):
    return {name: getattr(content, name) for name in content.__slots__}


@pytest.mark.parametrize("design", list(DESIGNS))
@pytest.mark.parametrize(
    ("recipient", "title", "width", "height"),
    [
        ("Lê A", "", 297, 210),
        (LONGEST, "Nghiên cứu cảnh báo lũ quét " * 10, 210, 297),
        ("W" * 200, "Ẫ" * 300, 297, 210),
        ("W" * 200, "Ẫ" * 300, 210, 297),
        ("W" * 200, "Ẫ" * 300, 400, 300),
    ],
)
def test_the_words_stay_in_their_room(design, recipient, title, width, height):
    """The variable layer alone must leave the margins, and the strip above the signature, empty."""
    template = make_definition(design, size={"width_mm": width, "height_mm": height})
    content = make_content(template, recipient, title=title[:300])
    layer = _without_static_layer(single(content, template))
    picture = pages(layer, 72)[0].convert("L")
    look = (PORTRAITS if height > width else DESIGNS)[design]
    millimetre = picture.height / look.height
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


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("font", list(fonts.Font))
def test_every_vietnamese_letter_looks_as_its_font_draws_it(font, form):
    """Ours against Pillow's rendering of the same file, letter by letter, blurred a little.

    Letters typed in pieces are composed on entry: a face that lacks the combining horn would draw
    it from another.
    """
    face, cell, size, scale = font.value, 96, 40, 4  # CSS px; `scale` dots of the picture each
    columns = 16
    rows = -(-len(LETTERS) // columns)
    cells = "".join(
        f'<div style="position:absolute;left:{at % columns * cell + 12}px;'
        f'top:{at // columns * cell}px;line-height:{cell}px">{wording.tidy(unicodedata.normalize(form, letter))}</div>'
        for at, letter in enumerate(LETTERS)
    )
    html = (
        f"<style>@page{{size:{columns * cell}px {rows * cell}px;margin:0}}body{{margin:0;"
        f"font:{face.style} {face.weight} {size}px '{face.family}'}}</style>{cells}"
    )
    document = rendered(html)
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


def test_bleed_and_crop_marks_widen_the_paper_around_the_same_page():
    template = make_definition(bleed_mm=3, crop_marks=True)
    with pikepdf.open(io.BytesIO(single(make_content(template), template))) as document:
        page = document.pages[0]
        boxes = [
            [round(float(side) * 25.4 / 72, 1) for side in box]
            for box in (page.mediabox, page.obj.BleedBox, page.trimbox)
        ]
    assert boxes == [[-10, -10, 307, 220], [-3, -3, 300, 213], [0, 0, 297, 210]]


@pytest.mark.parametrize("design", list(DESIGNS))
def test_the_drawing_reaches_over_the_bleed_and_not_over_the_marks(design):
    template = make_definition(design, bleed_mm=3, crop_marks=True)
    picture = pages(single(make_content(template), template), 127)[0]  # 5 dots a mm
    assert picture.size == (1585, 1150)
    white = ((255, 255),) * 3
    assert picture.crop((0, 0, 30, 30)).getextrema() == white
    assert picture.crop((0, 200, 34, 950)).getextrema() == white
    # As grey as inside on the whole: a slanting band meets the two strips at other heights.
    outside = picture.crop((38, 300, 48, 850)).convert("L").resize((1, 1), Image.BOX)
    inside = picture.crop((52, 300, 62, 850)).convert("L").resize((1, 1), Image.BOX)
    assert max(ImageChops.difference(outside, inside).tobytes()) < 12


def test_own_colours_are_drawn():
    template = make_definition(colours={"name": "#00ff00"}, fonts={"name": "sans"})
    (page,) = laid_out([make_content(template)], template)
    assert b"0 1 0 rg" in zlib.decompress(page.stream)


def test_every_page_of_a_batch_tells_its_own_name_number_and_code():
    template = make_definition()
    contents = [
        replace(
            make_content(template, f"{LONGEST.split()[n % 9]} {LETTERS[n % 146]}a Số {n}"),
            number=f"{n:04d}/2026",
            code=f"A{n:03d}-VEWY-MSWF",
            url=f"https://example.vn/verify/A{n:03d}-VEWY-MSWF",
        )
        for n in range(500 if LONG else 150)
    ]
    # The border alone takes most of the time to draw; it is the same on all pages.
    data = _without_static_layer(render(contents, template))
    for content, words in zip(contents, texts(data), strict=True):
        assert content.recipient in words
        assert content.number in words
        assert content.code in words
    with pypdfium2.PdfDocument(data) as document:
        corner = (70, 70, document[0].get_width() - 240, document[0].get_height() - 360)  # points
        drawn = [page.render(scale=2, crop=corner, grayscale=True).to_pil() for page in document]
    found = [zxingcpp.read_barcodes(picture)[0].text for picture in drawn]
    assert found == [content.url for content in contents]
