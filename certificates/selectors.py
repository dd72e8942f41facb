"""Reads of the certificates app; each owns its joins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Length
from django.utils import timezone

from certificates.errors import CertificateUnknown, FileUnknown, RangeInvalid
from certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateImage,
    CertificateTemplate,
    Delivery,
    NameCorrection,
    PdfSignature,
    SigningKey,
)
from certificates.permissions import CertificatePolicy, IssuingPolicy
from common.codes import normal
from common.search import holding
from contests.models import Contest, Organization
from contests.package import carried
from contests.permissions import Person
from leaderboards.frozen import some
from leaderboards.models import Award, Publication
from submissions.consents import consents_of
from submissions.models import Entry, Mentor, Participant
from submissions.naming import (
    Rule,
    hidden_names,
    named_as,
    shown_name,
    strictest,
    without_names,
)

_REGISTER_NUMBER = re.compile(r"(\d{1,9})\s*(?:/\s*(\d{4})?)?", re.ASCII)
_PRINTING_ORDER = ("division__order", "division__code", "order")
_KIND_TITLES = {
    "vi": {"prize": "Thành tích", "merit": "Thành tích xuất sắc", "participation": "Tham gia"},
    "en": {"prize": "Achievement", "merit": "Merit", "participation": "Participation"},
}


def awards_in_printing_order(publication: Publication) -> QuerySet[Award]:
    """By division, prize, rank and entry code, with all that a certificate says.

    The awards share `publication` itself, so that its payload is read once.
    """
    return (
        publication.awards.select_related(
            "division",
            "entry__division",
            "entry__organization",
            "entry__team",
        )
        .prefetch_related("entry__participants")
        .order_by(*_PRINTING_ORDER, F("rank").asc(nulls_last=True), "entry__code", "pk")
    )


def entries_in_printing_order(publication: Publication, codes: Sequence[str]) -> QuerySet[Entry]:
    """The entries of these codes by division and code, with all that a certificate says."""
    return (
        Entry.objects.filter(contest=publication.contest_id, code__in=codes)
        .select_related("division", "organization", "team")
        .prefetch_related("participants", "mentors")
        .order_by("division__order", "division__code", "code")
    )


def printable(batch: CertificateBatch) -> QuerySet[Certificate]:
    """The valid certificates of the batch's publication and kind, in printing order."""
    definition = batch.template.definition
    per, kind = definition.get("per", "participant"), definition.get("kind", "prize")
    rows = Certificate.objects.filter(
        publication=batch.publication_id, state=Certificate.State.ISSUED, kind=kind
    )
    if per == "team":
        rows = rows.filter(Q(per="team") | Q(per="participant", entry__team=None))
    else:
        rows = rows.filter(per=per)
    rows = rows.select_related("register")
    if per not in ("participant", "team"):
        return rows.order_by("school__name", "content__recipient", "pk")
    if kind != "prize":
        return rows.order_by(
            "entry__division__order", "entry__division__code", "entry__code",
            "participant__order", "participant", "pk",
        )  # fmt: skip
    return rows.order_by(
        *(f"award__{field}" for field in _PRINTING_ORDER),
        F("award__rank").asc(nulls_last=True),
        "entry__code",
        "participant__order",
        "participant",
        "pk",
    )


def printed(
    batch: CertificateBatch, first: int | None, last: int | None
) -> list[tuple[int, Certificate]]:
    """The places in the batch's file and their certificates, in printing order.

    Of register numbers `first` to `last` only, where they are given. Raises RangeInvalid when
    that is none.
    """
    rows = (
        Certificate.objects.select_related("register", "award", "entry__organization", "school")
        .prefetch_related("template")  # one for all: its definition may hold pictures
        .in_bulk(batch.pages)
    )
    found = [
        (place, rows[key])
        for place, key in enumerate(batch.pages)
        if (first is None or rows[key].number >= first)
        and (last is None or rows[key].number <= last)
    ]
    if not found:
        raise RangeInvalid
    return found


def corrections(user: Person) -> QuerySet[NameCorrection]:
    """Requests of the contests that `user` runs, and those on their own certificates."""
    return (
        NameCorrection.objects.filter(
            certificate__in=Certificate.objects.filter(CertificatePolicy.readable(user)).values(
                "pk"
            )
        )
        .select_related(
            "certificate__publication__contest",
            "certificate__register__organization",
            "certificate__superseded_by",
            "certificate__template",
        )
        .defer("certificate__publication__payload", "certificate__publication__names")
    )


