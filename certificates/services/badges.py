"""Turns Open Badges on and off, makes an organization's key for them, and signs badges."""

from __future__ import annotations

import logging

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates import badges, vault
from certificates.amended import current_of
from certificates.errors import CertificateNotInForce, CertificateOutdated
from certificates.key_errors import BadgesOff, KeyUnreadable
from certificates.models import BadgeKey, BadgeSwitch, Certificate
from contests.models import Contest, Organization

_BITS = 2048

_log = logging.getLogger(__name__)


@transaction.atomic
def switch_badges(*, contest: Contest, on: bool, by: User) -> bool:
    """Whether the contest's holders may fetch their badges from now on; returns `on`."""
    if on:
        BadgeSwitch.objects.get_or_create(contest=contest, defaults={"turned_on_by": by})
    else:
        BadgeSwitch.objects.filter(contest=contest).delete()
    return on


@transaction.atomic
def badge_of(*, certificate: Certificate) -> str:
    """The certificate as an Open Badge in VC-JWT; the same text each time while the key is.

    Raises BadgesOff, CertificateNotInForce, CertificateOutdated.
    """
    if not BadgeSwitch.objects.filter(contest=certificate.publication.contest_id).exists():
        raise BadgesOff
    if certificate.state != Certificate.State.ISSUED:
        raise CertificateNotInForce(number=certificate.register_number)
    if current_of(certificate, public_at=timezone.now()) is None:
        raise CertificateOutdated(number=certificate.register_number)
    key, private = _key_of(certificate.register.organization)
    return badges.jwt_of(certificate, key.kid, private)


def _key_of(organization: Organization) -> tuple[BadgeKey, rsa.RSAPrivateKey]:
    """The organization's key, made when there is none, or none that can be opened any more."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    key = BadgeKey.objects.filter(organization=organization, retired_at=None).first()
    if key is not None:
        try:
            private = load_der_private_key(vault.unseal(key.sealed), None)
        except KeyUnreadable:
            _log.exception("the badge key %s cannot be opened; another one is made", key.kid)
            key.sealed, key.retired_at = b"", timezone.now()
            key.save(update_fields=["sealed", "retired_at"])
        else:
            assert isinstance(private, rsa.RSAPrivateKey)  # as it was made below
            return key, private
    private = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    public = badges.public_jwk(private.public_key())
    sealed = vault.seal(private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    key = BadgeKey.objects.create(
        organization=organization, kid=public["kid"], sealed=sealed, public=public
    )
    return key, private
