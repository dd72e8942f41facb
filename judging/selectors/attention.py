"""What waits for the head judge now, by kind; each kind's first rows and how many there are.

A few queries whatever the number of rows, and no scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from contests.models import Contest
from contests.phases import judging_is_open
from judging.models import Discrepancy, Recusal, ScoreOverride
from judging.selectors.short import judged, judges_of, short
from submissions.models import Entry

SILENT_AFTER = timedelta(minutes=15)
"""So long without a save or a sign of the device, and a judge with work left is silent."""

SHOWN = 20
"""Rows of one kind that are told; `count` tells how many there are."""

_UNSETTLED = (Discrepancy.State.OPEN, Discrepancy.State.THIRD_MARKING)


def attention(
    contest: Contest,
    *,
    judges: Sequence[Mapping[str, Any]],
    lacking: Iterable[Mapping[str, Any]],
    left: Mapping[int, int],
    unsettled: Iterable[tuple[str, dict[str, Any]]],
    overrides: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    """[{kind, count, items}], the most urgent kind first; kinds without rows are left out.

    The arguments are the progress' own: judges with their signs, entries short of judges, sheets
    left to each judge in open rounds, what the two functions below tell. An item is {id, round,
    entry, judge, since, count}; what a kind has none of is null.
    """
    recused, recusals = _recusals(contest)
    groups = (
        ("discrepancy", [item for state, item in unsettled if state == Discrepancy.State.OPEN]),
        ("override", overrides),
        ("recusal", recusals),
        ("uncovered", _uncovered(lacking, recused)),
        ("silent", _silent(contest, judges, left)),
        ("unsent", _unsent(judges)),
        (
            "third_marking",
            [item for state, item in unsettled if state == Discrepancy.State.THIRD_MARKING],
        ),
    )
    return [
        {"kind": kind, "count": len(items), "items": items[:SHOWN]}
        for kind, items in groups
        if items
    ]


def uncovered() -> Exists:
    """Whether a recusal's entry still lacks a judge, in a round that is not locked."""
    results = judged().annotate(judges=judges_of())
    return Exists(results.filter(short(), entry=OuterRef("entry"), round=OuterRef("round")))


def _item(**members: Any) -> dict[str, Any]:
    return {
        **dict.fromkeys(("id", "round", "entry", "judge", "since", "count")),
        **members,
    }


def unsettled() -> QuerySet[Discrepancy]:
    """Discrepancies that keep their round from being locked: of entries that are still judged."""
    return Discrepancy.objects.filter(state__in=_UNSETTLED).exclude(
        attempt__entry__state__in=Entry.NOT_JUDGED
    )


def unsettled_discrepancies(contest: Contest) -> list[tuple[str, dict[str, Any]]]:
    """The contest's: their state, and the item."""
    rows = (
        unsettled()
        .filter(attempt__round__contest=contest)
        .order_by("updated_at", "pk")
        .values_list(
            "state", "pk", "attempt__round_id", "attempt__entry__code", "updated_at",
            "third__full_name",
        )
    )  # fmt: skip
    return [
        (state, _item(id=pk, round=round_, entry=entry, since=since, judge=third))
        for state, pk, round_, entry, since, third in rows
    ]


def proposed_overrides(contest: Contest) -> list[dict[str, Any]]:
    """Overrides that wait for their second person, as items."""
    rows = ScoreOverride.objects.filter(
        round__contest=contest, state=ScoreOverride.State.PROPOSED
    ).order_by("pk")
    return [
        _item(id=pk, round=round_, entry=entry, judge=by, since=since)
        for pk, round_, entry, by, since in rows.values_list(
            "pk", "round_id", "entry__code", "proposed_by__full_name", "created_at"
        )
    ]


def _recusals(contest: Contest) -> tuple[set[tuple[int, int]], list[dict[str, Any]]]:
    """Recusals whose entry has since had too few judges: their entries and rounds, the items."""
    rows = Recusal.objects.filter(uncovered(), round__contest=contest).order_by("pk")
    places: set[tuple[int, int]] = set()
    items: list[dict[str, Any]] = []
    for pk, entry_id, round_, entry, judge, since in rows.values_list(
        "pk", "entry_id", "round_id", "entry__code", "judge__full_name", "created_at"
    ):
        places.add((entry_id, round_))
        items.append(_item(id=pk, round=round_, entry=entry, judge=judge, since=since))
    return places, items


def _uncovered(
    lacking: Iterable[Mapping[str, Any]], recused: set[tuple[int, int]]
) -> list[dict[str, Any]]:
    """Entries short of judges for another reason than a recusal that is named already."""
    return [
        _item(round=row["round"], entry=row["code"], count=row["wanted"] - row["judges"])
        for row in lacking
        if (row["id"], row["round"]) not in recused
    ]


def _silent(
    contest: Contest, judges: Iterable[Mapping[str, Any]], left: Mapping[int, int]
) -> list[dict[str, Any]]:
    """Judges with work left in an open round who gave no sign for a while; the longest first."""
    now = timezone.now()
    if not judging_is_open(contest, now):
        return []
    found = []
    for judge in judges:
        signs = [judge[name] for name in ("last_saved_at", "device_seen_at") if judge[name]]
        since = max(signs, default=None)
        quiet = since is None or now - since >= SILENT_AFTER
        if judge["active"] and quiet and left.get(judge["id"]):
            found.append(
                _item(
                    id=judge["id"], judge=judge["full_name"], since=since, count=left[judge["id"]]
                )
            )
    return sorted(found, key=lambda row: (row["since"] is not None, row["since"], row["judge"]))


def _unsent(judges: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        _item(
            id=judge["id"],
            judge=judge["full_name"],
            since=judge["device_seen_at"],
            count=judge["unsent"],
        )
        for judge in judges
        if judge["unsent"]
    ]
