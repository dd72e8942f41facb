"""What a template's definition may hold."""

import base64
import io

import pytest
from PIL import Image

from certificates.rendering import TemplateDefinition, TemplateInvalid


def png(size=(8, 8)):
    out = io.BytesIO()
    Image.new("RGBA", size, (200, 0, 0, 128)).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def faults(design="giay_khen", **definition):
    with pytest.raises(TemplateInvalid) as caught:
        TemplateDefinition.from_json(design, definition)
    return [fault.pointer for fault in caught.value.faults]


def test_an_empty_definition_takes_the_words_of_its_design():
    khen = TemplateDefinition.from_json("giay_khen", {})
    nhan = TemplateDefinition.from_json("giay_chung_nhan", {})
    english = TemplateDefinition.from_json("giay_chung_nhan", {"language": "en"})
    assert (khen.title, nhan.title) == ("GIẤY KHEN", "GIẤY CHỨNG NHẬN")
    assert khen.motto == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    assert (english.title, english.motto) == ("CERTIFICATE OF ACHIEVEMENT", ())
    assert (khen.width_mm, khen.height_mm) == (297, 210)


def test_all_faults_are_named_at_once():
    assert faults(
        "nope",
        size={"width_mm": 210, "height_mm": 900},
        achievement="{nobody}",
        date="15/6/2026",
        decision={"number": 3},
        images={"seal": "no picture"},
        font="Comic Sans",
        motto=["a", "b", "c"],
    ) == [
        "/font", "/design", "/size", "/images/seal", "/motto", "/achievement", "/date",
        "/decision/number",
    ]  # fmt: skip


def test_a_picture_is_encoded_anew():
    definition = TemplateDefinition.from_json("giay_khen", {"images": {"seal": png()}})
    assert definition.seal.startswith(b"\x89PNG")
    assert definition.logo == b""


def test_a_picture_of_too_many_pixels_is_refused():
    assert faults(images={"logo": png((2001, 2000))}) == ["/images/logo"]


def test_svg_is_no_picture():
    svg = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode()
    assert faults(images={"logo": svg}) == ["/images/logo"]


def test_colours_fonts_and_print_marks_are_checked():
    assert faults(
        colours={"ink": "red"}, fonts={"body": "display"}, bleed_mm=9, crop_marks="yes"
    ) == ["/colours", "/fonts", "/bleed_mm", "/crop_marks"]
    assert faults(colours={"paper": "#ffffff"}) == ["/colours"]


def test_the_english_design_speaks_english():
    assert TemplateDefinition.from_json("english", {}).title == "CERTIFICATE OF ACHIEVEMENT"
    assert TemplateDefinition.from_json("english", {"language": "vi"}).title == "GIẤY CHỨNG NHẬN"
