"""What happens to a certificate after it was issued: revoked, or superseded by a corrected one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.models import User
from certificates.amended import current_of
from certificates.contents import today, verification_url
from certificates.errors import (
    CertificateNotInForce,
    CertificateOutdated,
    LettersMissing,
    ReasonMissing,
)
from certificates.files import definition_of, single_pdf
from certificates.models import Certificate
from certificates.rendering import CertificateContent, Run
from certificates.rendering.letters import lacking
from certificates.rendering.texts import place_and_date
from certificates.rendering.wording import tidy
from certificates.services.issuing import lock_register, next_number
from common.codes import new_code
from contests.models import Contest
from contests.services import made_for_contest


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, by: User) -> Certificate:
    """Takes a certificate back; its number and code stay and tell so.

    Raises CertificateNotInForce, ReasonMissing.
    """
    ended = _end(certificate, Certificate.State.REVOKED, reason, by)
    _record(Kind.CERTIFICATE_REVOKED, ended, by)
    return ended


@transaction.atomic
def reissue(
    *, certificate: Certificate, reason: str, by: User, content: Mapping[str, str] | None = None
) -> Certificate:
    """A new certificate with its own number and code that supersedes this one.

    `content` may correct "recipient", "address" and "achievement" (plain text; the award's title
    in it stays strong). It is issued by the publication in force, which must still give it.
    Raises CertificateNotInForce, CertificateOutdated, ReasonMissing, LettersMissing.
    """
    for part, text in (content or {}).items():
        if letters := lacking(tidy(text)):
            raise LettersMissing(letters, f"/content/{part}")
    organization = certificate.register.organization
    definition = definition_of(certificate.template)
    day = today()
    Contest.objects.select_for_update(no_key=True).get(pk=certificate.publication.contest_id)
    register = lock_register(organization, day.year)
    current = current_of(certificate)
    if current is None:
        raise CertificateOutdated(number=certificate.register_number)
    publication, award = current
    old = _end(certificate, Certificate.State.SUPERSEDED, reason, by)
    number, code = next_number(register), new_code()
    corrected = _corrected(CertificateContent.from_json(old.content), content or {})
    fresh = replace(
        corrected,
        place_and_date=place_and_date(definition.place, day, definition.language),
        number=f"{number:04d}/{register.year}",
        code=code,
        url=verification_url(code),
    )
    successor = Certificate(
        publication=publication,
        per=old.per,
        kind=old.kind,
        holder=old.holder,
        award=award,
        entry=old.entry,
        participant=old.participant,
        mentor=old.mentor,
        judge=old.judge,
        school=old.school,
        team=old.team,
        template=old.template,
        register=register,
        number=number,
        code=code,
        content=fresh.as_json(),
        content_sha256=fresh.sha256,
        issued_on=day,
        issued_by=by,
        supersedes=old,
    )
    successor.file_sha256 = hashlib.sha256(single_pdf(successor, definition)).hexdigest()
    successor.save(force_insert=True)
    _record(Kind.CERTIFICATE_REISSUED, successor, by, before=old.register_number)
    return successor


def _record(kind: Kind, certificate: Certificate, by: User, before: str = "") -> None:
    record(
        kind,
        actor=by,
        about=f"{made_for_contest(certificate.publication.contest_id)}certificate/{certificate.pk}/",
        facts={"number": certificate.register_number, "before": before},
    )


def _end(certificate: Certificate, state: Certificate.State, reason: str, by: User) -> Certificate:
    if not tidy(reason):
        raise ReasonMissing
    current = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related(
            "publication",
            "award",
            "entry",
            "participant",
            "mentor",
            "judge",
            "school",
            "template",
            "register",
        )
        .defer("publication__payload", "publication__names")
        .get(pk=certificate.pk)
    )
    if current.state != Certificate.State.ISSUED:
        raise CertificateNotInForce(number=current.register_number)
    current.state = state
    current.reason = tidy(reason)
    current.ended_by = by
    current.ended_at = timezone.now()
    current.save(update_fields=["state", "reason", "ended_by", "ended_at"])
    return current


def _corrected(content: CertificateContent, changes: Mapping[str, str]) -> CertificateContent:
    words = {key: tidy(changes[key]) for key in ("recipient", "address") if key in changes}
    achievement = content.achievement
    if "achievement" in changes:
        strong = [run.text for run in achievement if run.strong]
        achievement = _runs(tidy(changes["achievement"]), strong[0] if strong else "")
    return replace(content, achievement=achievement, **words)


def _runs(text: str, strong: str) -> tuple[Run, ...]:
    """`text` with the first occurrence of `strong` (which may hold no-break spaces) strong."""
    before, found, after = (
        text.partition(strong.replace("\u00a0", " ")) if strong else (text, "", "")
    )
    runs = (Run(before), Run(strong if found else "", True), Run(after))
    return tuple(run for run in runs if run.text)
