"""How far the judging of a contest is: sheets by round and by judge. A few queries, no scores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from contests.models import Contest
from judging.models import RoundResult, Scoresheet
from judging.selectors.field import NOT_COUNTED_ROLES, SUBMITTED_STATES

_COUNTS: Mapping[str, Count] = {
    "expected": Count("pk"),
    "submitted": Count("pk", filter=Q(state__in=SUBMITTED_STATES)),
    "draft": Count("pk", filter=Q(revision__gt=0) & ~Q(state__in=SUBMITTED_STATES)),
}
_NONE = {"expected": 0, "submitted": 0, "draft": 0}


def progress(contest: Contest) -> dict[str, Any]:
    """{rounds, judges}: expected, submitted and begun sheets; void ones do not count.

    Trainees' sheets stand in the judges' list only.
    """
    sheets = Scoresheet.objects.filter(judge__contest=contest).exclude(state=Scoresheet.State.VOID)
    return {
        "rounds": _rounds(contest, sheets.exclude(judge__role__in=NOT_COUNTED_ROLES)),
        "judges": _judges(contest, sheets),
    }


def _rounds(contest: Contest, sheets: QuerySet[Scoresheet]) -> list[dict[str, Any]]:
    counts: dict[int, dict[str, Any]] = {
        row["attempt__round_id"]: dict(row)
        for row in sheets.order_by().values("attempt__round_id").annotate(**_COUNTS)
    }
    entries: dict[int, dict[str, Any]] = {
        row["round_id"]: dict(row)
        for row in RoundResult.objects.filter(round__contest=contest, sheets_expected__gt=0)
        .order_by()
        .values("round_id")
        .annotate(
            entries=Count("pk"),
            entries_done=Count("pk", filter=Q(sheets_submitted__gte=F("sheets_expected"))),
        )
    }
    return [
        {
            "id": round_.pk,
            "code": round_.code,
            "title": round_.title,
            "title_en": round_.title_en,
            "locked_at": round_.locked_at,
            **_figures(counts.get(round_.pk, _NONE)),
            "entries_done": entries.get(round_.pk, {}).get("entries_done", 0),
            "entries": entries.get(round_.pk, {}).get("entries", 0),
        }
        for round_ in contest.rounds.order_by("order", "code")
    ]


def _judges(contest: Contest, sheets: QuerySet[Scoresheet]) -> list[dict[str, Any]]:
    saved = Max("updated_at", filter=Q(revision__gt=0))
    counts: dict[int, dict[str, Any]] = {
        row["judge_id"]: dict(row)
        for row in sheets.order_by().values("judge_id").annotate(**_COUNTS, last_saved_at=saved)
    }
    return [
        {
            "id": judge.pk,
            "code": judge.code,
            "full_name": judge.full_name,
            "role": judge.role,
            "active": judge.active,
            **_figures(counts.get(judge.pk, _NONE)),
            "last_saved_at": counts.get(judge.pk, {}).get("last_saved_at"),
        }
        for judge in contest.judges.order_by("code")
    ]


def _figures(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in _COUNTS}
