"""What a viewer sees of an entry's people: the one place that applies the display rule."""

from __future__ import annotations

from typing import Any

from contests.models import Contest
from submissions.models import Entry

Rule = Contest.DisplayRule


def shown(entry: Entry, rule: str | None) -> dict[str, Any]:
    """{id, code, title, team, school, names} by `rule`; None shows all, as the organiser sees it.

    full_name: everything; initials: initials and school; code: the code alone.
    Expects participants prefetched, team and organization joined.
    """
    if rule == Rule.CODE:
        return _entry(entry, None, title=None, team=None, school=None, names=[])
    names = [person.full_name for person in entry.participants.all()]
    if rule == Rule.INITIALS:
        names = [initials(name) for name in names]
    return _entry(
        entry,
        entry.pk if rule is None else None,
        title=entry.title,
        team=entry.team.name if entry.team else None,
        school=entry.organization.name if entry.organization else None,
        names=names,
    )


def _entry(entry: Entry, pk: int | None, **fields: Any) -> dict[str, Any]:
    return {"id": pk, "code": entry.code, **fields}


def initials(full_name: str) -> str:
    """The first letters of a name: Nguyễn Văn An gives N.V.A. (with a dot after each)."""
    return "".join(f"{word[0].upper()}." for word in full_name.split())
