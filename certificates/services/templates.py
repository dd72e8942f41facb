"""Makes template versions; a version never changes, so what it printed can be printed again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from certificates import selectors
from certificates.errors import DefinitionInvalid
from certificates.models import CertificateTemplate
from certificates.rendering import (
    TemplateDefinition,
    TemplateFault,
    TemplateInvalid,
    digests,
    pale,
)
from certificates.rendering.letters import lacking
from certificates.rendering.texts import TEXTS
from contests.models import Contest

DEFAULT_DESIGN = "giay_chung_nhan"
"""A merit certificate (giấy khen) may be signed by heads of legal-person units and commune
chairs only (Law 06/2022, art. 80); an organising committee gives a giấy chứng nhận."""

_WORDS = ("title", "address", "achievement")
_PALE = (
    "Màu này quá nhạt trên nền giấy, khó đọc; hãy chọn màu đậm hơn.",
    "This colour is too pale to be read on the paper; choose a darker one.",
)


@transaction.atomic
def create_template(
    *, contest: Contest, design: str, definition: Mapping[str, Any], by: User | None
) -> CertificateTemplate:
    """The contest's next version. Missing issuer lines become the organising committee's.

    Raises DefinitionInvalid.
    """
    full = completed(contest, definition)
    checked(contest, design, full)
    Contest.objects.select_for_update().get(pk=contest.pk)  # one number after the other
    last = contest.certificate_templates.aggregate(last=Max("number"))["last"] or 0
    return CertificateTemplate.objects.create(
        contest=contest, number=last + 1, design=design, definition=full, created_by=by
    )


def template_or_default(*, contest: Contest, by: User | None) -> CertificateTemplate:
    """The latest version; the first one is made when there is none."""
    latest = contest.certificate_templates.order_by("-number").first()
    return latest or create_template(contest=contest, design=DEFAULT_DESIGN, definition={}, by=by)


def checked(contest: Contest, design: str, definition: Any) -> TemplateDefinition:
    """The definition of a new version, with the contest's stored pictures.

    Raises DefinitionInvalid; also for what a version made earlier may have: colours that cannot be
    read on the design's paper, letters that no font has, rules for divisions that are gone.
    """
    try:
        template = TemplateDefinition.from_json(
            design, definition, selectors.pictures(contest, digests(definition))
        )
        faults = [TemplateFault(f"/colours/{part}", *_PALE) for part in pale(template)]
        faults += [*_unprintable(template), *_unknown_divisions(contest, template)]
        if faults:
            raise TemplateInvalid(faults)
    except TemplateInvalid as invalid:
        raise DefinitionInvalid.of(invalid) from None
    return template


def _unprintable(template: TemplateDefinition) -> Iterator[TemplateFault]:
    signer, decision = template.signer, template.decision
    texts = {
        "/motto": " ".join(template.motto),
        "/issuer": " ".join(template.issuer),
        "/decision/number": decision.number if decision else "",
        **{f"/{part}": getattr(template, part) for part in ("verb", "place", *_WORDS)},
        **{f"/signer/{part}": getattr(signer, part) for part in ("prefix", "title", "name")},
        **{
            f"/rules/{at}/{part}": getattr(rule, part)
            for at, rule in enumerate(template.rules)
            for part in _WORDS
        },
    }
    for pointer, text in texts.items():
        if letters := lacking(text):
            yield TemplateFault(
                pointer,
                f"Phông chữ không in được “{letters}”; hãy bỏ hoặc thay bằng chữ khác.",
                f"The fonts cannot print “{letters}”; leave it out or write it otherwise.",
            )


def _unknown_divisions(contest: Contest, template: TemplateDefinition) -> Iterator[TemplateFault]:
    if not template.rules:
        return
    known = set(contest.divisions.values_list("code", flat=True))
    for at, rule in enumerate(template.rules):
        if rule.division and rule.division not in known:
            yield TemplateFault(
                f"/rules/{at}/division",
                f"Quy tắc {at + 1}: cuộc thi không có bảng “{rule.division}”.",
                f"Rule {at + 1}: the contest has no division “{rule.division}”.",
            )


def completed(contest: Contest, definition: Any) -> Any:
    """The definition with an issuer: what the template says stays when the contest is renamed."""
    if not isinstance(definition, Mapping) or "issuer" in definition:
        return definition
    language = str(definition.get("language", "vi"))
    title = contest.title_en if language == "en" and contest.title_en else contest.title
    committee = TEXTS.get(language, TEXTS["vi"])["issuer"]
    return {**definition, "issuer": [*committee, title.upper()[:160]]}
