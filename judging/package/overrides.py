"""Overrides of a package with their events; who proposed and who agreed is not carried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.documents import ordered, sparse
from common.faults import Codes
from common.language import Text
from contests.models import Contest
from contests.package import create_dated
from judging.models import OverrideEvent, ScoreOverride
from judging.package.places import Places, steps
from scoring.exact import number, text

State = ScoreOverride.State

_OVERRIDE: Text = {"vi": "điểm thay thế", "en": "override"}
_LIVE: Text = {"vi": "điểm thay thế còn hiệu lực", "en": "live override"}
_COURSE: Text = {
    "vi": "các bước phải là: đề nghị, rồi duyệt (và có thể huỷ) hoặc từ chối",
    "en": "the events must be proposed, then effective (and perhaps void) or rejected",
}
_COURSES = (
    [State.PROPOSED],
    [State.PROPOSED, State.REJECTED],
    [State.PROPOSED, State.EFFECTIVE],
    [State.PROPOSED, State.EFFECTIVE, State.VOID],
)


def load(data: Mapping[str, Any], places: Places) -> Codes[ScoreOverride]:
    """Write the overrides; answers them by their place in the package, from 1."""
    overrides: Codes[ScoreOverride] = Codes(places.faults, _OVERRIDE)
    live: Codes[ScoreOverride] = Codes(places.faults, _LIVE)
    made: list[tuple[ScoreOverride, str | None]] = []
    events: list[tuple[OverrideEvent, str | None]] = []
    for index, row in enumerate(data.get("overrides", ())):
        pointer = f"/overrides/{index}"
        override = _override(row, places, pointer)
        overrides.declare(index + 1, override, pointer)
        if override is None:
            continue
        if override.state in (State.PROPOSED, State.EFFECTIVE):
            live.declare((override.entry.code, override.round.code), override, pointer)
        made.append((override, row["events"][0].get("recorded_at")))
        for place, event in enumerate(row["events"]):
            needed = event["state"] != State.EFFECTIVE
            reason = places.reason(event, f"{pointer}/events/{place}", needed=needed)
            made_event = OverrideEvent(override=override, state=event["state"], reason=reason)
            events.append((made_event, event.get("recorded_at")))
    if not places.faults:
        create_dated(made, contest=places.rules.contest)
        create_dated(events, contest=places.rules.contest)
    return overrides


def _override(row: Mapping[str, Any], places: Places, pointer: str) -> ScoreOverride | None:
    entry, round_ = places.entry(row, pointer), places.counted_round(row, pointer)
    states = [event["state"] for event in row["events"]]
    if states not in _COURSES:
        places.faults.add(f"{pointer}/events", "override-course", _COURSE)
    for place, change in enumerate(row.get("ranks", ())):
        places.entries.find(change["entry"], f"{pointer}/ranks/{place}/entry")
    if entry is None or round_ is None:
        return None
    return ScoreOverride(
        entry=entry, round=round_, state=states[-1],
        before=number(row["before"]) if "before" in row else None, after=number(row["after"]),
        reason=row["events"][0].get("reason", ""), ranks=row.get("ranks", []),
    )  # fmt: skip


def dump(contest: Contest) -> list[dict[str, Any]]:
    """The overrides in the order in which they were proposed."""
    rows = (
        ScoreOverride.objects.filter(entry__contest=contest)
        .select_related("entry", "round")
        .prefetch_related("events")
        .order_by("pk")
    )
    return [
        sparse(
            {
                "entry": row.entry.code,
                "round": row.round.code,
                "before": None if row.before is None else text(row.before),
                "after": text(row.after),
                "ranks": ordered(row.ranks),
                "events": steps(row.events.all(), contest),
            }
        )
        for row in rows
    ]
