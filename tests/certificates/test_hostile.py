"""Hostile and unusual texts and pictures: markup, letters that no font has, too many words."""

import io
import sys

import pytest
from PIL import Image, ImageFile
from rest_framework.test import APIClient

from certificates.errors import CertificatesUnfit, DefinitionInvalid, ImageRefused, LettersMissing
from certificates.models import Certificate, Register
from certificates.rendering import clean_png, render, single
from certificates.rendering.letters import lacking, spelt, without
from certificates.rendering.wording import tidy
from certificates.rendering.words import cut
from certificates.services import (
    create_template,
    order_batch,
    reissue,
    request_correction,
    store_image,
)
from submissions.errors import UploadUnreadable
from submissions.services import ParticipantData
from submissions.uploads import cleaning as uploads
from tests.certificates.pictures import pages, texts
from tests.factories.accounts import make_staff, make_user
from tests.factories.certificates import (
    issue_missing,
    make_certificates,
    make_content,
    make_definition,
    make_publication,
    make_results,
)
from tests.factories.contests import make_contest
from tests.factories.submissions import make_entry

MARKUP = "<b>x</b><img src='file:///etc/passwd'>&amp;</p><style>*{display:none}</style>{}"
SCHOOL = "Trường Phổ thông Dân tộc Bán trú Tiểu học và Trung học cơ sở " * 4


def _text(pdf):
    return " ".join(texts(pdf))


# --- Markup ---------------------------------------------------------------------------


def test_markup_in_a_template_is_printed_as_letters():
    tags = "<u>K</u><style>p{color:red}</style>"
    template = make_definition(
        title=tags, verb="</div>", issuer=[tags], place="<i>", signer={"name": tags, "title": "<"}
    )
    said = _text(single(make_content(template), template))
    for text in (tags, "</div>", "<i>,"):
        assert text in said


def test_markup_in_a_name_and_a_title_is_printed_as_letters():
    template = make_definition()
    said = _text(single(make_content(template, MARKUP[:30], title=MARKUP), template))
    assert MARKUP[:30] in said
    assert "display:none" in said


def test_a_colour_that_carries_css_is_refused():
    from certificates.rendering import TemplateInvalid

    with pytest.raises(TemplateInvalid) as caught:
        make_definition(colours={"ink": "#000;background:url(//evil.vn)"})
    assert [fault.pointer for fault in caught.value.faults] == ["/colours"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
    ],
)
def test_an_svg_is_refused_whatever_it_is_called(data):
    with pytest.raises(ImageRefused):
        store_image(contest=make_contest(), data=data, by=None)


# --- Pictures that are cut short ------------------------------------------------------


def _picture(form):
    out = io.BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(out, form)
    return out.getvalue()


