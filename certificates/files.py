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

from certificates import samples, selectors
from certificates.contents import contest_values, verification_url
from certificates.models import Certificate, CertificateTemplate, PdfSignature
from certificates.rendering import (
    CertificateContent,
    TemplateDefinition,
    digests,
    render,
    single,
)
from certificates.rendering.letters import without
from certificates.rendering.picture import picture
from certificates.rendering.texts import place_and_date
from certificates.rendering.wording import fill, plain
from common.text import safe_marks
from contests.models import Contest

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
    text = safe_marks(str(certificate.content["recipient"])).translate(str.maketrans("đĐ", "dD"))
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
    definition: TemplateDefinition,
    contest: Contest,
    day: date,
    *,
    longest: bool,
    width_px: int,
    division: str = "",
    award: str = "",
) -> bytes:
    """The real page as a picture, with the contest's own shortest or longest name; as the rule for
    the codes of a division and an award words it."""
    content = sample(
        definition, contest, day, longest=longest, own=True, division=division, award=award
    )
    return picture(single(content, definition), width_px)


def sample(
    definition: TemplateDefinition,
    contest: Contest,
    day: date,
    *,
    longest: bool,
    own: bool = False,
    division: str = "",
    award: str = "",
) -> CertificateContent:
    """What the shortest or the longest certificate says; with `own`, of the contest's names."""
    language = definition.language
    values = samples.values(language, definition.per, longest=longest)
    values |= contest_values(contest, language)
    values |= selectors.titles_of(contest, division, award, english=language == "en")
    name = samples.NAMES[definition.per][longest]
    if own:
        name = selectors.extreme_name(contest, definition.per, longest=longest) or name
    words = definition.wording(division, award)
    return CertificateContent(
        recipient=without(name),
        address=plain(fill(words.address, values)),
        achievement=fill(words.achievement, values),
        place_and_date=place_and_date(definition.place, definition.date or day, language),
        number=f"0000/{day.year}",
        code=_SAMPLE_CODE,
        url=verification_url(_SAMPLE_CODE),
        title=words.title,
    )
