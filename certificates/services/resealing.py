"""Changes the secret under which private keys are kept."""

from __future__ import annotations

from django.db import transaction

from certificates import vault
from certificates.key_errors import KeyUnreadable
from certificates.models import BadgeKey, SigningKey


@transaction.atomic
def reseal_keys() -> tuple[int, int]:
    """Returns how many keys were sealed anew, and how many no secret opens; those stay as they are."""
    done = unreadable = 0
    for model in (SigningKey, BadgeKey):
        for key in model.objects.select_for_update().exclude(sealed=b""):
            try:
                key.sealed = vault.reseal(key.sealed)
            except KeyUnreadable:
                unreadable += 1
                continue
            key.save(update_fields=["sealed"])
            done += 1
    return done, unreadable
