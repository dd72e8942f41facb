"""What everybody may know about a dropped file: its certificate, and whether its signature holds."""

from __future__ import annotations

from typing import Any

from certificates import selectors
from certificates.files import signature_is_intact


def of_file(sha256: str) -> dict[str, Any]:
    """About the certificate whose file has this hex digest, signed or not.

    `file_signed` tells which of the two it is, `signature_intact` whether the signature in it holds
    (None without one). Raises FileUnknown.
    """
    certificate, signature = selectors.certificate_with_file(sha256)
    return {
        **selectors.public_facts(certificate),
        "file_signed": signature is not None,
        "signature_intact": signature_is_intact(signature) if signature else None,
    }
