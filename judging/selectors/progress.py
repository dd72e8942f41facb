"""How far the judging of a contest is: sheets by round and by judge, silences, devices, gaps, postponed turns.

A few queries whatever the number of rows, and no scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.utils import timezone

from contests.models import Contest
from judging.models import DeviceSeen, Discrepancy, ScoreOverride, Scoresheet
from judging.selectors.attention import attention
from judging.selectors.field import AWAITED, SUBMITTED_STATES, to_do
from judging.selectors.short import judged, judges_of, short
from judging.selectors.turns import open_skips

_COUNTS: Mapping[str, Count] = {
    "expected": Count("pk"),
    "submitted": Count("pk", filter=Q(state__in=SUBMITTED_STATES)),
    "draft": Count("pk", filter=Q(revision__gt=0) & ~Q(state__in=SUBMITTED_STATES)),
}
UNSETTLED = (Discrepancy.State.OPEN, Discrepancy.State.THIRD_MARKING)
"""Discrepancies that keep their round from being locked."""

_NONE = {"expected": 0, "submitted": 0, "draft": 0}


def progress(contest: Contest) -> dict[str, Any]:
    """{rounds, judges, short_entries, discrepancies, skips, attention}; void sheets do not count.

    Trainees' sheets stand in the judges' list only. `short_entries` are those with fewer judges
    than their round asks for, `discrepancies` counts by state, `skips` are turns that judges put off
    and have not submitted since.
    """
    sheets = to_do(contest)
    lacking, judges = _short_entries(contest), _judges(contest, sheets)
    return {
        "rounds": _rounds(contest, sheets.filter(AWAITED), lacking),
        "judges": judges,
        "short_entries": lacking,
        "discrepancies": _discrepancies(contest),
        "skips": open_skips(contest),
        "attention": attention(contest, judges, lacking),
    }


def _rounds(
    contest: Contest, sheets: QuerySet[Scoresheet], lacking: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    counts: dict[int, dict[str, Any]] = {
        row["attempt__round_id"]: dict(row)
        for row in sheets.order_by().values("attempt__round_id").annotate(**_COUNTS)
    }
    entries: dict[int, dict[str, Any]] = {
        row["round_id"]: dict(row)
        for row in judged()
        .filter(round__contest=contest, sheets_expected__gt=0)
        .order_by()
        .values("round_id")
        .annotate(
            entries=Count("pk"),
            entries_done=Count("pk", filter=Q(sheets_submitted__gte=F("sheets_expected"))),
        )
    }
    unsettled = dict(
        Discrepancy.objects.filter(attempt__round__contest=contest, state__in=UNSETTLED)
        .order_by()
        .values_list("attempt__round_id")
        .annotate(count=Count("pk"))
    )
    proposed = dict(
        ScoreOverride.objects.filter(round__contest=contest, state=ScoreOverride.State.PROPOSED)
        .order_by()
        .values_list("round_id")
        .annotate(count=Count("pk"))
    )
    missing = Counter(row["round"] for row in lacking)
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
            "unsettled": unsettled.get(round_.pk, 0),
            "proposed_overrides": proposed.get(round_.pk, 0),
            "short": missing[round_.pk],
        }
        for round_ in contest.rounds.order_by("order", "code")
    ]


def _judges(contest: Contest, sheets: QuerySet[Scoresheet]) -> list[dict[str, Any]]:
    saved = Max("updated_at", filter=Q(revision__gt=0))
    counts: dict[int, dict[str, Any]] = {
        row["judge_id"]: dict(row)
        for row in sheets.order_by().values("judge_id").annotate(**_COUNTS, last_saved_at=saved)
    }
    devices = _devices(contest)
    now = timezone.now()
    return [
        {
            "id": judge.pk,
            "code": judge.code,
            "full_name": judge.full_name,
            "role": judge.role,
            "active": judge.active,
            **_figures(counts.get(judge.pk, _NONE)),
            **_signs(counts.get(judge.pk, {}), devices.get(judge.user_id), now),
        }
        for judge in contest.judges.order_by("code")
    ]


def _signs(
    counts: Mapping[str, Any], device: Mapping[str, Any] | None, now: datetime
) -> dict[str, Any]:
    """When the judge last saved and was last seen; silence in whole minutes since either."""
    saved, seen = counts.get("last_saved_at"), None if device is None else device["seen_at"]
    last = max((moment for moment in (saved, seen) if moment is not None), default=None)
    return {
        "last_saved_at": saved,
        "device_seen_at": seen,
        "unsent": 0 if device is None else device["unsent"],
        "silence_minutes": None if last is None else max(0, (now - last) // timedelta(minutes=1)),
    }


def _devices(contest: Contest) -> dict[int | None, dict[str, Any]]:
    """Last sight and unsent sheets by user, over all devices of the contest's judges."""
    rows = DeviceSeen.objects.filter(user__judge_seats__contest=contest)
    return {
        row["user_id"]: dict(row)
        for row in rows.order_by()
        .values("user_id")
        .annotate(seen_at=Max("seen_at"), unsent=Sum("unsent"))
    }


def _short_entries(contest: Contest) -> list[dict[str, Any]]:
    rows = (
        judged()
        .annotate(judges=judges_of())
        .filter(short(), round__contest=contest)
        .order_by("round__order", "round__code", "entry__code")
        .values_list(
            "entry_id", "entry__code", "round_id", "round__code", "judges",
            "round__judges_per_entry",
        )
    )  # fmt: skip
    names = ("id", "code", "round", "round_code", "judges", "wanted")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _discrepancies(contest: Contest) -> dict[str, int]:
    rows = Discrepancy.objects.filter(attempt__round__contest=contest)
    counted = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    return {state: counted.get(state, 0) for state in Discrepancy.State.values}


def _figures(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in _COUNTS}
