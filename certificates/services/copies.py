"""A certificate's single file drawn anew, and known by its digest whatever draws it."""

from __future__ import annotations

import hashlib
import logging

from certificates.files import definition_of, single_pdf
from certificates.models import Certificate, DrawnCopy

_log = logging.getLogger(__name__)


def drawn(*, certificate: Certificate) -> bytes:
    """The unsigned PDF.

    It is the file of the day of issue byte for byte, as long as the same software draws it. After
    an upgrade that draws otherwise its digest is kept too, so that the verification page knows both.
    """
    pdf = single_pdf(certificate, definition_of(certificate.template))
    sha256 = hashlib.sha256(pdf).hexdigest()
    if certificate.file_sha256 and sha256 != certificate.file_sha256:
        _, new = DrawnCopy.objects.get_or_create(
            sha256=sha256, defaults={"certificate": certificate}
        )
        if new:
            _log.warning("certificate %s is drawn otherwise than when issued", certificate.code)
    return pdf
