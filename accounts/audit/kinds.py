"""What the history records, and which facts each kind may hold.

The facts are data; the sentences are the interface's. The list is closed, so that no secret, mark
or password finds its way in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models


class Kind(models.TextChoices):
    """Stable codes; they stand in exports and in addresses of the interface."""

    ACCOUNT_CREATED = "account.created"
    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_DELETED = "account.deleted"
    PASSWORD_SET = "password.set"
    SECOND_FACTOR_SET = "second_factor.set"
    SECOND_FACTOR_REMOVED = "second_factor.removed"
    EMAIL_CONFIRMED = "email.confirmed"
    EMAIL_CHANGED = "email.changed"
    EMAIL_REMOVED = "email.removed"
    PERSON_CONFIRMED = "account.confirmed"

    CARD_PRINTED = "card.printed"
    CARD_REVOKED = "card.revoked"
    LINK_MADE = "link.made"
    LINK_REVOKED = "link.revoked"
    TOKEN_MADE = "token.made"
    TOKEN_REVOKED = "token.revoked"

    SIGN_IN_SUCCEEDED = "sign_in.succeeded"
    SIGN_IN_FAILED = "sign_in.failed"
    SESSION_ENDED = "session.ended"
    PERMISSION_REFUSED = "permission.refused"

    GRANT_GIVEN = "grant.given"
    GRANT_TAKEN = "grant.taken"
    CONTEST_MOVED = "contest.moved"
    JUDGE_APPOINTED = "judge.appointed"
    JUDGE_CHANGED = "judge.changed"
    JUDGE_ENDED = "judge.ended"
    JUDGE_RETURNED = "judge.returned"

    PUBLICATION_PROPOSED = "publication.proposed"
    PUBLICATION_APPROVED = "publication.approved"
    PUBLICATION_REJECTED = "publication.rejected"
    OVERRIDE_PROPOSED = "override.proposed"
    OVERRIDE_APPROVED = "override.approved"
    OVERRIDE_REJECTED = "override.rejected"
    OVERRIDE_ENDED = "override.ended"

    CERTIFICATES_ISSUED = "certificates.issued"
    CERTIFICATE_REVOKED = "certificate.revoked"
    CERTIFICATE_REISSUED = "certificate.reissued"
    SIGNING_KEY_ADDED = "signing_key.added"
    SIGNING_KEY_REMOVED = "signing_key.removed"

    EXPORT_MADE = "export.made"
    PACKAGE_IMPORTED = "package.imported"


BOUNDED: Final = frozenset(
    {
        Kind.SIGN_IN_SUCCEEDED,
        Kind.SIGN_IN_FAILED,
        Kind.SESSION_ENDED,
        Kind.PERMISSION_REFUSED,
        Kind.EXPORT_MADE,
    }
)
"""What anybody may make happen as often as they like; `services.record_bounded` writes them."""

_WAY: Final = ("card", "link", "label", "ends_at")
_JUDGE: Final = ("code", "role", "before")

FACTS: Final[Mapping[Kind, frozenset[str]]] = {
    kind: frozenset(names)
    for kind, names in {
        Kind.ACCOUNT_CREATED: ("staff",),
        Kind.ACCOUNT_CHANGED: ("staff", "superuser", "active", "changed"),
        Kind.ACCOUNT_DELETED: (),
        Kind.PASSWORD_SET: (),
        Kind.SECOND_FACTOR_SET: ("factor",),
        Kind.SECOND_FACTOR_REMOVED: ("factor",),
        Kind.EMAIL_CONFIRMED: (),
        Kind.EMAIL_CHANGED: (),
        Kind.EMAIL_REMOVED: (),
        Kind.PERSON_CONFIRMED: (),
        Kind.CARD_PRINTED: _WAY,
        Kind.CARD_REVOKED: _WAY,
        Kind.LINK_MADE: _WAY,
        Kind.LINK_REVOKED: _WAY,
        Kind.TOKEN_MADE: ("token", "label", "scope", "ends_at"),
        Kind.TOKEN_REVOKED: ("token", "label"),
        Kind.SIGN_IN_SUCCEEDED: ("address", "shared"),
        Kind.SIGN_IN_FAILED: ("address", "by"),  # password, again, code, card, link, pin
        Kind.SESSION_ENDED: ("why",),  # left, ended, idle
        Kind.PERMISSION_REFUSED: ("address", "method", "view", "object", "problem"),
        Kind.GRANT_GIVEN: ("grant", "group"),
        Kind.GRANT_TAKEN: ("grant", "group"),
        Kind.CONTEST_MOVED: ("from", "to"),  # codes of organizations
        Kind.JUDGE_APPOINTED: _JUDGE,
        Kind.JUDGE_CHANGED: _JUDGE,
        Kind.JUDGE_ENDED: _JUDGE,
        Kind.JUDGE_RETURNED: _JUDGE,
        Kind.PUBLICATION_PROPOSED: ("number", "round"),
        Kind.PUBLICATION_APPROVED: ("number", "round", "appointed_by"),
        Kind.PUBLICATION_REJECTED: ("number", "round"),
        Kind.OVERRIDE_PROPOSED: ("entry", "round"),
        Kind.OVERRIDE_APPROVED: ("entry", "round", "appointed_by"),
        Kind.OVERRIDE_REJECTED: ("entry", "round"),
        Kind.OVERRIDE_ENDED: ("entry", "round"),
        Kind.CERTIFICATES_ISSUED: ("count", "first", "last"),
        Kind.CERTIFICATE_REVOKED: ("number",),
        Kind.CERTIFICATE_REISSUED: ("number", "before"),
        Kind.SIGNING_KEY_ADDED: ("name",),
        Kind.SIGNING_KEY_REMOVED: ("name",),
        Kind.EXPORT_MADE: ("what", "format"),  # board, minutes, certificates, package, history
        Kind.PACKAGE_IMPORTED: ("replaced", "entries"),
    }.items()
}

EVERYWHERE: Final = frozenset({"upgrade", "more"})
"""Of any kind: it was true when the history began; more of the same followed and was not recorded."""
