"""What happened to judges' seats: released, stepped back, a conflict lifted, a look at the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.documents import sparse
from common.faults import Codes
from common.language import Text
from contests.models import Contest
from contests.package import create_dated, told
from judging.models import ConflictLift, PeersSeen, Recusal, SeatChange
from judging.package.places import Places, sheet_of

_LOOK: Text = {"vi": "lần xem điểm của giám khảo khác", "en": "look at the others' scores"}
_KIND = {"kind": "declared"}


def load(data: Mapping[str, Any], places: Places) -> None:
    """Write all of it in the order in which it happened."""
    contest = places.rules.contest
    changes, recusals = _load_changes(data, places), _load_recusals(data, places)
    lifts, looks = _load_lifts(data, places), _load_looks(data, places)
    if places.faults:
        return
    create_dated(changes, contest=contest)
    create_dated(recusals, contest=contest)
    create_dated(lifts, contest=contest)
    create_dated(looks, contest=contest, field="seen_at")


def _load_changes(data: Mapping[str, Any], places: Places) -> list[tuple[SeatChange, str | None]]:
    made = []
    for index, row in enumerate(data.get("seat_changes", ())):
        pointer = f"/seat_changes/{index}"
        judge = places.judge(row, pointer)
        reason = places.reason(row, pointer, needed=not row["active"])
        if judge is not None:
            change = SeatChange(judge=judge, active=row["active"], reason=reason)
            made.append((change, row.get("recorded_at")))
    return made


def _load_recusals(data: Mapping[str, Any], places: Places) -> list[tuple[Recusal, str | None]]:
    made = []
    for index, row in enumerate(data.get("recusals", ())):
        pointer = f"/recusals/{index}"
        judge, entry = places.judge(row, pointer), places.entry(row, pointer)
        round_ = places.rules.round_of(row, pointer, places.faults)
        if judge is not None and entry is not None and round_ is not None:
            recusal = Recusal(
                judge=judge, entry=entry, round=round_, kind=row.get("kind", "declared"),
                reason=row.get("reason", ""),
            )  # fmt: skip
            made.append((recusal, row.get("recorded_at")))
    return made


def _load_lifts(data: Mapping[str, Any], places: Places) -> list[tuple[ConflictLift, str | None]]:
    made = []
    for index, row in enumerate(data.get("lifted_conflicts", ())):
        pointer = f"/lifted_conflicts/{index}"
        judge, entry = places.judge(row, pointer), places.entry(row, pointer)
        if judge is not None and entry is not None:
            lift = ConflictLift(
                judge=judge, entry=entry, kind=row.get("kind", "declared"),
                note=row.get("note", ""), reason=row["reason"],
            )  # fmt: skip
            made.append((lift, row.get("recorded_at")))
    return made


def _load_looks(data: Mapping[str, Any], places: Places) -> list[tuple[PeersSeen, str | None]]:
    made = []
    looks: Codes[PeersSeen] = Codes(places.faults, _LOOK)
    for index, row in enumerate(data.get("looks", ())):
        pointer = f"/looks/{index}"
        sheet = places.sheet(row, pointer)
        if sheet is None:
            continue
        look = PeersSeen(scoresheet=sheet, revision=row["revision"])
        key = (row["judge"], row["entry"], sheet.attempt.round.code, sheet.attempt.number)
        looks.declare((*key, row["revision"]), look, pointer)
        made.append((look, row.get("seen_at")))
    return made


def dump(contest: Contest) -> dict[str, Any]:
    """All of it in the order in which it happened."""
    changes = SeatChange.objects.filter(judge__contest=contest).select_related("judge")
    recusals = Recusal.objects.filter(judge__contest=contest)
    lifts = ConflictLift.objects.filter(judge__contest=contest).select_related("judge", "entry")
    looks = PeersSeen.objects.filter(scoresheet__judge__contest=contest).select_related(
        "scoresheet__judge", "scoresheet__attempt__entry", "scoresheet__attempt__round"
    )
    return {
        "recusals": [
            sparse(
                {
                    "judge": row.judge.code,
                    "entry": row.entry.code,
                    "round": row.round.code,
                    "kind": row.kind,
                    "reason": row.reason,
                    "recorded_at": told(row.created_at, contest),
                },
                _KIND,
            )
            for row in recusals.select_related("judge", "entry", "round").order_by("pk")
        ],
        "seat_changes": [
            sparse(
                {
                    "judge": row.judge.code,
                    "active": row.active,
                    "reason": row.reason,
                    "recorded_at": told(row.created_at, contest),
                }
            )
            for row in changes.order_by("pk")
        ],
        "lifted_conflicts": [
            sparse(
                {
                    "judge": row.judge.code,
                    "entry": row.entry.code,
                    "kind": row.kind,
                    "note": row.note,
                    "reason": row.reason,
                    "recorded_at": told(row.created_at, contest),
                },
                _KIND,
            )
            for row in lifts.order_by("pk")
        ],
        "looks": [
            {
                **sheet_of(row.scoresheet),
                "revision": row.revision,
                **sparse({"seen_at": told(row.seen_at, contest)}),
            }
            for row in looks.order_by("pk")
        ],
    }