@pytest.fixture
def lenient(monkeypatch):
    """As WeasyPrint leaves Pillow when it is imported, whatever was imported before."""
    assert "weasyprint" in sys.modules
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.5, 0.97])
def test_a_picture_cut_short_is_no_logo(lenient, form, share):
    data = _picture(form)
    assert clean_png(data).startswith(b"\x89PNG")
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    with pytest.raises(ValueError, match=r".+"):
        clean_png(data[: int(len(data) * share)])


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_cut_short_is_no_work(lenient, form):
    data = _picture(form)
    assert uploads.cleaned(io.BytesIO(data), "a", form).width == 300
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    with pytest.raises(UploadUnreadable):
        uploads.cleaned(io.BytesIO(data[: len(data) // 2]), "a", form)


# --- Letters --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "missing", "rest", "name"),
    [
        ("Nguyễn Thị Ánh", "", "Nguyễn Thị Ánh", True),
        ("Ρήγας Пушкин Žofie", "", "Ρήγας Пушкин Žofie", True),
        ("Đội 🚀 Rồng", "🚀", "Đội Rồng", True),
        ("陳大文", "陳大文", "", False),
        ("Trần 大 Văn", "大", "Trần Văn", False),
        ("محمد", "محمد"[0] + "ح" + "د", "", False),
        ("🚀", "🚀", "", False),
    ],
    ids=["vi", "greek", "emoji", "cjk", "mixed", "rtl", "nothing left"],
)
def test_letters_that_the_fonts_lack_are_known(text, missing, rest, name):
    assert (lacking(text), without(text), spelt(text)) == (missing, rest, name)


@pytest.mark.parametrize("design", ["giay_khen", "modern"])
def test_greek_and_cyrillic_are_printed_with_the_shipped_fonts(design):
    template = make_definition(design)
    said = _text(single(make_content(template, "Александр Ρήγας"), template))
    assert "Александр Ρήγας" in said


def test_invisible_characters_leave_a_text():
    assert tidy("Lê\u200b A\u202e\u00ad\ufeff\u2060") == "Lê A"


def _published(*people):
    """Results of one entry for each (name, title)."""
    contest = make_contest()
    return make_publication(
        contest,
        [
            make_entry(contest, title=title, participants=[ParticipantData(name)])
            for name, title in people
        ],
    )


@pytest.fixture
def odd(db):
    return _published(("Lê A", "Robot"), ("陳大文", "Robot"), ("Tạ Y", "Học 漢字 🚀"))


def test_what_cannot_be_printed_is_told_before_a_number_is_given(odd):
    with pytest.raises(CertificatesUnfit) as caught:
        order_batch(publication=odd, template=None, by=make_user())
    assert [fault.detail["en"] for fault in caught.value.errors] == [
        "“陳大文”: the fonts cannot print “陳大文” in the name, so this one is not issued.",
        "“Tạ Y”: the fonts cannot print “漢字🚀”, so these are left out.",
    ]
    assert not Register.objects.exists()


def test_who_agrees_prints_the_rest(odd):
    batch = order_batch(publication=odd, template=None, by=make_user(), accept=True)
    issued = issue_missing(odd, batch.template)
    assert [each.content["recipient"] for each in issued] == ["Lê A", "Tạ Y"]
    said = "".join(run["text"] for run in issued[1].content["achievement"])
    assert "“Học”" in said
    assert Register.objects.get().last == 2


def test_the_answer_names_the_recipients(odd):
    api = APIClient()
    api.force_authenticate(make_staff())
    answer = api.post("/api/v1/certificate-batches/", {"publication": odd.pk})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/certificates-unfit")
    assert len(answer.json()["errors"]) == 2
    body = {"publication": odd.pk, "accept": True}
    assert api.post("/api/v1/certificate-batches/", body).status_code == 201


@pytest.mark.django_db
def test_letters_of_words_that_are_not_printed_do_not_matter():
    publication = _published(("Lê A", "漢字"))
    template = create_template(
        contest=publication.contest,
        design="modern",
        definition={"achievement": "Đã đạt {award}"},
        by=None,
    )
    assert order_batch(publication=publication, template=template, by=make_user()).pk


@pytest.mark.django_db
def test_a_corrected_name_is_one_that_can_be_printed():
    (certificate,) = make_certificates(make_results(1))
    with pytest.raises(LettersMissing) as asked:
        request_correction(certificate=certificate, recipient="陳", reason="Tên", by=make_user())
    with pytest.raises(LettersMissing) as given:
        reissue(certificate=certificate, reason="x", by=make_user(), content={"recipient": "陳"})
    pointers = [caught.value.errors[0].pointer for caught in (asked, given)]
    assert pointers == ["/recipient", "/content/recipient"]
    assert Certificate.objects.get().state == "issued"


@pytest.mark.django_db
def test_a_template_says_only_what_can_be_printed():
    definition = {"title": "GIẤY 🏆", "rules": [{"award": "nhat", "achievement": "漢"}]}
    with pytest.raises(DefinitionInvalid) as caught:
        create_template(contest=make_contest(), design="modern", definition=definition, by=None)
    assert [fault.pointer for fault in caught.value.errors] == [
        "/definition/title",
        "/definition/rules/0/achievement",
    ]


# --- Too many words -------------------------------------------------------------------


@pytest.mark.parametrize("size", [(297, 210), (210, 297), (400, 300)])
@pytest.mark.parametrize("design", ["giay_khen", "playful"])
def test_three_hundred_letters_and_the_longest_school_are_printed_whole(design, size):
    template = make_definition(design, size={"width_mm": size[0], "height_mm": size[1]})
    content = make_content(
        template, "Công Tằng Tôn Nữ Nguyễn Phúc Thục Quyên Ánh Nguyệt",
        title=("Nghiên cứu chế tạo " * 16)[:300], school=SCHOOL[:200],
    )  # fmt: skip
    assert not cut(content, template)
    school = make_content(template, SCHOOL[:200].strip())
    assert not cut(school, template)


@pytest.mark.django_db
def test_words_that_must_be_cut_are_told_before():
    publication = _published(("Lê A", "W" * 300))
    template = create_template(
        contest=publication.contest,
        design="modern",
        definition={"achievement": "{title} " * 40},
        by=None,
    )
    with pytest.raises(CertificatesUnfit) as caught:
        order_batch(publication=publication, template=template, by=make_user())
    assert caught.value.errors[0].detail["en"].endswith("so they end with “…”.")


def test_the_motto_and_the_issuer_do_not_lie_on_each_other():
    """The English design expects no motto; with one, it makes room."""
    lines = ["UỶ BAN", "TRƯỜNG", "HỘI THI"]
    template = make_definition("english", language="vi", issuer=lines)
    bare = make_definition("english", language="vi", issuer=[])
    both, motto = (pages(render([make_content(one)], one), 60)[0] for one in (template, bare))
    height = both.height
    top = (0, int(height * 20 / 210), both.width, int(height * 33 / 210))
    assert both.crop(top).tobytes() == motto.crop(top).tobytes()
