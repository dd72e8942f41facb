"""Seats, panels and conflicts of interest.

A seat's grants on the contest are given here with the seat; rights on sheets come from facts.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import User
from accounts.services import create_user
from common.errors import Fault
from common.text import single_line
from contests.models import Contest, Division, Organization
from contests.services import grant
from judging.errors import (
    CodeTaken,
    ConflictPinned,
    JudgeMissing,
    OtherContest,
    PanelInUse,
    SeatTaken,
    UserUnknown,
)
from judging.models import ConflictOfInterest, Judge, JudgeAssignment, Panel, Scoresheet
from judging.services.assignments import in_use, withdraw
from judging.services.results import reduce_results_of
from submissions.models import Entry

# What a seat lets its holder do in the contest as a whole.
_GRANTS = {
    Judge.Role.JUDGE: ("judge",),
    Judge.Role.HEAD: ("judge", "chair"),
    Judge.Role.REFEREE: ("judge",),
    Judge.Role.TRAINEE: ("judge",),
    Judge.Role.OBSERVER: ("observe",),
}


@transaction.atomic
def create_judge(
    *,
    contest: Contest,
    username: str = "",
    full_name: str = "",
    code: str = "",
    role: str = Judge.Role.JUDGE,
    panel: Panel | None = None,
    organization: Organization | None = None,
) -> Judge:
    """A seat for the account `username`, or for a new account of `full_name`.

    Without `code` the seat gets the next free one (GK01, GK02, …). Raises JudgeMissing,
    UserUnknown, SeatTaken, CodeTaken, OtherContest.
    """
    user = _person(username, full_name)
    if panel is not None and panel.contest_id != contest.pk:
        raise OtherContest
    if Judge.objects.filter(contest=contest, user=user).exists():
        raise SeatTaken(person=user.full_name)
    code = single_line(code) or _next_code(contest)
    if Judge.objects.filter(contest=contest, code=code).exists():
        raise CodeTaken(taken=code, errors=[Fault(CodeTaken.text, "/code")])
    judge = Judge.objects.create(
        contest=contest,
        user=user,
        code=code,
        full_name=single_line(full_name) or user.full_name,
        role=role,
        panel=panel,
        organization=organization,
    )
    _give_grants(judge)
    return judge


@transaction.atomic
def update_judge(*, judge: Judge, **changes: Any) -> Judge:
    """Change a seat's full_name, role, panel, organization or active. Raises OtherContest."""
    allowed = {"full_name", "role", "panel", "organization", "active"}
    if unknown := changes.keys() - allowed:
        raise TypeError(f"not a seat's: {sorted(unknown)}")
    panel = changes.get("panel")
    if panel is not None and panel.contest_id != judge.contest_id:
        raise OtherContest
    moved = "role" in changes and changes["role"] != judge.role
    for name, value in changes.items():
        setattr(judge, name, value)
    judge.save(update_fields=list(changes))
    if moved:
        reduce_results_of(judge=judge)  # a trainee's sheets do not count
    if judge.active:
        _give_grants(judge)
    return judge


def _give_grants(judge: Judge) -> None:
    if judge.user is not None:
        for name in _GRANTS[Judge.Role(judge.role)]:
            grant(contest=judge.contest, name=name, to=judge.user)


def _person(username: str, full_name: str) -> User:
    if username:
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            raise UserUnknown(username=username, errors=[Fault(UserUnknown.text, "/username")])
        return user
    if not full_name.strip():
        raise JudgeMissing(errors=[Fault(JudgeMissing.text, "/full_name")])
    return create_user(full_name=full_name)


def _next_code(contest: Contest) -> str:
    codes = Judge.objects.filter(contest=contest).values_list("code", flat=True)
    numbers = [int(match[1]) for code in codes if (match := re.fullmatch(r"GK(\d+)", code))]
    return f"GK{max(numbers, default=0) + 1:02d}"


@transaction.atomic
def create_panel(
    *, contest: Contest, code: str, name: str, division: Division | None = None, room: str = ""
) -> Panel:
    """A panel of the contest, for one division or all. Raises CodeTaken, OtherContest."""
    if division is not None and division.contest_id != contest.pk:
        raise OtherContest
    try:
        with transaction.atomic():
            return Panel.objects.create(
                contest=contest,
                code=code,
                name=single_line(name),
                division=division,
                room=single_line(room),
            )
    except IntegrityError as error:
        raise CodeTaken(taken=code, errors=[Fault(CodeTaken.text, "/code")]) from error


@transaction.atomic
def update_panel(*, panel: Panel, **changes: Any) -> Panel:
    """Change a panel's name, division or room. Raises OtherContest."""
    allowed = {"name", "division", "room"}
    if unknown := changes.keys() - allowed:
        raise TypeError(f"not a panel's: {sorted(unknown)}")
    division = changes.get("division")
    if division is not None and division.contest_id != panel.contest_id:
        raise OtherContest
    for name, value in changes.items():
        setattr(panel, name, value)
    panel.save(update_fields=list(changes))
    return panel


@transaction.atomic
def delete_panel(*, panel: Panel) -> None:
    """Remove an empty panel. Raises PanelInUse."""
    if panel.judges.exists():
        raise PanelInUse
    try:
        panel.delete()
    except ProtectedError as error:
        raise PanelInUse from error


@transaction.atomic
def declare_conflict(
    *,
    judge: Judge,
    entry: Entry,
    kind: str = ConflictOfInterest.Kind.DECLARED,
    pinned: bool = False,
    note: str = "",
) -> ConflictOfInterest:
    """Record why the judge must not score the entry; saying it again changes nothing but pins.

    Assignments where nothing was entered yet are taken back; sheets with scores stay for the
    head judge to void, unseen by the judge. Raises OtherContest.
    """
    if judge.contest_id != entry.contest_id:
        raise OtherContest
    conflict, created = ConflictOfInterest.objects.get_or_create(
        judge=judge,
        entry=entry,
        defaults={"kind": kind, "pinned": pinned, "note": single_line(note)},
    )
    if not created and pinned and not conflict.pinned:
        conflict.kind, conflict.pinned, conflict.note = kind, True, single_line(note)
        conflict.save()
    for assignment in JudgeAssignment.objects.filter(judge=judge, entry=entry):
        entered = Scoresheet.objects.filter(
            judge=judge, attempt__entry=entry, attempt__round=assignment.round
        )
        if not in_use(entered):
            withdraw(assignment)
    return conflict


@transaction.atomic
def remove_conflict(*, conflict: ConflictOfInterest, by_organiser: bool) -> None:
    """Take a conflict back; a pinned one only by those who arrange the judging (ConflictPinned)."""
    if conflict.pinned and not by_organiser:
        raise ConflictPinned
    conflict.delete()
