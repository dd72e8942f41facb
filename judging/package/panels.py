"""Panels, judges, conflicts and assignments of a package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.audit.kinds import Kind
from common.documents import instant, sparse
from common.faults import Codes, Faults
from common.language import Text
from contests.models import Contest
from contests.package import Rules, at
from contests.services import mark_round_assigned
from judging.errors import PanelSlotInvalid
from judging.models import ConflictOfInterest, Judge, JudgeAssignment, Panel, Scoresheet
from judging.package.places import check_sample
from judging.services.panels import record_judge
from judging.services.slots import slot_valid
from submissions.models import Entry

_PANEL: Text = {"vi": "hội đồng", "en": "panel"}
_JUDGE: Text = {"vi": "giám khảo", "en": "judge"}
_CONFLICT: Text = {"vi": "xung đột lợi ích", "en": "conflict of interest"}
_ASSIGNMENT: Text = {"vi": "phân công", "en": "assignment"}


def load(
    data: Mapping[str, Any], *, rules: Rules, entries: Codes[Entry], faults: Faults
) -> Codes[Judge]:
    """Write the people and their tasks; answers the judges by code."""
    panels: Codes[Panel] = Codes(faults, _PANEL)
    for index, row in enumerate(data.get("panels", ())):
        pointer = f"/panels/{index}"
        division = None
        if "division" in row:
            division = rules.divisions.find(row["division"], f"{pointer}/division")
        panel = Panel(
            contest=rules.contest, code=row["code"], name=row["name"], division=division,
            topic=row.get("topic", ""), room=row.get("room", ""),
            starts_at=at(row.get("starts_at")), ends_at=at(row.get("ends_at")),
        )  # fmt: skip
        if not slot_valid(panel.starts_at, panel.ends_at):
            faults.add(f"{pointer}/ends_at", "slot", PanelSlotInvalid.text)
        panels.declare(row["code"], panel, f"{pointer}/code")
    judges: Codes[Judge] = Codes(faults, _JUDGE)
    rows = data["judges"] if "judges" in data else _named_by_sheets(data)
    for index, row in enumerate(rows):
        seat = panels.find(row["panel"], f"/judges/{index}/panel") if "panel" in row else None
        origin = None
        if "organization" in row:
            origin = rules.organizations.find(row["organization"], f"/judges/{index}/organization")
        judge = Judge(
            contest=rules.contest, code=row["code"], full_name=row.get("full_name", row["code"]),
            role=row.get("role", Judge.Role.JUDGE), panel=seat, active=row.get("active", True),
            organization=origin,
        )  # fmt: skip
        judges.declare(row["code"], judge, f"/judges/{index}/code")
    if not faults:
        Panel.objects.bulk_create(list(panels))
        Judge.objects.bulk_create(list(judges))
        for judge in judges:
            if judge.user_id is not None:
                record_judge(Kind.JUDGE_APPOINTED, judge)
    _load_conflicts(data, entries, judges, faults)
    _load_assignments(data, rules, entries, judges, faults)
    return judges


def _named_by_sheets(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    codes = {row["judge"] for key in ("sheets", "assignments") for row in data.get(key, ())}
    return [{"code": code} for code in sorted(codes)]


def _load_conflicts(
    data: Mapping[str, Any], entries: Codes[Entry], judges: Codes[Judge], faults: Faults
) -> None:
    conflicts: Codes[ConflictOfInterest] = Codes(faults, _CONFLICT)
    for index, row in enumerate(data.get("conflicts", ())):
        pointer = f"/conflicts/{index}"
        judge = judges.find(row["judge"], f"{pointer}/judge")
        entry = entries.find(row["entry"], f"{pointer}/entry")
        if judge is None or entry is None:
            continue
        conflict = ConflictOfInterest(
            judge=judge, entry=entry, kind=row.get("kind", "declared"),
            pinned=row.get("pinned", False), note=row.get("note", ""),
        )  # fmt: skip
        conflicts.declare(f"{row['judge']}, {row['entry']}", conflict, pointer)
    if not faults:
        ConflictOfInterest.objects.bulk_create(list(conflicts))


def _load_assignments(
    data: Mapping[str, Any],
    rules: Rules,
    entries: Codes[Entry],
    judges: Codes[Judge],
    faults: Faults,
) -> None:
    assignments: Codes[JudgeAssignment] = Codes(faults, _ASSIGNMENT)
    told = "assignments" in data
    for index, row in enumerate(data["assignments"] if told else _tasks_of_sheets(data)):
        pointer = f"/assignments/{index}" if told else f"/sheets/{row['sheet']}"
        if not told and not _resolvable(row, rules, entries, judges):
            continue  # the sheet itself tells what is wrong with it
        judge = judges.find(row["judge"], f"{pointer}/judge")
        entry = entries.find(row["entry"], f"{pointer}/entry")
        round_ = rules.round_of(row, pointer, faults)
        if judge is None or entry is None or round_ is None:
            continue
        if told:
            check_sample(entry, round_, pointer, faults)
        assignment = JudgeAssignment(
            judge=judge, entry=entry, round=round_, order=row.get("order", 0)
        )
        name = f"{row['judge']}, {row['entry']}, {round_.code}"
        assignments.declare(name, assignment, pointer)
    if not faults:
        JudgeAssignment.objects.bulk_create(list(assignments))
        for round_id in {each.round_id for each in assignments}:
            mark_round_assigned(round_id=round_id)


def _tasks_of_sheets(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    seen: set[tuple[Any, ...]] = set()
    for index, sheet in enumerate(data.get("sheets", ())):
        task = (sheet["judge"], sheet["entry"], sheet.get("round"))
        if task not in seen:
            seen.add(task)
            yield {k: sheet[k] for k in ("judge", "entry", "round") if k in sheet} | {
                "sheet": index
            }


def _resolvable(
    row: Mapping[str, Any], rules: Rules, entries: Codes[Entry], judges: Codes[Judge]
) -> bool:
    code = row.get("round", rules.only_round())
    return row["judge"] in judges and row["entry"] in entries and code in rules.rounds


def organizations(contest: Contest) -> set[int]:
    """Ids of the organizations that the contest's judges come from."""
    rows = Judge.objects.filter(contest=contest, organization__isnull=False)
    return {pk for (pk,) in rows.values_list("organization_id") if pk is not None}


