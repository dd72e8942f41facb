"""Appeals of a package with what was decided on them; who filed and who decided is not carried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.documents import sparse
from common.faults import Codes
from common.language import Text
from contests.models import Contest
from contests.package import create_dated
from judging.definitions import form_of
from judging.models import ScoreOverride
from judging.package import Places, steps
from leaderboards.models import Appeal, AppealEvent, Publication
from scoring.exact import number, text

State = Appeal.State

_APPEAL: Text = {"vi": "đơn phúc khảo", "en": "appeal"}
_REMARKED: Text = {"vi": "lượt chấm lại", "en": "attempt marked anew"}
_COURSE: Text = {
    "vi": "bước “{state}” không theo được bước trước",
    "en": "'{state}' cannot follow what came before",
}
_JUDGE: Text = {
    "vi": "đơn đã được nhận thì phải ghi người chấm lại",
    "en": "an accepted appeal names who marks anew",
}
_ITEM: Text = {"vi": "phiếu không có tiêu chí “{item}”", "en": "the form has no item '{item}'"}

_NEXT: Mapping[str | None, tuple[str, ...]] = {
    None: (State.FILED,),
    State.FILED: (State.ACCEPTED, State.DECLINED),
    State.ACCEPTED: (State.DECIDING, State.UNCHANGED),
    State.DECIDING: (State.DECIDING, State.UNCHANGED, State.CHANGED),
}


def load(
    data: Mapping[str, Any],
    *,
    places: Places,
    publications: Codes[Publication],
    overrides: Codes[ScoreOverride],
) -> None:
    """Write the appeals with their events."""
    appeals: Codes[Appeal] = Codes(places.faults, _APPEAL)
    remarked: Codes[Appeal] = Codes(places.faults, _REMARKED)
    made: list[tuple[Appeal, str | None]] = []
    events: list[tuple[AppealEvent, str | None]] = []
    for index, row in enumerate(data.get("appeals", ())):
        pointer = f"/appeals/{index}"
        _check_course(row, places, pointer)
        appeal = _appeal(row, places, publications, overrides, pointer)
        if appeal is None:
            continue
        key = (appeal.entry.code, appeal.round.code, row["publication"])
        appeals.declare(key, appeal, pointer)
        if appeal.attempt is not None:
            place = (appeal.entry.code, appeal.round.code, row["attempt"])
            remarked.declare(place, appeal, f"{pointer}/attempt")
        made.append((appeal, row["events"][0].get("recorded_at")))
        for place_, event in enumerate(row["events"], 1):
            made_event = AppealEvent(
                appeal=appeal, number=place_, state=event["state"], reason=event.get("reason", "")
            )
            events.append((made_event, event.get("recorded_at")))
    if not places.faults:
        create_dated(made, contest=places.rules.contest)
        create_dated(events, contest=places.rules.contest)


def _check_course(row: Mapping[str, Any], places: Places, pointer: str) -> None:
    before: str | None = None
    for place, event in enumerate(row["events"]):
        where, state = f"{pointer}/events/{place}", event["state"]
        if state not in _NEXT.get(before, ()):
            places.faults.add(f"{where}/state", "appeal-course", _COURSE, state=state)
        places.reason(event, where, needed=state == State.FILED)
        before = state
    marked = (State.ACCEPTED, State.DECIDING, State.CHANGED, State.UNCHANGED)
    if before in marked and "judge" not in row:
        places.faults.add(f"{pointer}/judge", "appeal-judge", _JUDGE)


def _appeal(
    row: Mapping[str, Any],
    places: Places,
    publications: Codes[Publication],
    overrides: Codes[ScoreOverride],
    pointer: str,
) -> Appeal | None:
    entry, round_ = places.entry(row, pointer), places.counted_round(row, pointer)
    publication = publications.find(row["publication"], f"{pointer}/publication")
    judge = places.judge(row, pointer) if "judge" in row else None
    override = overrides.find(row["override"], f"{pointer}/override") if "override" in row else None
    amended = publications.find(row["amended"], f"{pointer}/amended") if "amended" in row else None
    if entry is None or round_ is None or publication is None:
        return None
    attempt = None
    if "attempt" in row:
        key = (entry.code, round_.code, row["attempt"])
        attempt = places.attempts.find(key, f"{pointer}/attempt")
    known = form_of(round_.form_version).items
    for place, item in enumerate(row.get("items", ())):
        if item not in known:
            places.faults.add(f"{pointer}/items/{place}", "unknown-item", _ITEM, item=item)
    return Appeal(
        entry=entry, round=round_, publication=publication, state=row["events"][-1]["state"],
        items=row.get("items", []), reason=row["events"][0].get("reason", ""), judge=judge,
        attempt=attempt, override=override, amended=amended, revision=len(row["events"]),
        before=number(row["before"]) if "before" in row else None,
        after=number(row["after"]) if "after" in row else None,
    )  # fmt: skip


def clear(contest: Contest) -> None:
    """Delete the contest's appeals."""
    AppealEvent.objects.filter(appeal__entry__contest=contest).delete()
    Appeal.objects.filter(entry__contest=contest).delete()


def dump(contest: Contest) -> list[dict[str, Any]]:
    """The appeals in the order in which they were filed."""
    place = {
        pk: index
        for index, pk in enumerate(
            ScoreOverride.objects.filter(entry__contest=contest)
            .order_by("pk")
            .values_list("pk", flat=True),
            1,
        )
    }
    rows = (
        Appeal.objects.filter(entry__contest=contest)
        .select_related("entry", "round", "judge", "attempt")
        .prefetch_related("events")
        .order_by("pk")
    )
    numbers = dict(contest.publications.order_by("number").values_list("pk", "number"))
    return [
        sparse(
            {
                "entry": row.entry.code,
                "round": row.round.code,
                "publication": numbers[row.publication_id],
                "items": row.items,
                "judge": row.judge and row.judge.code,
                "attempt": row.attempt and row.attempt.number,
                "override": place.get(row.override_id or 0),
                "before": None if row.before is None else text(row.before),
                "after": None if row.after is None else text(row.after),
                "amended": numbers.get(row.amended_id or 0),
                "events": steps(row.events.all(), contest),
            }
        )
        for row in rows
    ]
