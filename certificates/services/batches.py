"""Orders and makes the printed file of a publication's certificates.

The work runs as a job in steps that may each be repeated: issue what is missing, lay out the
chunks that are not stored yet, write one file in printing order.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import groupby
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from certificates import selectors
from certificates.amended import concerned, outdated
from certificates.errors import (
    CertificatesConcerned,
    CertificatesUnfit,
    NothingToPrint,
    TemplateOfOtherContest,
)
from certificates.files import definition_of
from certificates.fitness import unfit
from certificates.models import (
    Certificate,
    CertificateBatch,
    CertificateTemplate,
    PdfSignature,
)
from certificates.recipients import recipients
from certificates.rendering import (
    CertificateContent,
    Page,
    TemplateDefinition,
    merge,
    single_from,
)
from certificates.services.issuing import check_public, issue, missing, to_issue, within
from certificates.services.signing import pen_of, signed
from certificates.services.templates import template_or_default
from certificates.workers import chunks, lay_out, stored
from common.stored import FileComing, FileDamaged, opened
from jobs import services as jobs
from jobs.permissions import owner_key
from leaderboards.models import Publication

JOB_KIND = "certificates.batch"
_ISSUE_AT_ONCE = 50  # certificates a transaction: the register is locked that long only

Progress = Callable[[int, int | None], None]


@transaction.atomic
def order_batch(
    *,
    publication: Publication,
    template: CertificateTemplate | None,
    by: User,
    accept: bool = False,
    accept_changes: bool = False,
) -> CertificateBatch:
    """Orders all certificates of a publication; its job runs when this transaction is through.

    `accept` agrees to what cannot be printed as it was entered, `accept_changes` to what changed
    since the publication. Raises CertificatesUnfit and CertificatesConcerned without them,
    NothingToPrint, TemplateOfOtherContest, and what `check_public` raises.
    """
    check_public(publication)
    chosen = template or template_or_default(contest=publication.contest, by=by)
    if chosen.contest_id != publication.contest_id:
        raise TemplateOfOtherContest
    definition = definition_of(chosen)
    everyone = list(recipients(publication, definition.per, definition.kind))
    if not everyone:
        raise NothingToPrint
    waiting = list(missing(publication, everyone))
    if not accept_changes:
        changed, wrong = concerned(publication, waiting), outdated(publication.contest)
        if changed or wrong:
            raise CertificatesConcerned.of(changed, wrong)
    if not accept and (found := unfit(within(waiting), publication, definition)):
        raise CertificatesUnfit.of(found)
    batch = CertificateBatch.objects.create(publication=publication, template=chosen, created_by=by)
    batch.job = jobs.enqueue(
        kind=JOB_KIND,
        payload={"batch": batch.pk},
        owner_key=owner_key(by),
        unique_key=f"{JOB_KIND}:{batch.pk}",
    )
    batch.save(update_fields=["job"])
    return batch


def cancel_batch(*, batch: CertificateBatch) -> CertificateBatch:
    """Stops the work; what was issued stays issued. Raises jobs' JobFinal."""
    if batch.job_id is not None:
        batch.job = jobs.cancel(job_id=batch.job_id)
    return batch


def retry_batch(*, batch: CertificateBatch) -> CertificateBatch:
    """Does the rest of the work of a batch that failed or was cancelled. Raises JobActive."""
    if batch.job_id is not None:
        batch.job = jobs.retry(job_id=batch.job_id)
    return batch


def open_batch(*, batch: CertificateBatch) -> IO[bytes]:
    """The printed file's bytes. One that is lost or damaged is printed again, and nothing issued.

    Raises FileComing.
    """
    try:
        return opened(str(batch.file.name), sha256=batch.sha256)
    except FileDamaged as error:
        with transaction.atomic():
            lost = CertificateBatch.objects.filter(pk=batch.pk, file=batch.file.name)
            if lost.update(file=""):
                batch.job = jobs.enqueue(
                    kind=JOB_KIND,
                    payload={"batch": batch.pk},
                    owner_key="" if batch.created_by is None else owner_key(batch.created_by),
                    unique_key=f"{JOB_KIND}:{batch.pk}",
                )
                batch.save(update_fields=["job"])
        raise FileComing(name=f"{batch.publication.contest.slug}-{batch.pk}.pdf") from error


