"""Sends certificates by e-mail, and keeps what came of it.

Only to addresses of accounts: of the pupil's who agreed to take part, of every member's of a team,
of the mentor's and the judge's. A certificate goes to one address once; what failed may be ordered
again, what came back is not sent there again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.models import Consent, User
from certificates.amended import outdated
from certificates.contents import verification_url
from certificates.errors import NobodyToSendTo, NoBounces
from certificates.files import definition_of, file_name
from certificates.models import Certificate, Delivery
from certificates.selectors import award_titles
from certificates.services.copies import file_of
from contests.models import Contest
from jobs import services as jobs
from jobs.models import Job
from jobs.permissions import owner_key
from leaderboards.models import Publication

JOB_KIND = "certificates.delivery"
_BETWEEN = re.compile(r"[^\w.+'%@-]+")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_LENGTH_MAX = 320  # of an address (RFC 3696, erratum 1690)
_TEXT = {
    "vi": (
        "{award} – {contest}",
        "Kính gửi {name},\n\n"
        "{issuer} gửi {name} giấy số {number}: {award}, {contest}.\n\n"
        "Kiểm tra giấy tại: {url}\n{attached}\n"
        "Nếu họ tên in sai, hãy đăng nhập, mở mục “Của tôi” và bấm “Sửa tên”.\n",
        "Bản PDF được gửi kèm thư này.\n",
        "Đăng nhập và mở mục “Của tôi” để tải bản PDF.\n",
    ),
    "en": (
        "{award} – {contest}",
        "Dear {name},\n\n"
        "{issuer} sends {name} certificate No. {number}: {award}, {contest}.\n\n"
        "Verify it at: {url}\n{attached}\n"
        "Should the name be misprinted, sign in, open “Mine” and press “Correct the name”.\n",
        "The PDF is attached.\n",
        "Sign in and open “Mine” to download the PDF.\n",
    ),
}

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Order:
    """The job that sends, and how many letters it has to send."""

    job: Job
    count: int


@transaction.atomic
def order_delivery(*, publication: Publication, attach: bool, by: User) -> Order:
    """Orders the letters of all valid certificates of a publication that were not sent yet.

    What should be revoked is not sent. `attach` puts the PDF in, else a letter has the links only. Raises NobodyToSendTo.
    """
    certificates = Certificate.objects.filter(
        publication=publication, state=Certificate.State.ISSUED
    ).select_related("participant__user", "mentor__user", "judge__user", "entry")
    known = set(
        Delivery.objects.filter(certificate__publication=publication)
        .exclude(state=Delivery.State.FAILED)
        .values_list("certificate", "address")
    )
    agreed = _agreed(publication.contest)
    wrong = {each.certificate.pk for each in outdated(publication.contest)}
    wanted = [
        (certificate, address)
        for certificate in certificates.prefetch_related("entry__participants__user")
        if certificate.pk not in wrong
        for address in sorted(set(_addresses(certificate, agreed)))
        if (certificate.pk, address) not in known
    ]
    if not wanted:
        raise NobodyToSendTo
    job = jobs.enqueue(
        kind=JOB_KIND,
        payload={"publication": publication.pk, "attach": attach},
        owner_key=owner_key(by),
    )
    for certificate, address in wanted:
        Delivery.objects.update_or_create(
            certificate=certificate,
            address=address,
            defaults={
                "state": Delivery.State.QUEUED, "note": "", "job": job, "ordered_by": by,
            },
        )  # fmt: skip
    return Order(job, len(wanted))


def deliver(*, job: int, attach: bool, progress: Progress) -> int:
    """Sends what is queued of a job's letters and returns how many; repeating it sends the rest.

    A letter that was handed over just before a crash may go out twice; none is left out. What the
    mail server refuses is marked failed with its words.
    """
    queued = list(
        Delivery.objects.filter(job=job, state=Delivery.State.QUEUED)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    sent = 0
    for done, key in enumerate(queued):
        progress(done, len(queued))
        delivery = (
            Delivery.objects.select_related(
                "certificate__template__contest",
                "certificate__register__organization",
                "certificate__publication__contest",
                "certificate__award",
            )
            .defer("certificate__publication__payload", "certificate__publication__names")
            .get(pk=key)
        )
        state, note = _sent(delivery, attach)
        sent += state == Delivery.State.SENT
        Delivery.objects.filter(pk=key).update(
            state=state, note=note, tries=delivery.tries + 1, changed_at=timezone.now()
        )
    progress(len(queued), len(queued))
    return sent


@transaction.atomic
def record_bounces(*, contest: Contest, text: str) -> int:
    """Marks what was sent to the addresses in `text` (pasted lines, a CSV, a report) as come back.

    Returns how many letters that are. Raises NoBounces when it is none.
    """
    addresses = set(_addresses_in(text))
    rows = Delivery.objects.filter(
        certificate__publication__contest=contest,
        address__in=addresses,
        state=Delivery.State.SENT,
    )
    count = rows.update(state=Delivery.State.BOUNCED, changed_at=timezone.now())
    if not count:
        raise NoBounces
    return count


def _addresses_in(text: str) -> Iterator[str]:
    """In small letters. Word by word and each from one place only, so that no text takes long."""
    for word in _BETWEEN.split(text):
        name, _, rest = word.strip(".'").partition("@")
        if name and len(word) <= _LENGTH_MAX and (domain := _DOMAIN.match(rest)):
            yield f"{name}@{domain.group()}".lower()


def _sent(delivery: Delivery, attach: bool) -> tuple[str, str]:
    certificate = delivery.certificate
    if certificate.state != Certificate.State.ISSUED:
        return Delivery.State.FAILED, "superseded or revoked before it was sent"
    try:
        _message(delivery, attach).send()
    except (OSError, SMTPException) as refused:
        return Delivery.State.FAILED, str(refused)[:300]
    return Delivery.State.SENT, ""


def _message(delivery: Delivery, attach: bool) -> EmailMessage:
    certificate = delivery.certificate
    language = definition_of(certificate.template).language
    contest = certificate.publication.contest
    subject, body, attached, linked = _TEXT[language]
    english = language == "en"
    words = {
        "name": certificate.content["recipient"],
        "award": award_titles(certificate)["award_en" if english else "award"]
        or award_titles(certificate)["award"],
        "contest": (contest.title_en if english else "") or contest.title,
        "issuer": certificate.register.organization.name,
        "number": certificate.register_number,
        "url": verification_url(certificate.code),
        "attached": attached if attach else linked,
    }
    message = EmailMessage(subject.format(**words), body.format(**words), to=[delivery.address])
    if attach:
        pdf = file_of(certificate=certificate)
        message.attach(file_name(certificate), pdf, "application/pdf")
    return message


def _addresses(certificate: Certificate, agreed: set[int]) -> Iterator[str]:
    pupils = (
        [person.user for person in certificate.entry.participants.all()]
        if certificate.team and certificate.entry
        else [certificate.participant.user if certificate.participant else None]
    )
    adults = [
        certificate.mentor.user if certificate.mentor else None,
        certificate.judge.user if certificate.judge else None,
    ]
    for user in (*(one for one in pupils if one and one.pk in agreed), *adults):
        if user and user.is_active and user.email:
            yield user.email.lower()


def _agreed(contest: Contest) -> set[int]:
    """Accounts of the contest's pupils whose last word on taking part is yes."""
    rows = (
        Consent.objects.filter(
            purpose=Consent.Purpose.TAKE_PART, user__participations__entry__contest=contest
        )
        .order_by("recorded_at", "pk")
        .values_list("user", "given")
    )
    latest = dict(rows)
    return {user for user, given in latest.items() if given}
