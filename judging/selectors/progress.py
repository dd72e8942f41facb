"""How far the judging of a contest is: sheets by round and by judge, silences, devices, gaps, postponed turns.

A few queries whatever the number of rows, and no scores.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone

from contests.models import Contest, Round
from judging.models import DeviceSeen, Discrepancy
from judging.selectors.attention import attention, proposed_overrides, unsettled_discrepancies
from judging.selectors.awaited import AWAITED, SUBMITTED_STATES, to_do
from judging.selectors.short import judged, judges_of, short
from judging.selectors.turns import open_skips
from submissions.models import Entry

_FIGURES: Mapping[str, Q] = {
    "expected": Q(),
    "submitted": Q(state__in=SUBMITTED_STATES),
    "draft": Q(revision__gt=0) & ~Q(state__in=SUBMITTED_STATES),
}


def progress(contest: Contest) -> dict[str, Any]:
    """{rounds, judges, short_entries, discrepancies, skips, attention}; void sheets do not count.

    Trainees' sheets stand in the judges' list only. `short_entries` are those with fewer judges
    than their round asks for, `discrepancies` counts by state, `skips` are turns that judges put off
    and have not submitted since.
    """
    rounds = list(contest.rounds.order_by("order", "code"))
    sheets = _sheets(contest)
    lacking, judges = _short_entries(contest), _judges(contest, sheets)
    unsettled, overrides = unsettled_discrepancies(contest), proposed_overrides(contest)
    unlocked = {round_.pk for round_ in rounds if round_.locked_at is None}
    awaited = _by("judge", (row for row in sheets if row["round"] in unlocked), "awaited_")
    left = {judge: each["expected"] - each["submitted"] for judge, each in awaited.items()}
    waiting = {
        "unsettled": Counter(item["round"] for _, item in unsettled),
        "proposed_overrides": Counter(item["round"] for item in overrides),
        "short": Counter(row["round"] for row in lacking),
    }
    return {
        "rounds": _rounds(contest, rounds, sheets, waiting),
        "judges": judges,
        "short_entries": lacking,
        "discrepancies": _discrepancies(contest),
        "skips": open_skips(contest),
        "attention": attention(
            contest,
            judges=judges,
            lacking=lacking,
            left=left,
            unsettled=unsettled,
            overrides=overrides,
        ),
    }


def _sheets(contest: Contest) -> list[Mapping[str, Any]]:
    """The judges' sheets counted by round and judge: all, and those that are awaited."""
    counts = {name: Count("pk", filter=only) for name, only in _FIGURES.items()}
    awaited = {f"awaited_{n}": Count("pk", filter=AWAITED & only) for n, only in _FIGURES.items()}
    rows = (
        to_do(contest)
        .order_by()
        .values("judge", round=F("attempt__round"))
        .annotate(saved_at=Max("updated_at", filter=Q(revision__gt=0)), **counts, **awaited)
    )
    return list(rows)


def _by(
    key: str, rows: Iterable[Mapping[str, Any]], prefix: str = ""
) -> defaultdict[int, Counter[str]]:
    """The figures of `_sheets`, summed by "round" or by "judge"."""
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for name in _FIGURES:
            found[row[key]][name] += row[prefix + name]
    return found


def _rounds(
    contest: Contest,
    rounds: Iterable[Round],
    sheets: Iterable[Mapping[str, Any]],
    waiting: Mapping[str, Counter[int]],
) -> list[dict[str, Any]]:
    counts = _by("round", sheets, "awaited_")
    entries = {
        round_id: {"entries": all_, "entries_done": done}
        for round_id, all_, done in judged()
        .filter(round__contest=contest, sheets_expected__gt=0)
        .order_by()
        .values_list("round_id")
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
            **_figures(counts[round_.pk]),
            **entries.get(round_.pk, {"entries": 0, "entries_done": 0}),
            **{name: count[round_.pk] for name, count in waiting.items()},
        }
        for round_ in rounds
    ]


def _judges(contest: Contest, sheets: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    counts = _by("judge", sheets)
    saved: dict[int, datetime] = {}
    for row in sheets:
        if row["saved_at"] is not None:
            saved[row["judge"]] = max(row["saved_at"], saved.get(row["judge"], row["saved_at"]))
    devices = _devices(contest)
    now = timezone.now()
    return [
        {
            "id": judge.pk,
            "code": judge.code,
            "full_name": judge.full_name,
            "role": judge.role,
            "active": judge.active,
            **_figures(counts[judge.pk]),
            **_signs(saved.get(judge.pk), devices.get(judge.user_id), now),
        }
        for judge in contest.judges.order_by("code")
    ]


def _signs(
    saved: datetime | None, device: Mapping[str, Any] | None, now: datetime
) -> dict[str, Any]:
    """When the judge last saved and was last seen; silence in whole minutes since either."""
    seen = None if device is None else device["seen_at"]
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
    rows = Discrepancy.objects.filter(attempt__round__contest=contest).exclude(
        attempt__entry__state__in=Entry.NOT_JUDGED
    )
    counted = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    return {state: counted.get(state, 0) for state in Discrepancy.State.values}


def _figures(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in _FIGURES}
