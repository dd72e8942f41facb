"""Locks an entry for a change, and counts its revision on."""

from __future__ import annotations

from common.preconditions import RevisionStale
from submissions.models import Entry


def lock_entry(entry: Entry, revision: int | None) -> Entry:
    """The entry as it is now, locked until the transaction ends.

    Raises RevisionStale if it does not have `revision` any more; None asks for no revision.
    """
    current = (
        Entry.objects.select_for_update(of=("self",))
        .select_related("contest", "division", "organization", "team")
        .get(pk=entry.pk)
    )
    if revision is not None and current.revision != revision:
        raise RevisionStale
    return current


def bump(entry: Entry) -> Entry:
    """The change is complete: the entry gets its next revision."""
    entry.revision += 1
    entry.save(update_fields=["revision"])
    return entry
