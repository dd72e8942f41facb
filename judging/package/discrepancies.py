"""Discrepancies of a package with what was ruled on them; who ruled is not carried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.documents import ordered, sparse
from common.faults import Codes
from common.language import Text
from contests.models import Contest
from contests.package import create_dated, told
from judging.models import Discrepancy, DiscrepancyEvent
from judging.package.places import Places, attempt_of
from scoring.exact import number, text

State = Discrepancy.State

_DISCREPANCY: Text = {"vi": "độ lệch điểm", "en": "discrepancy"}
_DIFFERS: Text = {
    "vi": "phiếu chấm không khớp với độ lệch này; đã tính lại theo phiếu",
    "en": "the sheets do not bear this discrepancy out; it was brought in line with them",
}


def load(data: Mapping[str, Any], places: Places) -> list[tuple[Discrepancy, str]]:
    """Write the discrepancies; answers them with their pointers, for `compare`."""
    found: Codes[Discrepancy] = Codes(places.faults, _DISCREPANCY)
    made: list[tuple[Discrepancy, str]] = []
    events: list[tuple[DiscrepancyEvent, str | None]] = []
    for index, row in enumerate(data.get("discrepancies", ())):
        pointer = f"/discrepancies/{index}"
        attempt = places.attempt(row, pointer)
        for place, told_event in enumerate(row["events"]):
            _check_event(told_event, places, f"{pointer}/events/{place}")
        if attempt is None:
            continue
        last = _facts(row["events"][-1], places)
        discrepancy = Discrepancy(
            attempt=attempt, result=row["result"], revision=len(row["events"]), **last
        )
        key = (attempt.entry.code, attempt.round.code, attempt.number)
        if not found.declare(key, discrepancy, pointer):
            continue
        made.append((discrepancy, pointer))
        for place, event in enumerate(row["events"], 1):
            made_event = DiscrepancyEvent(
                discrepancy=discrepancy, number=place, reason=event.get("reason", ""),
                **_facts(event, places),
            )  # fmt: skip
            events.append((made_event, event.get("recorded_at")))
    if not places.faults:
        Discrepancy.objects.bulk_create([row for row, _ in made])
        create_dated(events, contest=places.rules.contest)
    return made


def _check_event(event: Mapping[str, Any], places: Places, pointer: str) -> None:
    places.reason(event, pointer, needed=event["state"] in (State.DISCUSSED, State.MINUTED))
    for code in event["marks"]:
        places.judges.find(code, f"{pointer}/marks/{code}")
    if "third" in event:
        places.judges.find(event["third"], f"{pointer}/third")


def _facts(event: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """What an event and the discrepancy that it leaves have in common."""
    third = event.get("third")
    return {
        "state": event["state"],
        "action": event["action"],
        "difference": number(event["difference"]),
        "marks": {judge: text(number(mark)) for judge, mark in sorted(event["marks"].items())},
        "value": number(event["value"]) if "value" in event else None,
        "third": places.judges.find(third, "") if third in places.judges else None,
    }


def compare(rows: list[tuple[Discrepancy, str]], places: Places) -> None:
    """Warn of those that the sheets, once they were reduced, did not bear out."""
    now = dict(
        Discrepancy.objects.filter(attempt__entry__contest=places.rules.contest).values_list(
            "pk", "revision"
        )
    )
    for row, pointer in rows:
        if now[row.pk] != row.revision:
            places.warnings.add(pointer, "discrepancy-differs", _DIFFERS)


def dump(contest: Contest) -> list[dict[str, Any]]:
    """Discrepancies by round, entry and attempt, each with its events."""
    rows = (
        Discrepancy.objects.filter(attempt__entry__contest=contest)
        .select_related("attempt__entry", "attempt__round")
        .prefetch_related("events__third")
        .order_by(
            "attempt__round__order", "attempt__round__code", "attempt__entry__code",
            "attempt__number",
        )
    )  # fmt: skip
    return [
        {
            **attempt_of(row.attempt),
            "result": row.result,
            "events": [
                _dump_event(event, contest)
                for event in sorted(row.events.all(), key=lambda event: event.number)
            ],
        }
        for row in rows
    ]


def _dump_event(event: DiscrepancyEvent, contest: Contest) -> dict[str, Any]:
    return {
        "state": event.state,
        "action": event.action,
        "difference": text(event.difference),
        "marks": ordered(event.marks),
        **sparse(
            {
                "value": None if event.value is None else text(event.value),
                "third": event.third and event.third.code,
                "reason": event.reason,
                "recorded_at": told(event.created_at, contest),
            }
        ),
    }
