"""Keeps the number of a school's entries within the contest's limit."""

from __future__ import annotations

from common.text import single_line
from contests.models import Contest, Organization
from submissions.errors import SchoolFull, SchoolMissing
from submissions.models import Entry

_COUNTED = (Entry.State.SUBMITTED, Entry.State.UNRANKED, Entry.State.DISQUALIFIED)


def require_place(contest: Contest, school: Organization | None) -> None:
    """Raises SchoolFull if the limit is used up by submitted entries. Drafts take no place."""
    limit = contest.entries_per_school
    if limit is None or school is None:
        return
    taken = Entry.objects.filter(contest=contest, organization=school, state__in=_COUNTED).count()
    if taken >= limit:
        raise SchoolFull(school=single_line(school.name), limit=limit)


def take_place(contest: Contest, school: Organization | None) -> None:
    """Like `require_place`, binding: the lock makes a school's entries take turns."""
    if contest.entries_per_school is None:
        return
    if school is None:
        raise SchoolMissing
    Contest.objects.select_for_update().get(pk=contest.pk)
    require_place(contest, school)
