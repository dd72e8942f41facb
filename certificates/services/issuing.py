"""Gives certificates their number, code and frozen words.

Numbers stand in the register of one organization and year without a gap: the register's row is
locked while certificates are written, and a number is taken in the transaction that uses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates.contents import Holder, content_of, holders, today
from certificates.errors import CeremonyToCome, NotPublicUntil, NotPublished
from certificates.files import definition_of
from certificates.models import Certificate, CertificateBatch, CertificateTemplate, Register
from certificates.rendering import TemplateDefinition
from certificates.selectors import awards_in_printing_order
from common.codes import new_code
from common.dates import local_time
from contests.models import Organization
from leaderboards.models import Publication
from leaderboards.publicity import waiting_for


@transaction.atomic
def issue_missing(
    *,
    publication: Publication,
    template: CertificateTemplate,
    by: User | None,
    batch: CertificateBatch | None = None,
    limit: int | None = None,
) -> list[Certificate]:
    """Issues the certificates of a publication that do not exist yet, at most `limit`.

    In printing order. Asking again issues nothing twice; a person who holds a valid certificate
    for the same award from a publication that this one amends gets no second one.
    Raises what `check_public` raises.
    """
    definition = definition_of(template)
    day = definition.date or today()
    register = lock_register(publication.contest.organization, day.year)
    check_public(Publication.objects.defer("payload").get(pk=publication.pk))
    missing = list(_missing(publication, definition.per))[:limit]
    return _write(register, missing, template, definition, day, by, batch)


def check_public(publication: Publication) -> None:
    """A certificate tells a result, so none is issued before everybody may know it.

    Raises NotPublished, CeremonyToCome, NotPublicUntil.
    """
    if publication.state != Publication.State.PUBLISHED:
        raise NotPublished
    waiting = waiting_for(publication, timezone.now())
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


def _missing(publication: Publication, per: str) -> Iterator[Holder]:
    have = _existing(publication)
    for award in awards_in_printing_order(publication):
        for holder in holders(award, per):
            person = holder.participant.pk if holder.participant else None
            if (award.pk, person) not in have and (award.entry_id, award.code, person) not in have:
                yield holder


def _existing(publication: Publication) -> set[tuple[object, ...]]:
    """Keys of what exists: for this publication in any state, for earlier ones what is valid."""
    have: set[tuple[object, ...]] = set()
    rows = Certificate.objects.filter(
        award__publication__contest=publication.contest_id,
        award__publication__round=publication.round_id,
    ).values_list(
        "award", "award__publication", "award__entry", "award__code", "participant", "team", "state"
    )
    for award, source, entry, code, participant, team, state in rows:
        if participant is None and not team:
            continue  # the person was deleted
        if source == publication.pk:
            have.add((award, participant))
        elif state == Certificate.State.ISSUED:
            have.add((entry, code, participant))
    return have


def _write(
    register: Register,
    missing: Sequence[Holder],
    template: CertificateTemplate,
    definition: TemplateDefinition,
    day: date,
    by: User | None,
    batch: CertificateBatch | None,
) -> list[Certificate]:
    issued = []
    for holder in missing:
        number, code = next_number(register), new_code()
        content = content_of(
            holder, definition, day=day, number=f"{number:04d}/{register.year}", code=code
        )
        issued.append(
            Certificate.objects.create(
                award=holder.award,
                participant=holder.participant,
                team=holder.participant is None,
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
    return issued
