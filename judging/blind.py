"""What a blind judge may see of an entry: its blind code, and nothing that tells whose it is."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable

from common.text import plain
from submissions.models import Attachment, Entry

SHORTEST_NAME = 3  # letters; a shorter name would hide half of all titles


def code(entry: Entry, *, blind: bool) -> str:
    """The code that the reader knows the entry by."""
    return entry.blind_code if blind else entry.code


def attachment_name(entry: Entry, attachment: Attachment, *, blind: bool) -> str:
    """The file's name; for a blind reader one made from the blind code and the type."""
    if not blind:
        return attachment.name
    return f"{entry.blind_code}-{attachment.pk}{mimetypes.guess_extension(attachment.media_type) or ''}"


def without_names(words: str, entry: Entry, *, blind: bool) -> str | None:
    """`words` of the entry, or None where they name its people, team or school.

    Expects the entry's participants and mentors prefetched, team and organization joined.
    """
    if not blind:
        return words
    told = plain(words)
    return None if any(plain(name) in told for name in _names(entry)) else words


def _names(entry: Entry) -> Iterable[str]:
    names = [person.full_name for person in entry.participants.all()]
    names += [mentor.full_name for mentor in entry.mentors.all()]
    names.append(entry.code)
    if entry.team:
        names.append(entry.team.name)
    if entry.organization:
        names += [entry.organization.name, entry.organization.name_en]
    return [name for name in names if len(name) >= SHORTEST_NAME]
