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
    PERSON_CONFIRMED = "account.confirmed"
    CARD_PRINTED = "card.printed"
    CARD_REVOKED = "card.revoked"
    LINK_MADE = "link.made"
    LINK_REVOKED = "link.revoked"
    SIGN_IN_SUCCEEDED = "sign_in.succeeded"
    GRANT_GIVEN = "grant.given"
    GRANT_TAKEN = "grant.taken"
    CONTEST_MOVED = "contest.moved"
    JUDGE_APPOINTED = "judge.appointed"
    JUDGE_CHANGED = "judge.changed"
    JUDGE_ENDED = "judge.ended"
    JUDGE_RETURNED = "judge.returned"


_WAY: Final = ("card", "link", "label", "ends_at")
_JUDGE: Final = ("code", "role", "before", "reason")

FACTS: Final[Mapping[Kind, frozenset[str]]] = {
    kind: frozenset(names)
    for kind, names in {
        Kind.ACCOUNT_CREATED: ("staff",),
        Kind.PERSON_CONFIRMED: (),
        Kind.CARD_PRINTED: _WAY,
        Kind.CARD_REVOKED: _WAY,
        Kind.LINK_MADE: _WAY,
        Kind.LINK_REVOKED: _WAY,
        Kind.SIGN_IN_SUCCEEDED: ("address", "shared"),
        Kind.GRANT_GIVEN: ("grant", "group"),
        Kind.GRANT_TAKEN: ("grant", "group"),
        Kind.CONTEST_MOVED: ("from", "to"),
        Kind.JUDGE_APPOINTED: _JUDGE,
        Kind.JUDGE_CHANGED: _JUDGE,
        Kind.JUDGE_ENDED: _JUDGE,
        Kind.JUDGE_RETURNED: _JUDGE,
    }.items()
}
"""Beside these, every kind may say `upgrade`: it was true when the history began."""

EVERYWHERE: Final = frozenset({"upgrade"})
