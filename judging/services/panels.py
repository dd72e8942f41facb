"""Seats and panels.

A seat's grants on the contest are given here with the seat; rights on sheets come from facts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.models import User
from accounts.services import create_user, end_ways_in
from common.errors import Fault
from common.text import single_line
from contests.models import Contest, Organization
from contests.services import grant, revoke_grant
from judging.errors import (
    CodeTaken,
    JudgeMissing,
    OtherContest,
    PanelInUse,
    SeatTaken,
    UserUnknown,
)
from judging.models import Judge, Panel
from judging.services.results import reduce_results_of
from judging.services.slots import check_place
from judging.services.ways_in import made_for_judge

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
    record_judge(Kind.JUDGE_APPOINTED, judge)
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
    before = judge.role, judge.active
    for name, value in changes.items():
        setattr(judge, name, value)
    judge.save(update_fields=list(changes))
    if before != (judge.role, judge.active):
        seat_moved(judge, before)
    return judge


def record_judge(kind: Kind, judge: Judge, *, before: str = "") -> None:
    """Write what happened to a judge's role into the history."""
    record(
        kind,
        subject=judge.user,
        about=made_for_judge(judge),
        facts={"code": judge.code, "role": judge.role, "before": before},
    )


def seat_moved(judge: Judge, before: tuple[str, bool]) -> None:
    """What follows from another role or another `active`, inside the caller's transaction.

    Grants that came with the seat go with it, and so do its cards and links; a trainee's sheets and what an absent judge left
    unfinished are not waited for.
    """
    was, active = before
    if judge.role != was:
        record_judge(Kind.JUDGE_CHANGED, judge, before=was)
    if judge.active != active:
        kind = Kind.JUDGE_RETURNED if judge.active else Kind.JUDGE_ENDED
        record_judge(kind, judge)
    had = set(_GRANTS[Judge.Role(before[0])] if before[1] else ())
    has = set(_GRANTS[Judge.Role(judge.role)] if judge.active else ())
    if judge.user is not None:
        for name in sorted(had - has):
            revoke_grant(contest=judge.contest, name=name, of=judge.user)
    end_ways_in(made_for=made_for_judge(judge))
    if judge.active:
        _give_grants(judge)
    reduce_results_of(judge=judge)


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
def create_panel(*, contest: Contest, code: str, name: str, **place: Any) -> Panel:
    """A panel of the contest; `place`: division, topic, room, starts_at, ends_at.

    Raises CodeTaken, OtherContest, PanelSlotInvalid, RoomTaken.
    """
    panel = Panel(contest=contest, code=code, name=single_line(name))
    _put(panel, place)
    try:
        with transaction.atomic():
            panel.save()
    except IntegrityError as error:
        raise CodeTaken(taken=code, errors=[Fault(CodeTaken.text, "/code")]) from error
    return panel


@transaction.atomic
def update_panel(*, panel: Panel, **changes: Any) -> Panel:
    """Change a panel's name or place. Raises OtherContest, PanelSlotInvalid, RoomTaken."""
    if "name" in changes:
        panel.name = single_line(changes.pop("name"))
    _put(panel, changes)
    panel.save()
    return panel


_PLACE = frozenset({"division", "topic", "room", "starts_at", "ends_at"})


def _put(panel: Panel, place: Mapping[str, Any]) -> None:
    if unknown := place.keys() - _PLACE:
        raise TypeError(f"not a panel's: {sorted(unknown)}")
    division = place.get("division")
    if division is not None and division.contest_id != panel.contest_id:
        raise OtherContest
    for name, value in place.items():
        setattr(panel, name, single_line(value) if isinstance(value, str) else value)
    check_place(panel)


@transaction.atomic
def delete_panel(*, panel: Panel) -> None:
    """Remove an empty panel. Raises PanelInUse."""
    if panel.judges.exists():
        raise PanelInUse
    try:
        panel.delete()
    except ProtectedError as error:
        raise PanelInUse from error