def dump(contest: Contest) -> dict[str, Any]:
    """Panels, judges, conflicts and, where sheets do not tell as much, assignments."""
    document: dict[str, Any] = {
        "panels": [
            sparse(
                {
                    "code": p.code,
                    "name": p.name,
                    "division": p.division and p.division.code,
                    "topic": p.topic,
                    "room": p.room,
                    "starts_at": instant(p.starts_at),
                    "ends_at": instant(p.ends_at),
                }
            )
            for p in contest.panels.select_related("division").order_by("code")
        ],
        "judges": [
            sparse(
                {
                    "code": j.code,
                    "full_name": j.full_name,
                    "role": j.role,
                    "panel": j.panel and j.panel.code,
                    "organization": j.organization and j.organization.code,
                    "active": j.active,
                },
                {"full_name": j.code, "role": "judge", "active": True},
            )
            for j in contest.judges.select_related("panel", "organization").order_by("code")
        ],
        "conflicts": [
            sparse(
                {
                    "judge": c.judge.code,
                    "entry": c.entry.code,
                    "kind": c.kind,
                    "pinned": c.pinned,
                    "note": c.note,
                },
                {"kind": "declared", "pinned": False},
            )
            for c in ConflictOfInterest.objects.filter(judge__contest=contest)
            .select_related("judge", "entry")
            .order_by("judge__code", "entry__code")
        ],
    }
    assignments = _dump_assignments(contest)
    if assignments is not None:
        document["assignments"] = assignments
    return document


def _dump_assignments(contest: Contest) -> list[dict[str, Any]] | None:
    """The assignments; None if they are just those that the sheets imply."""
    rows = list(
        JudgeAssignment.objects.filter(judge__contest=contest)
        .order_by("round__order", "round__code", "judge__code", "order", "entry__code")
        .values_list("judge__code", "entry__code", "round__code", "order")
    )
    implied = set(
        Scoresheet.objects.filter(judge__contest=contest)
        .order_by()
        .values_list("judge__code", "attempt__entry__code", "attempt__round__code")
    )
    if all(row[3] == 0 for row in rows) and {row[:3] for row in rows} == implied:
        return None
    return [
        sparse({"judge": judge, "entry": entry, "round": code, "order": order}, {"order": 0})
        for judge, entry, code, order in rows
    ]
