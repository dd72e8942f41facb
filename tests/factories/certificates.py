"""Published results and certificates for tests."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from certificates.files import definition_of
from certificates.models import Certificate, CertificateTemplate
from certificates.rendering import CertificateContent, TemplateDefinition
from certificates.rendering.texts import place_and_date
from certificates.rendering.wording import fill, plain
from certificates.services import create_template, issue
from certificates.services.issuing import to_issue
from contests.models import Contest
from leaderboards.models import Award, Publication
from submissions.models import Entry
from submissions.services import ParticipantData
from tests.factories.contests import make_contest
from tests.factories.submissions import make_entry

PRIZES = (("nhat", "Giải Nhất", "First Prize"), ("nhi", "Giải Nhì", "Second Prize"))
VALUES = {
    "award": "Giải Nhất",
    "division": "Bảng C – Sản phẩm sáng tạo",
    "title": "Thiết bị cảnh báo sạt lở đất",
    "contest": "Hội thi Tin học trẻ",
    "class": "9A2",
    "school": "Trường THCS Nguyễn Du",
}


def make_publication(contest: Contest, entries: list[Entry], **changes: Any) -> Publication:
    """Published results in which `entries` hold the prizes in turn, ranks 1, 2, …"""
    number = contest.publications.count() + 1
    publication = Publication.objects.create(
        **{
            "contest": contest,
            "number": number,
            "state": Publication.State.PUBLISHED,
            "policy": contest.policies.latest("number"),
            "payload": {
                "private": {
                    "entries": {
                        entry.code: {
                            "title": entry.title,
                            "names": [each.full_name for each in entry.participants.all()],
                        }
                        for entry in entries
                    }
                }
            },
            "inputs_sha256": "0" * 64,
            "payload_sha256": "0" * 64,
            "published_at": timezone.now(),
            **changes,
        }
    )
    for rank, entry in enumerate(entries, start=1):
        code, title, title_en = PRIZES[min(rank, len(PRIZES)) - 1]
        Award.objects.create(
            publication=publication,
            entry=entry,
            division=entry.division,
            code=code,
            title=title,
            title_en=title_en,
            order=min(rank, len(PRIZES)),
            rank=rank,
        )
    return publication


def make_results(count: int = 2, **changes: Any) -> Publication:
    """A contest whose `count` entries of one participant each are published with prizes."""
    contest = make_contest(**changes)
    names = ["Lê A", "Trần Thị Bình", "Phạm Cường"]
    entries = [
        make_entry(
            contest,
            title=f"Đề tài {index}",
            participants=[ParticipantData(names[index % 3], class_name="9A")],
        )
        for index in range(count)
    ]
    return make_publication(contest, entries)


def make_certificates(publication: Publication, **definition: Any) -> list[Certificate]:
    """All certificates of a publication, issued with a template of `definition`."""
    template = create_template(
        contest=publication.contest, design="giay_khen", definition=definition, by=None
    )
    return issue_missing(publication, template)


def issue_missing(
    publication: Publication, template: CertificateTemplate, by: User | None = None
) -> list[Certificate]:
    """Issues what a batch would issue, at once."""
    waiting = to_issue(publication, definition_of(template))
    return issue(publication=publication, template=template, recipients=waiting, by=by)


def make_definition(design: str = "giay_khen", **parts: Any) -> TemplateDefinition:
    """A checked template with everything on it that can be."""
    return TemplateDefinition.from_json(
        design,
        {
            "issuer": ["TRƯỞNG BAN TỔ CHỨC", "HỘI THI TIN HỌC TRẺ"],
            "place": "Nghệ An",
            "date": "2026-02-05",
            "decision": {"number": "128/QĐ-BTC", "date": "2026-06-15"},
            "signer": {
                "prefix": "TM. BAN TỔ CHỨC",
                "title": "TRƯỞNG BAN",
                "name": "Nguyễn Văn Mẫu",
            },
            **parts,
        },
    )


def make_content(
    template: TemplateDefinition, recipient: str = "Nguyễn Phúc Ánh Nguyệt", **values: str
) -> CertificateContent:
    """The words of one certificate of `template`."""
    filled = {**VALUES, **values}
    assert template.date is not None
    return CertificateContent(
        recipient=recipient,
        address=plain(fill(template.address, filled)),
        achievement=fill(template.achievement, filled),
        place_and_date=place_and_date(template.place, template.date, template.language),
        number="0008/2026",
        code="A5PN-VEWY-MSWF",
        url="https://example.vn/verify/A5PN-VEWY-MSWF",
    )


def png_bytes(side: int = 40, colour: tuple[int, int, int, int] = (200, 0, 0, 128)) -> bytes:
    """A picture of one half transparent colour."""
    out = io.BytesIO()
    Image.new("RGBA", (side, side), colour).save(out, "PNG")
    return out.getvalue()


def make_png() -> SimpleUploadedFile:
    """The same as a file to upload."""
    return SimpleUploadedFile("seal.png", png_bytes(), content_type="image/png")
