"""Moves an entry from state to state; every move but submitting has a reason."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.text import single_line
from contests.models import Contest
from contests.permissions import ContestPolicy
from contests.phases import Phase, entries_are_open, phase
from submissions.errors import EntriesClosed, EntryState, ReasonMissing
from submissions.models import Entry
from submissions.services.locks import bump, lock_entry
from submissions.services.people import require_complete
from submissions.services.schools import take_place

State = Entry.State

_FROM: Final = {
    State.SUBMITTED: {State.DRAFT},
    State.WITHDRAWN: {State.DRAFT, State.SUBMITTED, State.UNRANKED},
    State.DISQUALIFIED: {State.SUBMITTED, State.UNRANKED},
    State.UNRANKED: {State.SUBMITTED},
}


@transaction.atomic
def submit_entry(*, entry: Entry, revision: int | None, by: User | None) -> Entry:
    """A complete draft enters the contest. `revision=None` and `by=None` are for imports.

    Raises RevisionStale, EntriesClosed, EntryState, and what is incomplete (TeamTooSmall …, SchoolFull).
    """
    current = lock_entry(entry, revision)
    _require_from(current, State.SUBMITTED)
    if by is not None and not _may_enter(current.contest, by):
        raise EntriesClosed
    require_complete(current)
    take_place(current.contest, current.organization)
    current.submitted_at = timezone.now()
    return _move(current, State.SUBMITTED, "")


@transaction.atomic
def withdraw_entry(*, entry: Entry, revision: int | None, by: User | None, reason: str) -> Entry:
    """The entrants (until the contest closes) or an organiser take the entry out."""
    current = lock_entry(entry, revision)
    _require_from(current, State.WITHDRAWN)
    over = phase(current.contest, timezone.now()) == Phase.CLOSED
    if by is not None and over and not ContestPolicy.can_manage(by, current.contest):
        raise EntriesClosed
    return _move(current, State.WITHDRAWN, _required(reason))


@transaction.atomic
def disqualify_entry(*, entry: Entry, revision: int | None, reason: str) -> Entry:
    """An organiser excludes the entry; it stays, without a rank."""
    current = lock_entry(entry, revision)
    _require_from(current, State.DISQUALIFIED)
    return _move(current, State.DISQUALIFIED, _required(reason))


@transaction.atomic
def unrank_entry(*, entry: Entry, revision: int | None, reason: str) -> Entry:
    """The entry takes part, outside the ranking."""
    current = lock_entry(entry, revision)
    _require_from(current, State.UNRANKED)
    return _move(current, State.UNRANKED, _required(reason))


@transaction.atomic
def reinstate_entry(*, entry: Entry, revision: int | None, reason: str = "") -> Entry:
    """A withdrawn, disqualified or unranked entry is again what it was: submitted, or a draft."""
    current = lock_entry(entry, revision)
    if current.state in {State.DRAFT, State.SUBMITTED, State.SAMPLE}:
        raise EntryState(code=current.code)
    if current.submitted_at is None:
        return _move(current, State.DRAFT, single_line(reason))
    if current.state == State.WITHDRAWN:
        take_place(current.contest, current.organization)
    return _move(current, State.SUBMITTED, single_line(reason))


def _move(entry: Entry, state: Entry.State, reason: str) -> Entry:
    entry.state = state
    entry.state_reason = reason
    entry.save(update_fields=["state", "state_reason", "submitted_at"])
    return bump(entry)


def _require_from(entry: Entry, target: Entry.State) -> None:
    if entry.state not in _FROM[target]:
        raise EntryState(code=entry.code)


def _required(reason: str) -> str:
    if not single_line(reason):
        raise ReasonMissing
    return single_line(reason)


def _may_enter(contest: Contest, by: User) -> bool:
    return entries_are_open(contest, timezone.now()) or ContestPolicy.can_manage(by, contest)
