"""A certificate's single file as it is handed out: known by its digest, and signed."""

from __future__ import annotations

import hashlib
import logging

from certificates.files import definition_of, single_pdf
from certificates.models import Certificate, DrawnCopy
from certificates.services.signing import Pen, pen_of, signed

_log = logging.getLogger(__name__)


def file_of(*, certificate: Certificate) -> bytes:
    """The PDF, drawn now."""
    return handed_out(
        certificate=certificate,
        pdf=single_pdf(certificate, definition_of(certificate.template)),
        pen=pen_of(certificate.publication.contest_id),
    )


def handed_out(*, certificate: Certificate, pdf: bytes, pen: Pen | None) -> bytes:
    """The file of which `pdf` is the unsigned one, with its signature if it has or gets one.

    `pdf` is the file of the day of issue byte for byte, as long as the same software draws it.
    After an upgrade that draws otherwise its digest is kept too, so that the verification page
    knows both.
    """
    _keep_digest(certificate, hashlib.sha256(pdf).hexdigest())
    return signed(certificate=certificate, pdf=pdf, pen=pen)


def _keep_digest(certificate: Certificate, sha256: str) -> None:
    if not certificate.file_sha256:  # fetched before its batch was laid out
        Certificate.objects.filter(pk=certificate.pk, file_sha256="").update(file_sha256=sha256)
        certificate.refresh_from_db(fields=["file_sha256"])
    if certificate.file_sha256 == sha256:
        return
    _, new = DrawnCopy.objects.get_or_create(sha256=sha256, defaults={"certificate": certificate})
    if new:
        _log.warning("certificate %s is drawn otherwise than when issued", certificate.code)
