"""Reads an uploaded PKCS#12 file (RFC 7292) and says whether one can sign with it.

The file is hostile until proven otherwise: its size and the work that it asks for are bounded
before anything is computed, and a confined process computes it. Keeps nothing; the passphrase is
used once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto.cms import EncryptedData
from asn1crypto.pkcs12 import Pfx, SafeContents
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from certificates.key_errors import (
    KeyExpired,
    KeyFault,
    KeyFileUnreadable,
    KeyNotForSigning,
    KeyNotYetValid,
    KeyTooWeak,
    KeyWithoutCertificate,
    KeyWithoutPrivate,
    PassphraseWrong,
)
from common import confined

MAX_BYTES = 200_000
MAX_ITERATIONS = 1_000_000  # of a key derivation; a file may ask for two thousand million
MAX_CHAIN = 8
MIN_RSA_BITS = 2048
_LIMITS = confined.Limits(seconds=10, megabytes=512)
_CURVES = ("secp256r1", "secp384r1", "secp521r1")

_FAULTS = {kind.code: kind for kind in KeyFault.__subclasses__()}

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A private key (PKCS#8, DER) with its certificate and the rest of the chain as PEM."""

    private: bytes
    pem: str
    certificate: x509.Certificate


def read(data: bytes, passphrase: str, now: datetime) -> KeyFile:
    """Raises the errors that this module imports, each saying what to do."""
    if len(data) > MAX_BYTES:
        raise KeyFileUnreadable
    try:
        private, pem, der = confined.run(
            "certificates.key_files:opened", data, passphrase, now.timestamp(), limits=_LIMITS
        )
    except confined.Refusal as refusal:
        raise _FAULTS[refusal.code](**refusal.params) from None
    except confined.Exceeded:
        raise KeyFileUnreadable from None
    return KeyFile(private, pem, x509.load_der_x509_certificate(der))


def opened(data: bytes, passphrase: str, now: float) -> tuple[bytes, str, bytes]:
    """Private key (PKCS#8, DER), chain (PEM) and certificate (DER); for `common.confined`."""
    _check_shape(data)
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except (ValueError, TypeError):
        raise PassphraseWrong from None
    except Exception:  # the library's own, for what it does not support
        raise KeyFileUnreadable from None
    if key is None:
        raise KeyWithoutPrivate
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyTooWeak
    if certificate is None or certificate.public_key() != key.public_key():
        raise KeyWithoutCertificate
    _check_fitness(key, certificate, datetime.fromtimestamp(now, UTC))
    chain = [certificate, *others][:MAX_CHAIN]
    return (
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        "".join(each.public_bytes(Encoding.PEM).decode() for each in chain),
        certificate.public_bytes(Encoding.DER),
    )


def name_of(name: x509.Name) -> str:
    """Whom a certificate names: the common name, with the organization where it differs."""
    parts: list[str] = []
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(oid)[:1]:
            if str(attribute.value) not in parts:
                parts.append(str(attribute.value))
    return ", ".join(parts)[:300] or name.rfc4514_string()[:300]


def _check_fitness(key: PrivateKey, certificate: x509.Certificate, now: datetime) -> None:
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < MIN_RSA_BITS:
            raise KeyTooWeak
    elif key.curve.name not in _CURVES:
        raise KeyTooWeak
    if certificate.not_valid_after_utc <= now:
        raise KeyExpired(day=f"{certificate.not_valid_after_utc:%d/%m/%Y}")
    if certificate.not_valid_before_utc > now:
        raise KeyNotYetValid(day=f"{certificate.not_valid_before_utc:%d/%m/%Y}")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return  # without the extension every use is allowed (RFC 5280, 4.2.1.3)
    except ValueError:
        raise KeyFileUnreadable from None
    if not (usage.digital_signature or usage.content_commitment):
        raise KeyNotForSigning


def _check_shape(data: bytes) -> None:
    """A PKCS#12 file that asks for a bearable amount of work."""
    if not data or len(data) > MAX_BYTES:
        raise KeyFileUnreadable
    try:
        pfx = Pfx.load(data, strict=True)
        if pfx["version"].native != "v3":
            raise KeyFileUnreadable
        asked = max(_iterations(pfx), default=0)
    except (ValueError, TypeError, KeyError):
        raise KeyFileUnreadable from None
    if asked > MAX_ITERATIONS:
        raise KeyFileUnreadable


def _iterations(pfx: Pfx) -> Iterator[int]:
    """How often each visible key derivation is to be repeated."""
    if pfx["mac_data"].native:
        yield pfx["mac_data"]["iterations"].native
    for part in pfx.authenticated_safe:
        content = part["content"]
        if isinstance(content, EncryptedData):
            yield content["encrypted_content_info"]["content_encryption_algorithm"].kdf_iterations
        elif part["content_type"].native == "data":
            for bag in SafeContents.load(content.native):
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                    yield bag["bag_value"]["encryption_algorithm"].kdf_iterations