def certificates(user: Person) -> QuerySet[Certificate]:
    """The certificates that `user` may see: of contests they issue for, and their own."""
    return _joined(Certificate.objects.filter(CertificatePolicy.readable(user)), user)


def issued_by_office(user: Person) -> QuerySet[Certificate]:
    """The certificates of the contests that `user` runs."""
    return _joined(Certificate.objects.filter(CertificatePolicy.office(user)), user)


def own(user: Person) -> QuerySet[Certificate]:
    """The certificates of the entries in which `user` takes part or which they mentor."""
    return _joined(Certificate.objects.filter(CertificatePolicy.own(user)), user)


def search(rows: QuerySet[Certificate], text: str) -> QuerySet[Certificate]:
    """Rows whose recipient holds `text`, with or without marks, or whose code or register number
    it is."""
    found = holding(text, "recipient")
    if code := normal(text):
        found |= Q(code=code)
    if numbers := _REGISTER_NUMBER.fullmatch(text.strip()):
        number, year = numbers.groups()
        found |= Q(number=number, register__year=year) if year else Q(number=number)
    return rows.alias(recipient=KT("content__recipient")).filter(found)


def templates(user: Person) -> QuerySet[CertificateTemplate]:
    return CertificateTemplate.objects.filter(IssuingPolicy.readable(user)).select_related(
        "contest", "created_by"
    )


def images(user: Person) -> QuerySet[CertificateImage]:
    return (
        CertificateImage.objects.filter(IssuingPolicy.readable(user))
        .select_related("contest")
        .defer("png")
    )


def pictures(contest: Contest | int, digests: Iterable[str]) -> dict[str, bytes]:
    """The stored PNGs of a contest by their digests; those that it does not have are left out."""
    rows = CertificateImage.objects.filter(contest=contest, sha256__in=list(digests))
    return {sha256: bytes(png) for sha256, png in rows.values_list("sha256", "png")}


def signing_keys(user: Person) -> QuerySet[SigningKey]:
    """Keys of the contests that `user` issues for or manages, also removed ones; never sealed."""
    return (
        SigningKey.objects.filter(IssuingPolicy.readable(user))
        .select_related("contest", "added_by")
        .defer("sealed", "chain")
    )


def signing_key(contest_id: int) -> SigningKey | None:
    """The contest's key, if its certificate is valid now."""
    now = timezone.now()
    return SigningKey.objects.filter(
        contest=contest_id, removed_at=None, valid_from__lte=now, valid_until__gt=now
    ).first()


def deliveries(user: Person) -> QuerySet[Delivery]:
    return (
        Delivery.objects.filter(IssuingPolicy.readable(user, "certificate__publication__contest"))
        .select_related("certificate__register", "certificate__publication__contest", "job")
        .defer("certificate__publication__payload", "certificate__publication__names")
    )


def extreme_name(contest: Contest, per: str, *, longest: bool) -> str:
    """The longest or the shortest name among those who could get such a certificate; "" if none."""
    names = {
        "participant": Participant.objects.filter(entry__contest=contest).values("full_name"),
        "team": contest.teams.values(full_name=F("name")),
        "school": Organization.objects.filter(entries__contest=contest).values(full_name=F("name")),
        "mentor": Mentor.objects.filter(entry__contest=contest).values("full_name"),
        "judge": contest.judges.values("full_name"),
    }[per]
    length = Length("full_name")
    row = names.order_by(length.desc() if longest else length.asc(), "full_name").first()
    return row["full_name"] if row else ""


def titles_of(contest: Contest, division: str, award: str, *, english: bool) -> dict[str, str]:
    """{"division", "award", "awards"} by their codes; what the contest does not have is left out.

    Prizes are those of its policy.
    """
    found: dict[str, str] = {}
    if division and (row := contest.divisions.filter(code=division).first()):
        found["division"] = row.title_en if english and row.title_en else row.title
    policy = contest.policies.order_by("-number").first() if award else None
    for prize in policy.definition.get("prizes", ()) if policy else ():
        if prize["code"] == award:
            label = prize["label"]
            title = label.get("en") if english else None
            found["award"] = found["awards"] = title or label["vi"]
    return found


