"""Turns that judges put off and have not submitted since. One query each."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from contests.models import Contest
from judging.models import Scoresheet, SkippedTurn
from judging.selectors.awaited import to_do

_LEFT = (Scoresheet.State.DRAFT, Scoresheet.State.REOPENED)


def _open(sheets: QuerySet[Scoresheet], **where: Any) -> QuerySet[SkippedTurn]:
    """Turns with one of `sheets` that is still to be submitted."""
    left = sheets.filter(judge=OuterRef("judge"), attempt=OuterRef("attempt"), state__in=_LEFT)
    return SkippedTurn.objects.filter(Exists(left), **where).order_by("pk")


def own_skips(user: User) -> dict[tuple[int, int], dict[str, Any]]:
    """The last open {kind, note, at} by judge and attempt id, for the seats of `user`."""
    return {
        (turn.judge_id, turn.attempt_id): {"kind": turn.kind, "note": turn.note, "at": _at(turn)}
        for turn in _open(Scoresheet.objects.all(), judge__user=user)
    }


def open_skips(contest: Contest) -> list[dict[str, Any]]:
    """The open turns of the contest, one for each judge and attempt: the last, and how many."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    turns = _open(to_do(contest), judge__contest=contest).select_related(
        "judge", "attempt__entry", "attempt__round"
    )
    for turn in turns:
        place = turn.judge_id, turn.attempt_id
        entry, round_ = turn.attempt.entry, turn.attempt.round
        found[place] = {
            "judge": turn.judge_id,
            "judge_code": turn.judge.code,
            "entry": entry.pk,
            "entry_code": entry.code,
            "round": round_.pk,
            "round_code": round_.code,
            "attempt": turn.attempt.number,
            "kind": turn.kind,
            "note": turn.note,
            "at": _at(turn),
            "times": found[place]["times"] + 1 if place in found else 1,
        }
    return list(found.values())


def _at(turn: SkippedTurn) -> Any:
    """When it was: by the device's clock, unless that runs ahead of the server's."""
    return min(turn.skipped_at or turn.created_at, turn.created_at)
