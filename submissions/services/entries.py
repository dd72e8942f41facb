"""Makes and changes entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from common.preconditions import OperationReused
from common.text import many_lines, single_line
from contests.models import Contest, Division, Organization
from contests.permissions import ContestPolicy
from contests.phases import entries_are_open
from submissions.errors import DivisionForeign, EntriesClosed, EntryState, TitleMissing
from submissions.models import Entry
from submissions.services.codes import blind_code, next_code
from submissions.services.fixing import allowed_changes
from submissions.services.locks import bump, lock_entry
from submissions.services.matching import MentorData, ParticipantData
from submissions.services.people import (
    Role,
    with_mentor,
    with_participant,
    write_mentors,
    write_participants,
    write_team,
)
from submissions.services.schools import require_place

_CHANGEABLE: Final = frozenset(
    {
        "title",
        "summary",
        "topic",
        "division",
        "organization",
        "team_name",
        "participants",
        "mentors",
    }
)


@transaction.atomic
def create_entry_once(
    *, operation: str, request_sha256: str, division: Division, by: User, **fields: Any
) -> Entry:
    """`create_entry`, or what the person's `operation` made before: two taps are one entry.

    Raises OperationReused if it was sent with something else, and what `create_entry` raises.
    """
    Division.objects.select_for_update().get(pk=division.pk)  # as making a code does
    made = Entry.objects.filter(created_by=by, operation=operation).first()
    if made is not None:
        if made.request_sha256 != request_sha256:
            raise OperationReused
        return made
    entry = create_entry(division=division, by=by, **fields)
    entry.operation, entry.request_sha256 = operation, request_sha256
    try:
        entry.save(update_fields=["operation", "request_sha256"])
    except IntegrityError as error:  # the same key arrived for another division meanwhile
        raise OperationReused from error
    return entry


@transaction.atomic
def create_entry(
    *,
    contest: Contest,
    division: Division,
    title: str,
    by: User | None,
    summary: str = "",
    topic: str = "",
    organization: Organization | None = None,
    team_name: str = "",
    participants: Sequence[ParticipantData] = (),
    mentors: Sequence[MentorData] = (),
    role: Role | None = None,
) -> Entry:
    """A draft entry. With a `role`, `by` is linked to it as participant or mentor.

    Only organisers (and `by=None`, the system itself) make entries outside the window.
    Raises EntriesClosed, DivisionForeign, TitleMissing, SchoolFull, and what people raise.
    """
    _require_open(contest, by)
    _require_own(contest, division)
    if not single_line(title):
        raise TitleMissing
    require_place(contest, organization)
    entry = Entry.objects.create(
        contest=contest,
        division=division,
        code=next_code(division),
        blind_code=blind_code(contest),
        title=single_line(title),
        summary=many_lines(summary),
        topic=single_line(topic),
        organization=organization,
        created_by=by,
    )
    if by is not None and role == "participant":
        participants = with_participant(participants, by)
    elif by is not None and role == "mentor":
        mentors = with_mentor(mentors, by)
    write_participants(entry, participants, by=by)
    write_mentors(entry, mentors, by=by)
    if team_name:
        write_team(entry, team_name)
    return entry


@transaction.atomic
def update_entry(*, entry: Entry, revision: int, by: User | None, **changes: Any) -> Entry:
    """Change an entry that has `revision`; participants and mentors are replaced as a whole.

    A division changes only while the entry is a draft (its code changes with it), or by an
    organiser. Raises RevisionStale, EntriesClosed, EntryState, PeopleFixed and what
    `create_entry` raises.
    """
    if unknown := changes.keys() - _CHANGEABLE:
        raise TypeError(f"cannot change {', '.join(sorted(unknown))}")
    current = lock_entry(entry, revision)
    contest = current.contest
    _require_open(contest, by)
    if current.state in {Entry.State.WITHDRAWN, Entry.State.DISQUALIFIED}:
        raise EntryState(code=current.code)
    changes = allowed_changes(current, by, changes)
    if "title" in changes:
        current.title = single_line(changes["title"])
        if not current.title:
            raise TitleMissing
    if "summary" in changes:
        current.summary = many_lines(changes["summary"])
    if "topic" in changes:
        current.topic = single_line(changes["topic"])
    if "organization" in changes and changes["organization"] != current.organization:
        require_place(contest, changes["organization"])
        current.organization = changes["organization"]
    if "division" in changes and changes["division"] != current.division:
        _move(current, changes["division"], by)
    current.save()
    if "participants" in changes:
        write_participants(current, changes["participants"], by=by)
    if "mentors" in changes:
        write_mentors(current, changes["mentors"], by=by)
    if "team_name" in changes:
        write_team(current, changes["team_name"])
    return bump(current)


def _move(entry: Entry, division: Division, by: User | None) -> None:
    _require_own(entry.contest, division)
    if entry.state == Entry.State.DRAFT:
        entry.code = next_code(division)
    elif by is not None and not ContestPolicy.can_manage(by, entry.contest):
        raise EntryState(code=entry.code)
    entry.division = division


def _require_open(contest: Contest, by: User | None) -> None:
    if by is None or entries_are_open(contest, timezone.now()):
        return
    if contest.state == Contest.State.ARCHIVED or not ContestPolicy.can_manage(by, contest):
        raise EntriesClosed


def _require_own(contest: Contest, division: Division) -> None:
    if division.contest_id != contest.pk:
        raise DivisionForeign
