"""A certificate as an Open Badge 3.0: an AchievementCredential in VC-JWT.

Shapes: Open Badges Specification 3.0 (1EdTech), "JSON Web Token Proof Format": the payload is the
credential itself with `iss`, `jti`, `nbf` and `sub`, the header has `alg` RS256, `typ` and `kid`, a
URL that answers the public JWK. Status: 1EdTech Revocation List Status Method 1.0. Reads, never
writes; knows of no request.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any
from uuid import UUID, uuid5

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.db.models import Q
from jwt.algorithms import RSAAlgorithm
from jwt.utils import base64url_encode

from certificates.contents import verification_url
from certificates.models import BadgeKey, Certificate
from certificates.selectors import award_titles
from contests.models import Organization

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
_ALGORITHM = "RS256"  # the one that every verifier has to know
_NAMES = UUID("6f0c7f9e-30a1-4b0e-9d53-1f4f3a5f7c11")  # of this product's identifiers
_TEXTS = {
    "vi": {
        "description": "{award}, {contest}.",
        "description_division": "{award}, {division}, {contest}.",
        "criteria": "Theo kết quả công bố số {number} của {contest}, do {issuer} tổ chức.",
        "evidence": "Trang tra cứu giấy số {number}",
    },
    "en": {
        "description": "{award}, {contest}.",
        "description_division": "{award}, {division}, {contest}.",
        "criteria": "By publication {number} of the results of {contest}, held by {issuer}.",
        "evidence": "Verification page of certificate No. {number}",
    },
}


def issuer_url(organization: Organization) -> str:
    return _url(organization, "issuer/")


def profile(organization: Organization) -> dict[str, Any]:
    """Who issues; `id` is the public address of this very profile."""
    return {
        "id": issuer_url(organization),
        "type": ["Profile"],
        "name": organization.name,
        "url": settings.PUBLIC_URL,
    }


def key_url(organization: Organization, kid: str) -> str:
    return _url(organization, f"keys/{kid}/")


def public_keys(organization: Organization) -> list[dict[str, Any]]:
    """The JWKs of all keys that ever signed for it, the newest first."""
    return [key.public for key in BadgeKey.objects.filter(organization=organization)]


def public_jwk(key: rsa.RSAPublicKey) -> dict[str, Any]:
    """The key as a JWK whose `kid` is its thumbprint (RFC 7638)."""
    numbers = RSAAlgorithm.to_jwk(key, as_dict=True)
    required = {member: numbers[member] for member in ("e", "kty", "n")}
    canonical = json.dumps(required, sort_keys=True, separators=(",", ":")).encode()
    kid = base64url_encode(hashlib.sha256(canonical).digest()).decode()
    return {**required, "kid": kid, "alg": _ALGORITHM, "use": "sig"}


def credential_id(code: str) -> str:
    """Tells the credential, but not the verification code, which is for its holder to show."""
    return f"urn:uuid:{uuid5(_NAMES, f'certificate {code}')}"


def revocations(organization: Organization) -> dict[str, Any]:
    """The organization's credentials that are revoked or superseded; no reasons, no names."""
    ended = (
        Certificate.objects.filter(~Q(state=Certificate.State.ISSUED))
        .filter(register__organization=organization)
        .order_by("pk")
        .values_list("code", flat=True)
    )
    return {
        "id": _url(organization, "revocations/"),
        "issuer": issuer_url(organization),
        "revokedCredentials": [{"id": credential_id(code), "revoked": True} for code in ended],
    }


def credential(certificate: Certificate) -> dict[str, Any]:
    """The unsigned AchievementCredential, in the language of the certificate."""
    organization = certificate.register.organization
    publication = certificate.publication
    contest = publication.contest
    language = certificate.template.definition.get("language", "vi")
    texts = _TEXTS[language]
    division = certificate.entry.division if certificate.entry else None

    def told(vi: str, en: str) -> str:
        return en if language == "en" and en else vi

    titles = award_titles(certificate)
    words = {
        "award": told(titles["award"], titles["award_en"]),
        "contest": told(contest.title, contest.title_en),
        "division": told(division.title, division.title_en) if division else "",
        "issuer": told(organization.name, organization.name_en),
    }
    award = certificate.award.code if certificate.award else ""
    where = f"{organization.code} {contest.slug} {division.code if division else ''}"
    what = f"{where} {certificate.kind} {award} {certificate.per}"
    return {
        "@context": list(CONTEXTS),
        "id": credential_id(certificate.code),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{words['award']} – {words['contest']}",
        "issuer": {**profile(organization), "name": words["issuer"]},
        "validFrom": f"{certificate.issued_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "credentialSubject": {
            "id": f"urn:uuid:{uuid5(_NAMES, f'holder {certificate.code}')}",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": certificate.content["recipient"],
                    "identityType": "name",
                }
            ],
            "achievement": {
                "id": f"urn:uuid:{uuid5(_NAMES, f'achievement {what}')}",
                "type": ["Achievement"],
                "achievementType": "Award" if certificate.award_id else "Certificate",
                "name": words["award"],
                "description": texts["description_division" if division else "description"].format(
                    **words
                ),
                "criteria": {
                    "narrative": texts["criteria"].format(**words, number=publication.number)
                },
                "inLanguage": language,
            },
        },
        "evidence": [
            {
                "id": verification_url(certificate.code),
                "type": ["Evidence"],
                "name": texts["evidence"].format(number=certificate.register_number),
            }
        ],
        "credentialStatus": {
            "id": _url(organization, "revocations/"),
            "type": "1EdTechRevocationList",
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def jwt_of(certificate: Certificate, kid: str, private: rsa.RSAPrivateKey) -> str:
    """The credential, signed; RS256 gives the same text for the same certificate and key."""
    unsigned = credential(certificate)
    claims = {
        "iss": unsigned["issuer"]["id"],
        "jti": unsigned["id"],
        "nbf": int(certificate.issued_at.timestamp()),
        "sub": unsigned["credentialSubject"]["id"],
    }
    headers = {"kid": key_url(certificate.register.organization, kid)}
    return jwt.encode({**unsigned, **claims}, private, algorithm=_ALGORITHM, headers=headers)


def _url(organization: Organization, rest: str) -> str:
    return f"{settings.PUBLIC_URL}/api/v1/organizations/{organization.code}/{rest}"