def print_batch(*, batch: CertificateBatch, progress: Progress) -> int:
    """Does the whole batch and returns its number of pages; repeating it does only the rest.

    `progress(done, total)` may raise to stop between two steps; issuing one and laying it out
    are a step each. Raises NotPublished if the publication was superseded in the meantime and
    certificates are still missing.
    """
    if batch.file:
        return len(batch.pages)
    # What was printed once and is lost is printed again; who came since was not ordered.
    waiting = [] if batch.sha256 else to_issue(batch.publication, definition_of(batch.template))
    issued, whole = 0, 2 * len(waiting) + selectors.printable(batch).count()
    for those in chunks(waiting, _ISSUE_AT_ONCE):
        issue(
            publication=batch.publication,
            template=batch.template,
            recipients=those,
            by=batch.created_by,
            batch=batch,
        )
        issued += len(those)
        progress(issued, whole)
    certificates = list(selectors.printable(batch))
    if not certificates:
        raise NothingToPrint
    definitions = {
        template.pk: definition_of(template)
        for template in CertificateTemplate.objects.filter(
            pk__in={certificate.template_id for certificate in certificates}
        )
    }
    orders = [
        ([CertificateContent.from_json(each.content) for each in some], definitions[template])
        for template, group in groupby(certificates, key=lambda each: each.template_id)
        for some in chunks(list(group))
    ]
    total, done = len(certificates), 0
    progress(issued, issued + total)
    folder = settings.MEDIA_ROOT / "certificates" / f"chunks-{batch.pk}"
    with closing(lay_out(orders, folder)) as work:
        for (contents, definition), pages in zip(orders, work, strict=True):
            some = certificates[done : done + len(pages)]
            _digest(some, pages)
            _sign(batch, some, contents, definition, pages)
            done += len(pages)
            progress(issued + done, issued + total)
    data = merge(
        (content, definition, page)
        for contents, definition in orders
        for content, page in zip(contents, stored(folder, contents, definition), strict=True)
    )
    _store(batch, data, [certificate.pk for certificate in certificates])
    shutil.rmtree(folder, ignore_errors=True)
    return total


def _digest(certificates: Sequence[Certificate], pages: Sequence[Page]) -> None:
    """Keeps the digest of each single file, once."""
    fresh = []
    for certificate, page in zip(certificates, pages, strict=True):
        if not certificate.file_sha256:
            certificate.file_sha256 = page.sha256
            fresh.append(certificate)
    Certificate.objects.bulk_update(fresh, ["file_sha256"], batch_size=100)


def _sign(
    batch: CertificateBatch,
    certificates: Sequence[Certificate],
    contents: Sequence[CertificateContent],
    definition: TemplateDefinition,
    pages: Sequence[Page],
) -> None:
    """Signs each single file, once, if the contest has a key."""
    pen = pen_of(batch.publication.contest_id)
    if pen is None:
        return
    rows = PdfSignature.objects.filter(certificate__in=certificates)
    have = set(rows.values_list("certificate", "base_sha256"))
    for certificate, content, page in zip(certificates, contents, pages, strict=True):
        if (certificate.pk, page.sha256) not in have:
            signed(certificate=certificate, pdf=single_from(page, content, definition), pen=pen)


@transaction.atomic
def _store(batch: CertificateBatch, data: bytes, pages: list[int]) -> None:
    """Names the file only after it is written; of two workers the first one's stays."""
    current = CertificateBatch.objects.select_for_update().get(pk=batch.pk)
    if not current.file:
        current.file.save(f"certificates/{batch.pk}.pdf", ContentFile(data), save=False)
        current.sha256 = hashlib.sha256(data).hexdigest()
        current.pages = pages
        current.save(update_fields=["file", "sha256", "pages"])
    batch.file, batch.sha256, batch.pages = current.file, current.sha256, current.pages
