"""Keeps an organization's own key for a contest, and signs the files of its certificates with it.

A file is signed once and the signature stored: the same file comes again byte for byte, whatever
the kind of key, and also after the key was removed (docs/adr/0008).
"""

from __future__ import annotations

import hashlib
import logging
import zlib
from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.db import transaction
from django.utils import timezone

from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.models import User
from certificates import key_files, selectors, vault
from certificates.files import signed_with
from certificates.key_errors import KeyRemoved, KeyUnreadable
from certificates.key_files import KeyFile, PrivateKey
from certificates.models import Certificate, PdfSignature, SigningKey
from contests.models import Contest
from contests.services import made_for_contest

_log = logging.getLogger(__name__)


def add_signing_key(*, contest: Contest, data: bytes, passphrase: str, by: User) -> SigningKey:
    """Takes a PKCS#12 file; it replaces the contest's key, if there is one.

    Raises what `key_files.read` raises.
    """
    return _replace_key(contest, key_files.read(data, passphrase, timezone.now()), by)


@transaction.atomic
def _replace_key(contest: Contest, given: KeyFile, by: User) -> SigningKey:
    certificate = given.certificate
    Contest.objects.select_for_update().get(pk=contest.pk)
    for old in SigningKey.objects.filter(contest=contest, removed_at=None):
        _remove(old, by)
    key: SigningKey = SigningKey.objects.create(
        contest=contest,
        sealed=vault.seal(given.private),
        chain=given.pem,
        sha256=certificate.fingerprint(SHA256()).hex(),
        subject=key_files.name_of(certificate.subject),
        authority=key_files.name_of(certificate.issuer),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        added_by=by,
    )
    _record(Kind.SIGNING_KEY_ADDED, key, by)
    return key


@transaction.atomic
def remove_signing_key(*, key: SigningKey, by: User) -> SigningKey:
    """Forgets the private key; what it signed stays signed. Raises KeyRemoved."""
    current = SigningKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if current.removed_at is not None:
        raise KeyRemoved
    _remove(current, by)
    return current


@dataclass(frozen=True)
class Pen:
    """A contest's key that is valid now, opened when the first file is to be signed."""

    key: SigningKey

    @cached_property
    def private(self) -> PrivateKey:
        """Raises KeyUnreadable."""
        opened = load_der_private_key(vault.unseal(self.key.sealed), None)
        assert isinstance(opened, PrivateKey)  # as it was checked when it came
        return opened


def pen_of(contest_id: int) -> Pen | None:
    """None if the contest has no key, or only one that is not valid today."""
    key = selectors.signing_key(contest_id)
    return Pen(key) if key else None


def signed(*, certificate: Certificate, pdf: bytes, pen: Pen | None) -> bytes:
    """The certificate's file with its signature, if it has one or `pen` can give it one now.

    Certificates that are no longer in force are not signed any more.
    """
    base = hashlib.sha256(pdf).hexdigest()
    for signature in certificate.signatures.all():
        if signature.base_sha256 == base:
            return signed_with(pdf, signature)
    if pen is None or certificate.state != Certificate.State.ISSUED:
        return pdf
    try:
        private = pen.private
    except KeyUnreadable:
        # A pupil's download must not fail because of the office's key; the office is told.
        _log.exception("the signing key of contest %s cannot be opened", pen.key.contest_id)
        return pdf
    # pyHanko takes a second to load, which no process pays that never signs.
    from certificates import pades

    update = pades.update(pdf, private, pen.key.chain)
    signature, _ = PdfSignature.objects.get_or_create(
        certificate=certificate,
        base_sha256=base,
        defaults={
            "key": pen.key,
            "update": zlib.compress(update, 9),
            "sha256": hashlib.sha256(pdf + update).hexdigest(),
            "signed_at": timezone.now(),
        },
    )
    return signed_with(pdf, signature)  # of two that signed at once, the first one's


def _remove(key: SigningKey, by: User) -> None:
    key.sealed = b""
    key.removed_by = by
    key.removed_at = timezone.now()
    key.save(update_fields=["sealed", "removed_by", "removed_at"])
    _record(Kind.SIGNING_KEY_REMOVED, key, by)


def _record(kind: Kind, key: SigningKey, by: User) -> None:
    about = made_for_contest(key.contest_id)
    record(kind, actor=by, about=about, facts={"name": key.subject})
