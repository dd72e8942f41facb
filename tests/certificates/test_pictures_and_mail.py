"""Uploaded pictures, hostile and honest; colours; the preview; delivery by e-mail."""

import io
from datetime import date

import pytest
from PIL import Image

from accounts.models import Consent
from certificates.errors import DefinitionInvalid, ImageRefused, NobodyToSendTo, NoBounces
from certificates.files import definition_of, preview_png, sample, single_pdf
from certificates.models import CertificateImage, Delivery
from certificates.rendering import clean_png
from certificates.rendering.wording import plain
from certificates.services import (
    create_template,
    deliver,
    order_delivery,
    record_bounces,
    store_image,
)
from contests.models import Campaign
from tests.factories.accounts import make_user
from tests.factories.certificates import (
    make_certificates,
    make_definition,
    make_results,
    png_bytes,
)
from tests.factories.contests import make_contest


def _png(size):
    out = io.BytesIO()
    Image.new("L", size).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 40,
        b"%PDF-1.7",
        png_bytes()[:60],
        _png((3000, 3000)),
        png_bytes() + b"\0" * 2_000_000,
    ],
    ids=["empty", "svg", "gif", "pdf", "cut", "pixels", "bytes"],
)
def test_what_is_no_fit_picture_is_refused(data):
    with pytest.raises(ValueError, match=r".+"):
        clean_png(data)


def test_a_picture_keeps_its_transparency_and_nothing_else():
    out = io.BytesIO()
    picture = Image.new("RGBA", (30, 10), (0, 0, 255, 77))
    picture.save(out, "PNG", pnginfo=_told("Comment", "secret"))
    clean = clean_png(out.getvalue())
    assert b"secret" not in clean
    with Image.open(io.BytesIO(clean)) as read:
        assert (read.mode, read.size, read.getpixel((5, 5))) == ("RGBA", (30, 10), (0, 0, 255, 77))


def _told(key, value):
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text(key, value)
    return info


def test_a_large_picture_is_scaled_down():
    with Image.open(io.BytesIO(clean_png(_png((1900, 1000))))) as read:
        assert read.size == (1200, 632)


@pytest.mark.django_db
def test_the_same_picture_is_stored_once_and_named_by_its_digest():
    contest = make_contest()
    one = store_image(contest=contest, data=png_bytes(), by=None)
    again = store_image(contest=contest, data=png_bytes(), by=None)
    assert (one.pk, CertificateImage.objects.count()) == (again.pk, 1)
    template = create_template(
        contest=contest, design="modern", definition={"images": {"seal": one.sha256}}, by=None
    )
    assert definition_of(template).seal == bytes(one.png)


@pytest.mark.django_db
def test_a_picture_of_another_contest_is_none():
    image = store_image(contest=make_contest(), data=png_bytes(), by=None)
    with pytest.raises(DefinitionInvalid) as caught:
        create_template(
            contest=make_contest(),
            design="modern",
            definition={"images": {"seal": image.sha256}},
            by=None,
        )
    assert [fault.pointer for fault in caught.value.errors] == ["/definition/images/seal"]


@pytest.mark.django_db
def test_store_image_refuses_what_is_no_picture():
    with pytest.raises(ImageRefused):
        store_image(contest=make_contest(), data=b"no", by=None)


@pytest.mark.django_db
def test_a_colour_that_cannot_be_read_on_the_paper_is_refused():
    colours = {"ink": "#dddddd", "rule": "#eeeeee", "title": "#333333"}
    with pytest.raises(DefinitionInvalid) as caught:
        create_template(
            contest=make_contest(), design="modern", definition={"colours": colours}, by=None
        )
    assert [fault.pointer for fault in caught.value.errors] == ["/definition/colours/ink"]


@pytest.mark.django_db
def test_the_preview_is_a_picture_of_that_width_with_the_contests_name():
    publication = make_results(1)
    definition = make_definition("modern", size={"width_mm": 210, "height_mm": 297})
    day = definition.date
    short, long = (
        preview_png(definition, publication.contest, day, longest=longest, width_px=300)
        for longest in (False, True)
    )
    with Image.open(io.BytesIO(short)) as picture:
        assert (picture.format, picture.size) == ("PNG", (300, 425))
    assert short != long


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("per", "said"),
    [
        ("participant", "Tuần lễ số, lớp 11 Chuyên Tin 2"),
        ("school", "Tuần lễ số"),
        ("judge", "Tuần lễ số, Trưởng ban giám khảo"),
    ],
)
def test_a_preview_says_what_such_a_certificate_can_say(per, said):
    contest = make_contest()
    contest.campaign = Campaign.objects.create(
        slug="tuan", title="Tuần lễ số", organization=contest.organization,
        starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 8),
    )  # fmt: skip
    definition = make_definition(
        per=per, achievement="{campaign}[, lớp {class}][, {role}]", address=""
    )
    content = sample(definition, contest, date(2026, 11, 2), longest=True)
    assert plain(content.achievement) == said


# --- E-mail ---------------------------------------------------------------------------


@pytest.fixture
def issued(db):
    """One certificate whose holder has an address and has agreed."""
    publication = make_results(1)
    (certificate,) = make_certificates(publication)
    user = make_user()
    user.email = "An@Example.vn"
    user.save()
    certificate.participant.user = user
    certificate.participant.save()
    Consent.objects.create(
        user=user, purpose=Consent.Purpose.TAKE_PART, given=True, recorded_by=user
    )
    return certificate


def _sent(certificate, *, attach=False):
    by = make_user()
    order = order_delivery(publication=certificate.publication, attach=attach, by=by)
    return deliver(job=order.job.pk, attach=attach, progress=lambda done, total: None)


def test_a_letter_goes_to_the_holder_once(issued, mailoutbox):
    assert _sent(issued) == 1
    (letter,) = mailoutbox
    assert letter.to == ["an@example.vn"]
    assert issued.code in letter.body
    assert letter.attachments == []
    with pytest.raises(NobodyToSendTo):
        _sent(issued)


def test_the_attached_file_is_the_one_that_was_issued(issued, mailoutbox):
    _sent(issued, attach=True)
    ((name, data, kind),) = mailoutbox[0].attachments
    assert (name[:5], kind) == ("0001-", "application/pdf")
    assert data == single_pdf(issued, definition_of(issued.template))


def test_who_has_withdrawn_consent_gets_no_letter(issued, mailoutbox):
    user = issued.participant.user
    Consent.objects.create(
        user=user, purpose=Consent.Purpose.TAKE_PART, given=False, recorded_by=user
    )
    with pytest.raises(NobodyToSendTo):
        _sent(issued)


def test_a_refused_letter_is_marked_and_can_be_ordered_again(issued, monkeypatch, mailoutbox):
    def refuse(self):
        raise OSError("550 no such mailbox")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        assert _sent(issued) == 0
    row = Delivery.objects.get()
    assert (row.state, row.note, row.tries) == ("failed", "550 no such mailbox", 1)
    assert _sent(issued) == 1
    assert Delivery.objects.get().state == "sent"


def test_letters_to_pasted_addresses_are_marked_as_come_back(issued, mailoutbox):
    _sent(issued)
    contest = issued.publication.contest
    text = "Final-Recipient: rfc822; AN@example.vn\nStatus: 5.1.1,stranger@example.vn"
    assert record_bounces(contest=contest, text=text) == 1
    assert Delivery.objects.get().state == "bounced"
    with pytest.raises(NoBounces):
        record_bounces(contest=contest, text=text)
    with pytest.raises(NobodyToSendTo):
        _sent(issued)
