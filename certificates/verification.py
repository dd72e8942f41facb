"""What everybody may know about a code or a dropped file: its certificate, whether results that are
public still give it, and whether the file's signature holds.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from certificates import selectors
from certificates.amended import current_of
from certificates.files import signature_is_intact
from certificates.models import Certificate


def of_code(code: str) -> dict[str, Any]:
    """About the certificate with this code. Raises CertificateUnknown."""
    return _facts(selectors.certificate_with_code(code))


def of_file(sha256: str) -> dict[str, Any]:
    """About the certificate whose file has this hex digest, signed or not.

    `file_signed` tells which of the two it is, `signature_intact` whether the signature in it holds
    (None without one). Raises FileUnknown.
    """
    certificate, signature = selectors.certificate_with_file(sha256)
    return {
        **_facts(certificate),
        "file_signed": signature is not None,
        "signature_intact": signature_is_intact(signature) if signature else None,
    }


def _facts(certificate: Certificate) -> dict[str, Any]:
    """`outdated`: it was not revoked, but the results that are public now do not give it."""
    valid = certificate.state == Certificate.State.ISSUED
    outdated = valid and current_of(certificate, public_at=timezone.now()) is None
    return {**selectors.public_facts(certificate), "outdated": outdated}
