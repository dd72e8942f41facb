"""Signs a PDF and checks a signature, by pyHanko: PAdES B-B (ETSI EN 319 142-1), invisible.

A signature is an incremental update (ISO 32000-1, 7.5.6 and 12.8): the bytes before it stay as
they are. Nothing is fetched from anywhere: no time stamp, no revocation lists. Importing this
module loads pyHanko, which takes a second.
"""

from __future__ import annotations

import io

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, Signer, sign_pdf
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.key_files import PrivateKey

_FIELD = "Signature1"


class _Signer(Signer):
    """With a key that is loaded once for many files; pyHanko's own loads it for each."""

    def __init__(self, key: PrivateKey, pem: str) -> None:
        own, *others = (
            Certificate.load(each.public_bytes(Encoding.DER))
            for each in x509.load_pem_x509_certificates(pem.encode())
        )
        super().__init__(signing_cert=own, cert_registry=SimpleCertificateStore.from_certs(others))
        self._key = key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), SHA256())
        return self._key.sign(data, ec.ECDSA(SHA256()))


def update(pdf: bytes, key: PrivateKey, pem: str) -> bytes:
    """What is to be put behind `pdf` to sign it; `pem` is the certificate and its chain."""
    signed = sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)),
        PdfSignatureMetadata(
            field_name=_FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
        ),
        signer=_Signer(key, pem),
    ).getvalue()
    return bytes(signed[len(pdf) :])


def intact(pdf: bytes) -> bool:
    """Whether the file's one signature covers all of it and fits its certificate's key.

    Whether that certificate is to be trusted is not asked.
    """
    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if len(signatures) != 1:
        return False
    (signature,) = signatures
    whole = signature.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    return whole and all(_integrity(signature))


def _integrity(signature: EmbeddedPdfSignature) -> tuple[bool, bool]:
    """(the digest is the file's, the signature is of that digest by that key)."""
    return validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
