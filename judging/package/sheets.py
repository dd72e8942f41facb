"""The scoresheets of a package: every sheet's points are computed by its form, never read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from common.canonical import digest
from common.documents import instant, ordered, sparse
from common.faults import Codes, Faults
from common.language import Text
from common.preconditions import server_key
from contests.models import Contest, FormVersion, Round
from contests.package import Rules, at, create_dated, told
from contests.services import mark_round_scored
from judging.drawn import drawn_id, give_ids
from judging.errors import SheetInvalid
from judging.models import Attempt, Judge, JudgeAssignment, Scoresheet, ScoresheetRevision
from judging.package.attempts import of_sheet
from judging.package.places import check_sample
from judging.package.rounds import Timeline, timeline
from judging.services.results import item_comments
from judging.services.scoresheets import check_values
from scoring.form import Evaluation, evaluate
from submissions.models import Entry

_SHEET: Text = {"vi": "phiếu chấm của giám khảo", "en": "judge's sheet"}
_LAST: Text = {
    "vi": "lần ghi cuối phải trùng với phiếu ({member})",
    "en": "the last revision must agree with the sheet ({member})",
}
State = Scoresheet.State
Kind = Scoresheet.Kind
_STATED = {"state": State.SUBMITTED.value, "kind": Kind.SCORED.value}

# The key of the one revision of a sheet whose package told no history, and of told ones.
_IMPORTED = server_key("import", "")
_CARRIED = server_key("carried", "")


def load(
    data: Mapping[str, Any],
    *,
    rules: Rules,
    entries: Codes[Entry],
    judges: Codes[Judge],
    attempts: Codes[Attempt],
    faults: Faults,
) -> Codes[Scoresheet]:
    """Write the sheets with their revisions, and the attempts that only they tell of.

    Answers them by judge, entry, round and attempt.
    """
    rows: dict[tuple[Any, ...], tuple[Scoresheet, Mapping[str, Any]]] = {}
    changed = timeline(data, rules)
    sheets: Codes[Scoresheet] = Codes(faults, _SHEET)
    made: list[Attempt] = []
    for index, row in enumerate(data.get("sheets", ())):
        pointer = f"/sheets/{index}"
        entry = entries.find(row["entry"], f"{pointer}/entry")
        judge = judges.find(row["judge"], f"{pointer}/judge")
        round_ = rules.round_of(row, pointer, faults)
        if entry is None or judge is None or round_ is None:
            continue
        version = _version(row, rules, round_, pointer)
        if version is None:
            continue
        key = (entry.code, round_.code, row.get("attempt", 1))
        if key not in attempts:
            check_sample(entry, round_, pointer, faults)
            made.append(of_sheet(round_, entry, key[2]))
            attempts.declare(key, made[-1], pointer)
        attempt = attempts.find(key, pointer)
        if attempt is None:
            continue
        sheet = _sheet(row, rules, attempt, judge, version, pointer, faults)
        if sheets.declare((judge.code, *key), sheet, pointer):
            rows[(*key, judge.code)] = (sheet, row)
            _check_history(sheet, row, rules, changed, pointer, faults)
    if faults:
        return sheets
    give_ids(made, rules.contest)
    Attempt.objects.bulk_create(made)
    give_ids([sheet for sheet, _ in rows.values()], rules.contest)
    Scoresheet.objects.bulk_create([sheet for sheet, _ in rows.values()])
    _write_revisions([*rows.values()], rules, changed)
    used = {sheet.form_version_id for sheet, _ in rows.values()}
    FormVersion.objects.filter(pk__in=used).update(used_at=timezone.now())
    for round_id in {sheet.attempt.round_id for sheet, _ in rows.values() if sheet.revision}:
        mark_round_scored(round_id=round_id)
    return sheets


def _version(
    row: Mapping[str, Any], rules: Rules, round_: Round, pointer: str
) -> FormVersion | None:
    if "form_version" not in row:
        return round_.form_version
    key = (round_.form_version.form.code, row["form_version"])
    return rules.versions.find(key, f"{pointer}/form_version")


def _sheet(
    row: Mapping[str, Any],
    rules: Rules,
    attempt: Attempt,
    judge: Judge,
    version: FormVersion,
    pointer: str,
    faults: Faults,
) -> Scoresheet:
    """The sheet as its form sees it; what it may not hold is a fault."""
    values, comments = row.get("values", {}), row.get("comments", {})
    state, kind = (row.get(key, default) for key, default in _STATED.items())
    evaluation = evaluate(rules.forms[version.pk], values, item_comments(comments))
    final = kind == Kind.SCORED and state in (State.SUBMITTED, State.LOCKED)
    check_sheet(evaluation, comments, pointer, faults, final=final)
    revisions = row.get("revisions", ())
    if revisions:
        _check_last(row, revisions[-1], f"{pointer}/revisions/{len(revisions) - 1}", faults)
    blank = state == State.DRAFT and not values and not comments and not revisions
    return Scoresheet(
        attempt=attempt, judge=judge, form_version=version, state=state, kind=kind,
        values=values, comments=comments,
        points=evaluation.points if kind == Kind.SCORED else None,
        complete=evaluation.complete or kind != Kind.SCORED,
        revision=0 if blank else len(revisions) or 1,
    )  # fmt: skip


def check_sheet(
    evaluation: Evaluation,
    comments: Mapping[str, str],
    pointer: str,
    faults: Faults,
    *,
    final: bool = False,
) -> None:
    """As where a judge records it: inside its domain, and complete if it is `final`."""
    try:
        check_values(evaluation, comments, final=final)
    except SheetInvalid as error:
        faults.take(error.errors, pointer)


def _check_history(
    sheet: Scoresheet,
    row: Mapping[str, Any],
    rules: Rules,
    changed: Timeline,
    pointer: str,
    faults: Faults,
) -> None:
    """Former revisions, each by the form of then; the last is the sheet itself."""
    for number, write in enumerate(row.get("revisions", ())[:-1], 1):
        version = _version_at(sheet, number, at(write.get("recorded_at")), changed)
        values, comments = write.get("values", {}), write.get("comments", {})
        evaluation = evaluate(rules.forms[version], values, item_comments(comments))
        check_sheet(evaluation, comments, f"{pointer}/revisions/{number - 1}", faults)


def _check_last(
    row: Mapping[str, Any], last: Mapping[str, Any], pointer: str, faults: Faults
) -> None:
    members: Mapping[str, Any] = {**_STATED, "values": {}, "comments": {}}
    for member, default in members.items():
        if row.get(member, default) != last.get(member, default):
            faults.add(f"{pointer}/{member}", "last-revision", _LAST, member=member)


def _write_revisions(
    rows: list[tuple[Scoresheet, Mapping[str, Any]]], rules: Rules, changed: Timeline
) -> None:
    revisions: list[tuple[ScoresheetRevision, str | None]] = []
    for sheet, row in rows:
        history = row.get("revisions")
        for number, write in enumerate(history or ([row] if sheet.revision else []), 1):
            values, comments = write.get("values", {}), write.get("comments", {})
            state, kind = (write.get(key, default) for key, default in _STATED.items())
            points = None
            if kind == Kind.SCORED:
                form = rules.forms[
                    _version_at(sheet, number, at(write.get("recorded_at")), changed)
                ]
                points = evaluate(form, values, item_comments(comments)).points
            revision = ScoresheetRevision(
                scoresheet=sheet, number=number,
                operation=f"{_CARRIED if history else _IMPORTED}{sheet.pk}-{number}",
                request_sha256=digest([state, kind, values, comments]),
                state=state, kind=kind, values=values, comments=comments, points=points,
                device=write.get("device", ""), edited_at=at(write.get("edited_at")),
                reason=write.get("reason", ""),
            )  # fmt: skip
            revisions.append((revision, write.get("recorded_at")))
    create_dated(revisions, contest=rules.contest)


def _version_at(sheet: Scoresheet, number: int, moment: datetime | None, changed: Timeline) -> int:
    """The id of the form version that the sheet was of when its revision `number` was written.

    A former revision whose instant nobody told came with the contest, before any change.
    """
    for until, before in changed.get(sheet.attempt.round.code, ()):
        if (number < sheet.revision) if moment is None else moment < until:
            return before.pk
    return sheet.form_version_id


def fill(contest: Contest) -> None:
    """Give every assignment without any sheet its empty one, as assigning a judge does."""
    tasks = (
        JudgeAssignment.objects.filter(judge__contest=contest)
        .select_related("round")
        .order_by("pk")
    )
    done = set(
        Scoresheet.objects.filter(judge__contest=contest)
        .order_by()
        .values_list("judge_id", "attempt__entry_id", "attempt__round_id")
    )
    for task in tasks:
        if (task.judge_id, task.entry_id, task.round_id) in done:
            continue
        attempt, _ = Attempt.objects.get_or_create(
            entry_id=task.entry_id, round_id=task.round_id, number=1,
            defaults={"pk": drawn_id(Attempt, contest)},
        )  # fmt: skip
        Scoresheet.objects.create(
            pk=drawn_id(Scoresheet, contest), attempt=attempt, judge_id=task.judge_id,
            form_version=task.round.form_version,
        )  # fmt: skip


def dump(contest: Contest) -> list[dict[str, Any]]:
    """All sheets, empty ones too, with their history where it tells more than the import did."""
    sheets = (
        Scoresheet.objects.filter(judge__contest=contest)
        .select_related("attempt__entry", "attempt__round", "judge", "form_version")
        .order_by(
            "attempt__round__order", "attempt__round__code", "attempt__entry__code",
            "attempt__number", "judge__code",
        )
    )  # fmt: skip
    written: dict[int, list[ScoresheetRevision]] = {}
    revisions = ScoresheetRevision.objects.filter(scoresheet__judge__contest=contest)
    for revision in revisions.order_by("scoresheet_id", "number"):
        written.setdefault(revision.scoresheet_id, []).append(revision)
    return [_dump_sheet(sheet, _history(written.get(sheet.pk, [])), contest) for sheet in sheets]


def _history(revisions: list[ScoresheetRevision]) -> list[ScoresheetRevision]:
    """The revisions; none where an import's own is all there is."""
    if len(revisions) == 1 and revisions[0].operation.startswith(_IMPORTED):
        return []
    return revisions


def _dump_sheet(
    sheet: Scoresheet, history: list[ScoresheetRevision], contest: Contest
) -> dict[str, Any]:
    return sparse(
        {
            "entry": sheet.attempt.entry.code,
            "round": sheet.attempt.round.code,
            "attempt": sheet.attempt.number,
            "judge": sheet.judge.code,
            "form_version": sheet.form_version.number
            if sheet.form_version_id != sheet.attempt.round.form_version_id
            else None,
            "state": sheet.state,
            "kind": sheet.kind,
            "values": ordered(sheet.values),
            "comments": ordered(sheet.comments),
            "revisions": [_dump_revision(revision, contest) for revision in history],
        },
        {"attempt": 1, **_STATED},
    )


def _dump_revision(revision: ScoresheetRevision, contest: Contest) -> dict[str, Any]:
    return sparse(
        {
            "state": revision.state,
            "kind": revision.kind,
            "values": ordered(revision.values),
            "comments": ordered(revision.comments),
            "device": revision.device,
            "edited_at": instant(revision.edited_at),
            "reason": revision.reason,
            "recorded_at": told(revision.created_at, contest),
        },
        _STATED,
    )
