"""The PDF of one certificate and the preview of a template; made when asked for, never stored.

The same certificate gives the same bytes, so that its digest from the day of issue still holds.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from datetime import date
from functools import lru_cache

from certificates import selectors
from certificates.contents import verification_url
from certificates.models import Certificate, CertificateTemplate, PdfSignature
from certificates.rendering import (
    CertificateContent,
    TemplateDefinition,
    digests,
    render,
    single,
)
from certificates.rendering.picture import picture
from certificates.rendering.texts import place_and_date
from certificates.rendering.wording import fill, plain, tidy
from contests.models import Contest

_SHORT = {
    "award": "Giải Ba",
    "awards": "Giải Ba",
    "division": "Bảng A",
    "title": "Robot",
    "members": "Lê A, Tạ Y",
    "class": "5A",
    "school": "Trường TH Lê Lợi",
    "role": "Giám khảo",
    "entries": "1",
}
_LONG = {
    "award": "Giải Khuyến khích",
    "awards": "1 Giải Đặc biệt, 2 Giải Nhất, 3 Giải Nhì, 5 Giải Ba, 12 Giải Khuyến khích",
    "role": "Trưởng ban giám khảo",
    "entries": "128",
    "division": "Bảng D2 – Sản phẩm sáng tạo dành cho học sinh trung học phổ thông",
    "title": (
        "Nghiên cứu, thiết kế và chế tạo hệ thống cảnh báo sớm lũ quét và sạt lở đất dựa trên "
        "mạng cảm biến không dây kết hợp trí tuệ nhân tạo cho các xã vùng cao biên giới, nhằm bảo "
        "vệ tính mạng và tài sản của người dân trong mùa mưa bão, đồng thời thích ứng với biến "
        "đổi khí hậu và nước biển dâng"
    ),
    "team": "Những người bạn của rừng xanh",
    "members": (
        "Công Tằng Tôn Nữ Nguyễn Phúc Thục Quyên, Huyền Tôn Nữ Đặng Quỳnh Hương, "
        "Nguyễn Hoàng Bảo Khánh Nguyên"
    ),
    "class": "11 Chuyên Tin 2",
    "school": (
        "Trường Phổ thông Dân tộc Bán trú Tiểu học và Trung học cơ sở Nguyễn Bỉnh Khiêm, "
        "xã Mường Xén, tỉnh Nghệ An"
    ),
}
_NAMES = {
    "participant": ("Lê A", "Công Tằng Tôn Nữ Nguyễn Phúc Thục Quyên Ánh Nguyệt"),
    "team": ("Đội 1", "Đội Những người bạn của rừng xanh và biển cả"),
    "school": (_SHORT["school"], _LONG["school"]),
    "mentor": ("Tạ Y", "Công Huyền Tôn Nữ Nguyễn Đặng Hoàng Phương Thảo"),
    "judge": ("Tạ Y", "Công Huyền Tôn Nữ Nguyễn Đặng Hoàng Phương Thảo"),
}
_SAMPLE_CODE = "XXXX-XXXX-XXXX"


def definition_of(template: CertificateTemplate) -> TemplateDefinition:
    """A stored template's definition, as it was checked when it was made."""
    text = json.dumps(template.definition, sort_keys=True, ensure_ascii=False)
    return _definition(template.contest_id, template.design, text)


@lru_cache(maxsize=16)
def _definition(contest_id: int, design: str, text: str) -> TemplateDefinition:
    """Kept, because its pictures are read and decoded anew each time."""
    data = json.loads(text)
    named = digests(data)
    pictures = selectors.pictures(contest_id, named) if named else {}
    return TemplateDefinition.from_json(design, data, pictures)


def single_pdf(certificate: Certificate, definition: TemplateDefinition) -> bytes:
    """One certificate as a PDF of one page, as it was issued; `definition` is its template's."""
    return single(CertificateContent.from_json(certificate.content), definition)


def file_name(certificate: Certificate, *, year: bool = False) -> str:
    """ "0008-Nguyen-Van-A.pdf": ASCII letters, digits and hyphens; `year` tells registers apart."""
    text = str(certificate.content["recipient"]).translate(str.maketrans("đĐ", "dD"))
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", bare)[:12]
    number = f"{certificate.number:04d}" + (f"-{certificate.register.year}" if year else "")
    return "-".join((number, *words))[:120] + ".pdf"


def signed_with(pdf: bytes, signature: PdfSignature) -> bytes:
    """The signed file: the unsigned one, and behind it what was stored when it was signed."""
    return pdf + zlib.decompress(bytes(signature.update))


def signature_is_intact(signature: PdfSignature) -> bool:
    """Whether the signed file can still be made and its signature holds by the key's certificate."""
    certificate = signature.certificate
    pdf = single_pdf(certificate, definition_of(certificate.template))
    whole = signed_with(pdf, signature)
    if hashlib.sha256(whole).hexdigest() != signature.sha256:
        return False
    # pyHanko takes a second to load, which no process pays that never meets a signature.
    from certificates import pades

    return pades.intact(whole)


def preview_pdf(template: CertificateTemplate, day: date) -> bytes:
    """Two pages: the shortest words that happen, and the longest. The code leads nowhere."""
    definition = definition_of(template)
    contest = template.contest
    return render(
        [sample(definition, contest, day, longest=longest) for longest in (False, True)], definition
    )


def preview_png(
    definition: TemplateDefinition, contest: Contest, day: date, *, longest: bool, width_px: int
) -> bytes:
    """The real page as a picture, with the contest's own shortest or longest name."""
    content = sample(definition, contest, day, longest=longest, own=True)
    return picture(single(content, definition), width_px)


def sample(
    definition: TemplateDefinition,
    contest: Contest,
    day: date,
    *,
    longest: bool,
    own: bool = False,
) -> CertificateContent:
    """What the shortest or the longest certificate says; with `own`, of the contest's names."""
    values = {**(_LONG if longest else _SHORT), "contest": contest.title}
    name = _NAMES[definition.per][longest]
    if own:
        name = selectors.extreme_name(contest, definition.per, longest=longest) or name
    words = definition.wording("", "")
    return CertificateContent(
        recipient=tidy(name),
        address=plain(fill(words.address, values)),
        achievement=fill(words.achievement, values),
        place_and_date=place_and_date(
            definition.place, definition.date or day, definition.language
        ),
        number=f"0000/{day.year}",
        code=_SAMPLE_CODE,
        url=verification_url(_SAMPLE_CODE),
        title=words.title,
    )
