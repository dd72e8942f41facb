"""The facts of a locked round as plain JSON: judges, results, every sheet, what was decided.

Entries are named by their codes alone. Reads only; exact numbers are texts.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F

from common.documents import instant
from contests.models import Round
from judging.models import (
    Discrepancy,
    Judge,
    RoundLock,
    RoundResult,
    ScoreOverride,
    Scoresheet,
    ScoresheetRevision,
)
from scoring.exact import text


def document_of(round_: Round, lock: RoundLock, number: int) -> dict[str, Any]:
    """The minutes of `round_` as they stand now, in a handful of queries."""
    contest = round_.contest
    return {
        "schema": 1,
        "contest": {"slug": contest.slug, "title": contest.title},
        "organization": contest.organization.name,
        "round": {"code": round_.code, "title": round_.title},
        "number": number,
        "locked_at": instant(round_.locked_at),
        "locked_by": None if lock.actor is None else lock.actor.full_name,
        "reason": lock.reason,
        "judges": _judges(round_),
        "results": _results(round_),
        "sheets": _sheets(round_),
        "discrepancies": _discrepancies(round_),
        "overrides": _overrides(round_),
    }


def _judges(round_: Round) -> list[dict[str, Any]]:
    """Those who were to score the round, and all head judges and observers."""
    of_round = Scoresheet.objects.filter(attempt__round=round_).values("judge")
    overseers = [Judge.Role.HEAD, Judge.Role.OBSERVER]
    judges = round_.contest.judges.select_related("panel").order_by("code")
    return [
        {
            "code": judge.code,
            "full_name": judge.full_name,
            "role": judge.role,
            "panel": None if judge.panel is None else judge.panel.name,
        }
        for judge in judges.filter(pk__in=of_round) | judges.filter(role__in=overseers)
    ]


def _results(round_: Round) -> list[dict[str, Any]]:
    rows = RoundResult.objects.filter(round=round_).order_by(
        "entry__division__order", "entry__code"
    )
    return [
        {
            "entry": code,
            "state": state,
            "division": division,
            "value": None if value is None else text(value),
            "sheets_expected": expected,
            "sheets_submitted": submitted,
        }
        for code, state, division, value, expected, submitted in rows.values_list(
            "entry__code",
            "entry__state",
            "entry__division__code",
            "value",
            "sheets_expected",
            "sheets_submitted",
        )
    ]


def _sheets(round_: Round) -> list[dict[str, Any]]:
    """Every sheet that holds anything, with the digest of its last revision's content.

    Also of attempts that count nowhere: `attempt_state` tells them.
    """
    rows = (
        ScoresheetRevision.objects.filter(
            scoresheet__attempt__round=round_, number=F("scoresheet__revision")
        )
        .order_by(
            "scoresheet__attempt__entry__code",
            "scoresheet__attempt__number",
            "scoresheet__judge__code",
        )
        .values(
            "state",
            "kind",
            "points",
            entry=F("scoresheet__attempt__entry__code"),
            attempt=F("scoresheet__attempt__number"),
            attempt_state=F("scoresheet__attempt__state"),
            judge=F("scoresheet__judge__code"),
            revision=F("number"),
            sha256=F("request_sha256"),
        )
    )
    return [
        {**row, "points": None if row["points"] is None else text(row["points"])} for row in rows
    ]


def _discrepancies(round_: Round) -> list[dict[str, Any]]:
    rows = (
        Discrepancy.objects.filter(attempt__round=round_)
        .select_related("attempt__entry", "third")
        .prefetch_related("events__actor")
        .order_by("attempt__entry__code", "attempt__number")
    )
    return [
        {
            "entry": row.attempt.entry.code,
            "attempt": row.attempt.number,
            "difference": text(row.difference),
            "marks": row.marks,
            "action": row.action,
            "state": row.state,
            "value": None if row.value is None else text(row.value),
            "third": None if row.third is None else row.third.code,
            "reasons": [
                {"by": event.actor.full_name, "reason": event.reason}
                for event in row.events.all()
                if event.reason and event.actor
            ],
        }
        for row in rows
    ]


def _overrides(round_: Round) -> list[dict[str, Any]]:
    rows = ScoreOverride.objects.filter(
        round=round_, state=ScoreOverride.State.EFFECTIVE
    ).select_related("entry", "proposed_by", "approved_by")
    return [
        {
            "entry": row.entry.code,
            "before": None if row.before is None else text(row.before),
            "after": text(row.after),
            "reason": row.reason,
            "proposed_by": None if row.proposed_by is None else row.proposed_by.full_name,
            "approved_by": None if row.approved_by is None else row.approved_by.full_name,
            "approver_appointed_by": row.approver_appointed_by,
        }
        for row in rows.order_by("entry__code")
    ]
