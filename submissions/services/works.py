"""Makes the versions of an entry's work."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from common.text import many_lines
from contests.permissions import ContestPolicy
from contests.phases import submissions_are_open
from submissions.errors import (
    AttachmentUnknown,
    EntryState,
    SubmissionEmpty,
    SubmissionsClosed,
    TooManyFiles,
)
from submissions.models import Attachment, Entry, Submission
from submissions.services.locks import lock_entry
from submissions.uploads.rules import rule_of


@transaction.atomic
def create_submission(
    *,
    entry: Entry,
    by: User | None,
    note: str = "",
    link: str = "",
    attachments: Sequence[int] = (),
) -> Submission:
    """The next version of the work, with the attachments of these ids.

    A file of an earlier version may be named again: the new version refers to the same bytes.
    Raises SubmissionsClosed, EntryState, SubmissionEmpty, TooManyFiles, AttachmentUnknown.
    """
    current = lock_entry(entry, revision=None)
    require_submissions_open(current, by)
    if current.state in {Entry.State.WITHDRAWN, Entry.State.DISQUALIFIED}:
        raise EntryState(code=current.code)
    if not (many_lines(note) or link or attachments):
        raise SubmissionEmpty
    wanted = set(attachments)
    limit = rule_of(current.contest).max_files
    if len(wanted) > limit:
        raise TooManyFiles(limit=limit)
    rows = list(
        current.attachments.filter(pk__in=wanted)
        .exclude(state=Attachment.State.REFUSED)
        .order_by("pk")
    )
    if len(rows) != len(wanted):
        raise AttachmentUnknown
    latest: int | None = current.submissions.aggregate(latest=Max("number"))["latest"]
    submission = Submission.objects.create(
        entry=current,
        number=(latest or 0) + 1,
        note=many_lines(note),
        link=link,
        created_by=by,
    )
    for row in rows:
        if row.submission_id is not None:
            row.pk = None  # a second row for the same stored file
            row._state.adding = True
        row.submission = submission
        row.save()
    return submission


def require_submissions_open(entry: Entry, by: User | None) -> None:
    """Raises SubmissionsClosed for all but organisers; the server's clock decides."""
    now = timezone.now()
    if by is None or submissions_are_open(entry.contest, now):
        return
    if not ContestPolicy.can_manage(by, entry.contest):
        raise SubmissionsClosed(now=now.strftime("%Y-%m-%d %H:%M:%S UTC"))
