"""Reads of the certificates app; each owns its joins."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from certificates.errors import CertificateUnknown
from certificates.models import Certificate, CertificateBatch, CertificateTemplate
from certificates.permissions import CertificatePolicy, IssuingPolicy
from common.codes import normal
from contests.models import Contest
from contests.permissions import Person
from leaderboards.display import initials
from leaderboards.models import Award, Publication

_PRINTING_ORDER = ("division__order", "division__code", "order")


def awards_in_printing_order(publication: Publication) -> QuerySet[Award]:
    """By division, prize, rank and entry code, with all that a certificate says.

    The awards share `publication` itself, so that its payload is read once.
    """
    return (
        publication.awards.select_related(
            "division",
            "entry__organization",
            "entry__team",
        )
        .prefetch_related("entry__participants")
        .order_by(*_PRINTING_ORDER, F("rank").asc(nulls_last=True), "entry__code", "pk")
    )


def printable(batch: CertificateBatch) -> QuerySet[Certificate]:
    """The valid certificates of the batch's publication and kind, in printing order."""
    rows = Certificate.objects.filter(
        award__publication=batch.publication_id, state=Certificate.State.ISSUED
    )
    if batch.template.definition.get("per") == "team":
        rows = rows.filter(Q(team=True) | Q(award__entry__team=None))
    else:
        rows = rows.filter(team=False)
    return rows.select_related("register").order_by(
        *(f"award__{field}" for field in _PRINTING_ORDER),
        F("award__rank").asc(nulls_last=True),
        "award__entry__code",
        "participant__order",
        "participant",
        "pk",
    )


def certificates(user: Person) -> QuerySet[Certificate]:
    """The certificates that `user` may see: of contests they issue for, and their own."""
    return _joined(Certificate.objects.filter(CertificatePolicy.readable(user)))


def issued_by_office(user: Person) -> QuerySet[Certificate]:
    """The certificates of the contests that `user` runs."""
    return _joined(Certificate.objects.filter(CertificatePolicy.office(user)))


def own(user: Person) -> QuerySet[Certificate]:
    """The certificates of the entries in which `user` takes part or which they mentor."""
    return _joined(Certificate.objects.filter(CertificatePolicy.own(user)))


def search(rows: QuerySet[Certificate], text: str) -> QuerySet[Certificate]:
    """Rows whose recipient holds `text`, or whose code or register number it is."""
    found = Q(content__recipient__icontains=text)
    if code := normal(text):
        found |= Q(code=code)
    number, _, year = text.partition("/")
    if number.strip().isdecimal():
        numbered = Q(number=int(number))
        found |= numbered & Q(register__year=int(year)) if year.strip().isdecimal() else numbered
    return rows.filter(found)


def templates(user: Person) -> QuerySet[CertificateTemplate]:
    return CertificateTemplate.objects.filter(IssuingPolicy.readable(user)).select_related(
        "contest", "created_by"
    )


def batches(user: Person) -> QuerySet[CertificateBatch]:
    return (
        CertificateBatch.objects.filter(IssuingPolicy.readable(user, "publication__contest"))
        .select_related("publication__contest", "template", "job")
        .defer("publication__payload")
    )


def verification(code: str) -> dict[str, Any]:
    """What everybody may know about a code, the recipient by the contest's display rule.

    Raises CertificateUnknown.
    """
    certificate = _joined(Certificate.objects.all()).filter(code=normal(code) or "").first()
    if certificate is None:
        raise CertificateUnknown
    contest = certificate.award.publication.contest
    successor = getattr(certificate, "superseded_by", None)
    return {
        "state": certificate.state,
        "code": certificate.code,
        "number": certificate.register_number,
        "issuer": certificate.register.organization.name,
        "issuer_en": certificate.register.organization.name_en,
        "contest": contest.title,
        "contest_en": contest.title_en,
        "award": certificate.award.title,
        "award_en": certificate.award.title_en,
        "division": certificate.award.division.title,
        "division_en": certificate.award.division.title_en,
        "recipient": _displayed(certificate, contest),
        "issued_on": certificate.issued_on,
        "file_sha256": certificate.file_sha256,
        "superseded_by": successor.code if successor else None,
    }


def _displayed(certificate: Certificate, contest: Contest) -> str:
    name = str(certificate.content["recipient"])
    entry = certificate.award.entry
    if contest.display_rule == Contest.DisplayRule.CODE:
        return entry.code
    if contest.display_rule == Contest.DisplayRule.FULL_NAME or certificate.team:
        return name
    school = entry.organization
    return f"{initials(name)}, {school.name}" if school else initials(name)


def _joined(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    return rows.select_related(
        "award__publication__contest",
        "award__division",
        "award__entry__organization",
        "register__organization",
        "supersedes",
        "superseded_by",
    ).defer("award__publication__payload")
