"""Seals what the database keeps of private keys, so that a copy of the database opens none.

Authenticated encryption (Fernet: AES-CBC and HMAC-SHA256) under keys derived from `KEY_SECRETS`
by HKDF (RFC 5869): the first seals, all open. Knows of no model.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from certificates.key_errors import KeyUnreadable

_PURPOSE = b"certificates: private keys"


def seal(data: bytes) -> bytes:
    return _fernet().encrypt(data)


def unseal(sealed: bytes | memoryview) -> bytes:
    """Raises KeyUnreadable when none of the secrets opens it."""
    try:
        return _fernet().decrypt(bytes(sealed))
    except InvalidToken:
        raise KeyUnreadable from None


def reseal(sealed: bytes | memoryview) -> bytes:
    """The same under the first secret. Raises KeyUnreadable."""
    return seal(unseal(sealed))


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(_derived(secret)) for secret in settings.KEY_SECRETS])


def _derived(secret: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return base64.urlsafe_b64encode(kdf.derive(secret.encode()))
