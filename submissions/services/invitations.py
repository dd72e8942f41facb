"""Invitations by user name: made, withdrawn, accepted, declined, decided on by the organiser.

Inviting never asks whether an account has the name, so that no answer and no clock tells. Nothing
follows from an invitation before the account itself accepted it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import Fault
from common.text import single_line
from contests.permissions import granted
from submissions.errors import EntryState, ReasonMissing
from submissions.errors_people import (
    InvitationDeclined,
    InvitationMember,
    InvitationOver,
    InvitationsMany,
)
from submissions.models import Entry, Invitation, Mentor, Participant
from submissions.services.fixing import people_fixed
from submissions.services.locks import bump, lock_entry

State = Invitation.State

LASTS: Final = timedelta(days=14)
A_DAY: Final = 20
"""Invitations that one person sends in a day, withdrawn ones too."""
OPEN_OF_ENTRY: Final = 20
"""Invitations of one entry that wait for an answer."""


def invite(
    asked: Sequence[tuple[Participant | Mentor, str]], *, by: User, agreed_by: User | None = None
) -> None:
    """Ask whoever has each user name to be that line, inside the caller's transaction.

    What a line asked of another name is withdrawn. `agreed_by`: the organiser who accepted the
    request that they came with. Raises InvitationsMany, InvitationDeclined.
    """
    if asked:
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # the own ones count in turn
    for row, username in asked:
        _invite(row, username, by, agreed_by)


def _invite(row: Participant | Mentor, username: str, by: User, agreed_by: User | None) -> None:
    entry, role = row.entry, _role(row)
    name = username.casefold()
    now = timezone.now()
    mine = Invitation.objects.filter(**{role: row}, state__in=Invitation.OPEN)
    if mine.filter(username=name).exclude(state=State.PENDING, expires_at__lte=now).exists():
        return
    mine.update(state=State.WITHDRAWN)
    known = Invitation.objects.filter(entry=entry, role=role, username=name)
    if known.filter(state=State.DECLINED).exists():
        raise InvitationDeclined(username=username)
    sent = Invitation.objects.filter(invited_by=by, created_at__gt=now - timedelta(days=1))
    waiting = Invitation.objects.filter(entry=entry, state__in=Invitation.OPEN, expires_at__gt=now)
    if sent.count() >= A_DAY or waiting.count() >= OPEN_OF_ENTRY:
        raise InvitationsMany(a_day=A_DAY, open=OPEN_OF_ENTRY)
    Invitation.objects.create(
        entry=entry,
        role=role,
        full_name=row.full_name,
        username=name,
        invited_by=by,
        decided_by=agreed_by,
        decided_at=now if agreed_by else None,
        expires_at=now + LASTS,
        **{role: row},
    )


def end_invitations(rows: Sequence[Participant | Mentor]) -> None:
    """The lines, all of one kind, go or have their account: what they asked is over."""
    if rows:
        asked = Invitation.objects.filter(**{f"{_role(rows[0])}__in": rows})
        asked.filter(state__in=Invitation.OPEN).update(state=State.WITHDRAWN)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation) -> Invitation:
    """The entry's people want it no more; the line stays. Raises InvitationOver."""
    _, current = _held(invitation, *Invitation.OPEN)
    current.state = State.WITHDRAWN
    current.save(update_fields=["state"])
    return current


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """The account says yes; where judging could be touched, the organiser has the last word.

    Raises InvitationOver, InvitationMember, EntryState.
    """
    entry, current = _held(invitation, State.PENDING)
    if current.expires_at <= timezone.now():
        raise InvitationOver
    _require_not_in(entry, current, by)
    current.judges = judges_there(entry, by)
    current.answered_by, current.answered_at = by, timezone.now()
    settled = current.decided_by_id is not None or not people_fixed(entry)
    if current.judges or not settled:
        current.state = State.ASKED
        current.save()
        return current
    return _link(entry, current)


@transaction.atomic
def decline_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """The account says no, and is not asked again for this entry. Raises InvitationOver."""
    _, current = _held(invitation, *Invitation.OPEN)
    current.state = State.DECLINED
    current.answered_by, current.answered_at = by, timezone.now()
    current.save()
    return current


@transaction.atomic
def decide_invitation(
    *, invitation: Invitation, by: User, agreed: bool, reason: str = ""
) -> Invitation:
    """The organiser lets an accepted invitation take effect, or refuses it with a reason.

    A judge who is let in judges this entry no more. Raises ReasonMissing, InvitationOver,
    InvitationMember, EntryState.
    """
    reason = single_line(reason)[:300]
    if not agreed and not reason:
        raise ReasonMissing(errors=[Fault(ReasonMissing.text, "/reason")])
    entry, current = _held(invitation, State.ASKED)
    current.decided_by, current.decided_at, current.reason = by, timezone.now(), reason
    if agreed:
        if current.answered_by is None:
            raise InvitationOver
        _require_not_in(entry, current, current.answered_by)
        return _link(entry, current)
    current.state = State.REFUSED
    current.save()
    return current


def judges_there(entry: Entry, user: User) -> bool:
    """Whether `user` has a part in the judging of the entry's contest, by a grant of their own."""
    judging = granted(user, "judge", "chair", "observe")
    return judging.filter(pk=entry.contest_id).exists()


def _link(entry: Entry, invitation: Invitation) -> Invitation:
    row: Participant | Mentor | None = invitation.participant or invitation.mentor
    if row is None:
        raise InvitationOver
    row.user = invitation.answered_by
    row.save(update_fields=["user"])
    invitation.state = State.ACCEPTED
    invitation.save()
    bump(entry)
    return invitation


def _held(invitation: Invitation, *states: Invitation.State) -> tuple[Entry, Invitation]:
    """Entry and invitation as they are now, locked. Raises InvitationOver."""
    entry = lock_entry(invitation.entry, revision=None)
    current = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if current.state not in states:
        raise InvitationOver
    return entry, current


def _require_not_in(entry: Entry, invitation: Invitation, user: User) -> None:
    if entry.state in {Entry.State.WITHDRAWN, Entry.State.DISQUALIFIED}:
        raise EntryState(code=entry.code)
    people = entry.participants if invitation.role == Invitation.Role.PARTICIPANT else entry.mentors
    if people.filter(user=user).exists():
        raise InvitationMember


def _role(row: Participant | Mentor) -> str:
    return (
        Invitation.Role.PARTICIPANT.value
        if isinstance(row, Participant)
        else Invitation.Role.MENTOR.value
    )
