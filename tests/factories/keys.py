"""Keys, certificates and PKCS#12 files for tests, made in the process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile

PASSPHRASE = "mật khẩu của trường"
SUBJECT = "Trường THCS Nguyễn Du"
AUTHORITY = "CA Thử nghiệm"


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def make_x509(
    key: Any, *, from_days: int = -1, until_days: int = 365, usage: bool | None = True
) -> x509.Certificate:
    """A certificate of `key`, issued by another; `usage` says whether it is for signing."""
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(SUBJECT))
        .issuer_name(_name(AUTHORITY))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now + timedelta(days=min(from_days, until_days - 1)))
        .not_valid_after(now + timedelta(days=until_days))
    )
    if usage is not None:
        builder = builder.add_extension(
            x509.KeyUsage(
                digital_signature=usage,
                content_commitment=usage,
                key_encipherment=not usage,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    return builder.sign(ec_key(), SHA256())


def make_p12(
    key: Any = None, *, certificate: Any = None, passphrase: str = PASSPHRASE, **changes: Any
) -> bytes:
    """A PKCS#12 file of `key` with a certificate of it."""
    key = key or ec_key()
    return pkcs12.serialize_key_and_certificates(
        b"key",
        key,
        certificate or make_x509(key, **changes),
        None,
        BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption(),
    )


def make_p12_upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("truong.p12", make_p12(), content_type="application/x-pkcs12")


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
