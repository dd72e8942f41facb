"""Makes sample entries: works for a calibration round that nobody entered and nothing counts."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.text import many_lines, single_line
from contests.models import Contest, Division
from submissions.errors import TitleMissing
from submissions.models import Entry, Submission
from submissions.services.codes import blind_code

PREFIX = "MAU"


@transaction.atomic
def create_sample(
    *,
    contest: Contest,
    division: Division,
    title: str,
    by: User | None,
    summary: str = "",
    link: str = "",
) -> Entry:
    """A sample "MAU-01" with its link as the work; the caller may do this. Raises TitleMissing."""
    if not single_line(title):
        raise TitleMissing
    Contest.objects.select_for_update(no_key=True).get(pk=contest.pk)
    taken = set(
        Entry.objects.filter(contest=contest, code__startswith=PREFIX).values_list(
            "code", flat=True
        )
    )
    number = 1
    while (code := f"{PREFIX}-{number:02d}") in taken:
        number += 1
    entry = Entry.objects.create(
        contest=contest,
        division=division,
        code=code,
        blind_code=blind_code(contest),
        title=single_line(title),
        summary=many_lines(summary),
        state=Entry.State.SAMPLE,
        submitted_at=timezone.now(),
        created_by=by,
    )
    if link:
        Submission.objects.create(entry=entry, number=1, link=link, created_by=by)
    return entry
