"""Requests to change an entry's people where only the organiser may: asked, decided, withdrawn.

What was asked is kept beside what it would have changed, whatever becomes of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import Fault
from common.text import single_line
from contests.models import Contest
from submissions.errors import EntriesClosed, EntryState, ReasonMissing
from submissions.errors_people import (
    RequestEmpty,
    RequestOpen,
    RequestOver,
    RequestsMany,
    RequestStale,
)
from submissions.models import Entry, PeopleRequest
from submissions.services.fixing import from_kept, kept_form, people_now, real_changes
from submissions.services.locks import bump, lock_entry
from submissions.services.people import (
    require_at_most,
    require_known_people,
    write_mentors,
    write_participants,
)
from submissions.services.schools import require_place

State = PeopleRequest.State

A_DAY: Final = 10
"""Requests of one entry in a day, withdrawn ones too."""


@transaction.atomic
def request_people(*, entry: Entry, by: User, reason: str, **changes: Any) -> PeopleRequest:
    """Ask the organiser for other participants, mentors or another school.

    One request of an entry is open at a time. Raises ReasonMissing, EntriesClosed, EntryState,
    RequestEmpty, RequestOpen, RequestsMany, PersonUnknown, TeamTooLarge.
    """
    reason = _required(reason, "/reason")
    current = lock_entry(entry, revision=None)
    _require_living(current)
    wanted = real_changes(current, changes)
    if not wanted:
        raise RequestEmpty
    for name in ("participants", "mentors"):
        if name in wanted:
            require_known_people(getattr(current, name), wanted[name], f"/{name}")
    if "participants" in wanted:
        require_at_most(current.contest, len(wanted["participants"]))
    if current.people_requests.filter(state=State.OPEN).exists():
        raise RequestOpen
    since = timezone.now() - timedelta(days=1)
    if current.people_requests.filter(created_at__gt=since).count() >= A_DAY:
        raise RequestsMany(a_day=A_DAY)
    before = people_now(current)
    return PeopleRequest.objects.create(
        entry=current,
        changes={name: kept_form(name, value) for name, value in wanted.items()},
        before={name: before[name] for name in wanted},
        reason=reason,
        requested_by=by,
    )


@transaction.atomic
def accept_request(*, request: PeopleRequest, by: User, answer: str = "") -> PeopleRequest:
    """The organiser makes the changes; accounts that are new are invited in the asker's name.

    Raises RequestOver, RequestStale, EntriesClosed, EntryState and what writing people raises.
    """
    entry, current = _held(request)
    _require_living(entry)
    now = people_now(entry)
    if any(now[name] != was for name, was in current.before.items()):
        raise RequestStale
    changes = {name: from_kept(name, kept) for name, kept in current.changes.items()}
    if "organization" in changes:
        require_place(entry.contest, changes["organization"])
        entry.organization = changes["organization"]
        entry.save(update_fields=["organization"])
    if "participants" in changes:
        write_participants(entry, changes["participants"], by=current.requested_by, agreed_by=by)
    if "mentors" in changes:
        write_mentors(entry, changes["mentors"], by=current.requested_by, agreed_by=by)
    bump(entry)
    return _decided(current, State.ACCEPTED, by, single_line(answer)[:300])


@transaction.atomic
def decline_request(*, request: PeopleRequest, by: User, answer: str) -> PeopleRequest:
    """The organiser says why not. Raises ReasonMissing, RequestOver."""
    answer = _required(answer, "/answer")
    _, current = _held(request)
    return _decided(current, State.DECLINED, by, answer)


@transaction.atomic
def withdraw_request(*, request: PeopleRequest, by: User) -> PeopleRequest:
    """The entry's people want it no more. Raises RequestOver."""
    _, current = _held(request)
    return _decided(current, State.WITHDRAWN, by, "")


def _decided(request: PeopleRequest, state: State, by: User, answer: str) -> PeopleRequest:
    request.state, request.answer = state, answer
    request.decided_by, request.decided_at = by, timezone.now()
    request.save()
    return request


def _held(request: PeopleRequest) -> tuple[Entry, PeopleRequest]:
    """Entry and request as they are now, locked. Raises RequestOver."""
    entry = lock_entry(request.entry, revision=None)
    current = (
        PeopleRequest.objects.select_for_update(of=("self",))
        .select_related("requested_by")
        .get(pk=request.pk)
    )
    if current.state != State.OPEN:
        raise RequestOver
    return entry, current


def _require_living(entry: Entry) -> None:
    if entry.contest.state == Contest.State.ARCHIVED:
        raise EntriesClosed
    if entry.state in {Entry.State.WITHDRAWN, Entry.State.DISQUALIFIED}:
        raise EntryState(code=entry.code)


def _required(words: str, pointer: str) -> str:
    words = single_line(words)[:300]
    if not words:
        raise ReasonMissing(errors=[Fault(ReasonMissing.text, pointer)])
    return words
