"""Gives certificates their number, code and frozen words.

Numbers stand in the register of one organization and year without a gap: the register's row is
locked while certificates are written, and a number is taken in the transaction that uses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.models import User
from certificates.amended import is_out, out_of
from certificates.contents import content_of, today
from certificates.errors import CeremonyToCome, NotPublicUntil, NotPublished
from certificates.files import definition_of
from certificates.models import Certificate, CertificateBatch, CertificateTemplate, Register
from certificates.recipients import Recipient
from certificates.recipients import recipients as recipients_of
from certificates.rendering import TemplateDefinition
from certificates.rendering.letters import spelt
from common.codes import new_code
from common.dates import local_time
from contests.models import Contest, Organization
from leaderboards.models import Publication
from leaderboards.publicity import publication_in_force, waiting_for
from leaderboards.recording import named


@transaction.atomic
def issue(
    *,
    publication: Publication,
    template: CertificateTemplate,
    recipients: Iterable[Recipient],
    by: User | None,
    batch: CertificateBatch | None = None,
) -> list[Certificate]:
    """Issues a publication's certificates to `recipients`, as `to_issue` tells them.

    Who got one in the meantime gets no second one, whose entry is out by now gets none. Raises
    what `check_public` raises.
    """
    definition = definition_of(template)
    day = definition.date or today()
    # While the contest is held nothing is approved, so that what is in force stays so.
    Contest.objects.select_for_update(no_key=True).get(pk=publication.contest_id)
    check_public(publication)
    register = lock_register(publication.contest.organization, day.year)
    fresh = within(missing(publication, recipients))
    return _write(publication, register, fresh, template, definition, day, by, batch)


def to_issue(publication: Publication, definition: TemplateDefinition) -> list[Recipient]:
    """Whose certificates do not exist yet, in printing order.

    Without names that no font spells, and without those whose entry is out by now.
    """
    everyone = recipients_of(publication, definition.per, definition.kind)
    return [each for each in within(missing(publication, everyone)) if spelt(each.name)]


def within(those: Iterable[Recipient]) -> list[Recipient]:
    """Without those whose entries were all disqualified or withdrawn since."""
    waiting = list(those)
    gone = out_of(entry.pk for each in waiting for entry in each.entries)
    return [each for each in waiting if not is_out(each, gone)]


def check_public(publication: Publication) -> None:
    """A certificate states a result in force, and none is issued before everybody may know it.

    Raises NotPublished, CeremonyToCome, NotPublicUntil.
    """
    round_code = publication.round.code if publication.round else None
    current = publication_in_force(publication.contest, round_code)
    if current is None or current.pk != publication.pk:
        raise NotPublished
    waiting = waiting_for(current, timezone.now())
    if waiting is None:
        return
    if waiting.until is not None:
        raise NotPublicUntil(until=local_time(waiting.until))
    raise CeremonyToCome


def lock_register(organization: Organization, year: int) -> Register:
    """The register of an issuer and year, locked until the transaction ends."""
    register, _ = Register.objects.get_or_create(organization=organization, year=year)
    return Register.objects.select_for_update().get(pk=register.pk)


def next_number(register: Register) -> int:
    """Takes the next number of a locked register."""
    register.last += 1
    register.save(update_fields=["last"])
    return register.last


def missing(publication: Publication, recipients: Iterable[Recipient]) -> Iterator[Recipient]:
    """Those who hold nothing yet: of this publication in any state, of earlier ones what is valid.

    So who holds a valid certificate of a publication that this one amends gets no second one.
    """
    rows = Certificate.objects.filter(
        Q(publication=publication) | Q(state=Certificate.State.ISSUED),
        publication__contest=publication.contest_id,
        publication__round=publication.round_id,
    )
    have = set(rows.values_list("holder", flat=True))
    for recipient in recipients:
        if recipient.holder not in have:
            have.add(recipient.holder)
            yield recipient


def _write(
    publication: Publication,
    register: Register,
    those: Sequence[Recipient],
    template: CertificateTemplate,
    definition: TemplateDefinition,
    day: date,
    by: User | None,
    batch: CertificateBatch | None,
) -> list[Certificate]:
    issued = []
    for recipient in those:
        number, code = next_number(register), new_code()
        content = content_of(
            recipient,
            publication,
            definition,
            day=day,
            number=f"{number:04d}/{register.year}",
            code=code,
        )
        issued.append(
            Certificate.objects.create(
                publication=publication,
                per="team" if recipient.holder.endswith("-team") else _single(definition.per),
                kind=definition.kind,
                holder=recipient.holder,
                award=recipient.award,
                entry=recipient.entry,
                participant=recipient.participant,
                mentor=recipient.mentor,
                judge=recipient.judge,
                school=recipient.school.organization if recipient.school else None,
                team=recipient.holder.endswith("-team"),
                template=template,
                batch=batch,
                register=register,
                number=number,
                code=code,
                content=content.as_json(),
                content_sha256=content.sha256,
                issued_on=day,
                issued_by=by,
            )
        )
    if issued:
        record(
            Kind.CERTIFICATES_ISSUED,
            actor=by,
            about=named(publication),
            facts={
                "count": len(issued),
                "first": issued[0].register_number,
                "last": issued[-1].register_number,
            },
        )
    return issued


def _single(per: str) -> str:
    """An entry without a team has personal certificates where teams have one."""
    return "participant" if per == "team" else per