def batches(user: Person) -> QuerySet[CertificateBatch]:
    return (
        CertificateBatch.objects.filter(IssuingPolicy.readable(user, "publication__contest"))
        .select_related("publication__contest", "template", "job")
        .defer("publication__payload", "publication__names")
    )


def certificate_with_code(code: str) -> Certificate:
    """Raises CertificateUnknown."""
    certificate = _joined(Certificate.objects.all()).filter(code=normal(code) or "").first()
    if certificate is None:
        raise CertificateUnknown
    return certificate


def certificate_with_file(sha256: str) -> tuple[Certificate, PdfSignature | None]:
    """The certificate whose file has this hex digest, and the signature in that file.

    Raises FileUnknown.
    """
    rows = _joined(Certificate.objects.select_related("template"))
    sha256 = sha256.lower()
    known = (rows.filter(file_sha256=sha256), rows.filter(copies__sha256=sha256)) if sha256 else ()
    for found in known:
        if (certificate := found.first()) is not None:
            return certificate, None
    signature = PdfSignature.objects.filter(sha256=sha256).first()
    if signature is None:
        raise FileUnknown
    signature.certificate = rows.get(pk=signature.certificate_id)
    return signature.certificate, signature


def public_facts(certificate: Certificate) -> dict[str, Any]:
    """What everybody may know about it, the recipient by the contest's display rule."""
    contest = certificate.publication.contest
    successor = getattr(certificate, "superseded_by", None)
    division = certificate.entry.division if certificate.entry else None
    return {
        "state": certificate.state,
        "code": certificate.code,
        "number": certificate.register_number,
        "issuer": certificate.register.organization.name,
        "issuer_en": certificate.register.organization.name_en,
        "contest": contest.title,
        "contest_en": contest.title_en,
        **award_titles(certificate),
        "division": division.title if division else "",
        "division_en": division.title_en if division else "",
        "recipient": _displayed(certificate, contest),
        "issued_on": certificate.issued_on,
        "file_sha256": certificate.file_sha256,
        "superseded_by": successor.code if successor else None,
        "signature": _signature(certificate),
        "imports": carried(certificate.publication.imports),
    }


def _signature(certificate: Certificate) -> dict[str, Any] | None:
    """Who signed the certificate's file, as the signer's certificate says; nobody vouches for it."""
    signature = certificate.signatures.select_related("key").defer("update", "key__sealed").first()
    if signature is None:
        return None
    key = signature.key
    return {
        "signer": key.subject,
        "authority": key.authority,
        "self_issued": key.subject == key.authority,
        "valid_until": key.valid_until,
        "signed_at": signature.signed_at,
    }


def award_titles(certificate: Certificate) -> dict[str, str]:
    """{"award", "award_en"}: the prize, or what the certificate is called by."""
    if certificate.award:
        return {"award": certificate.award.title, "award_en": certificate.award.title_en}
    return {
        "award": _KIND_TITLES["vi"][certificate.kind],
        "award_en": _KIND_TITLES["en"][certificate.kind],
    }


def _displayed(certificate: Certificate, contest: Contest) -> str:
    """The recipient as the public may see them now; schools, mentors and judges are named.

    The strictest of the rule of the publication, that of now and the person's consent. Who may not be
    named is the entry's code: the certificate stays what it is.
    """
    name = str(certificate.content["recipient"])
    entry = certificate.entry
    if certificate.per not in ("participant", "team") or entry is None:
        return name
    then = some(certificate.publication, ())[0] or contest.display_rule
    rule = strictest(contest.display_rule, then)
    people = consents_of([entry.pk]).get(entry.pk, ())
    if certificate.team:
        named = None if rule == Rule.CODE else without_names(name, hidden_names(people, rule))
        return named or entry.code
    shown = shown_name(named_as([name], people)[0], rule)
    if shown is None:
        return entry.code
    school = entry.organization if rule == Rule.INITIALS else None
    return f"{shown}, {school.name}" if school else shown


def _joined(rows: QuerySet[Certificate], user: Person | None = None) -> QuerySet[Certificate]:
    """With all that is told of a certificate; with `badge`, whether `user` may fetch its badge."""
    if user is not None:
        rows = rows.annotate(
            badge=ExpressionWrapper(CertificatePolicy.has_badge(user), BooleanField())
        )
    return rows.select_related(
        "publication__contest",
        "award",
        "entry__division",
        "entry__organization",
        "register__organization",
        "supersedes",
        "superseded_by",
    ).defer("publication__payload", "publication__names")
