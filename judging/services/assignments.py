"""Who scores what: assigning by hand and taking back; `filling` does it for a whole round.

With an assignment its empty sheets (revision 0) come into being, so a judge can take the whole day
along offline.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Max

from contests.models import Round
from contests.selectors import current_policy
from contests.services import mark_form_version_used, mark_round_assigned
from judging import blind
from judging.drawn import drawn_ids
from judging.errors import (
    AlreadyAssigned,
    AssignmentUsed,
    EntryNotJudged,
    JudgeCannotScore,
    JudgeConflicted,
    OtherContest,
)
from judging.models import (
    Attempt,
    Judge,
    JudgeAssignment,
    RoundResult,
    Scoresheet,
)
from judging.selectors.awaited import counted_sheets_of_round
from judging.selectors.barred import conflicts
from judging.selectors.entered import entered
from judging.selectors.remarking import remarked
from judging.selectors.situation import JUDGED_STATES
from judging.services.results import hold, lock_result, reduce_result
from judging.services.rounds import check_unlocked
from submissions.models import Entry


@transaction.atomic
def assign(
    *, judge: Judge, entry: Entry, round_: Round, order: int | None = None
) -> JudgeAssignment:
    """Let one judge score one entry in one round.

    Raises OtherContest, JudgeCannotScore, JudgeConflicted, EntryNotJudged, AlreadyAssigned,
    RoundLocked.
    """
    return seat(judge=judge, entry=entry, round_=check_unlocked(round_.pk), order=order)


def seat(*, judge: Judge, entry: Entry, round_: Round, order: int | None = None) -> JudgeAssignment:
    """The same in a round that the caller holds and found unlocked."""
    if not judge.contest_id == entry.contest_id == round_.contest_id:
        raise OtherContest
    if not judge.active or judge.role == Judge.Role.OBSERVER:
        raise JudgeCannotScore(judge=judge.full_name)
    judged = (Entry.State.SAMPLE,) if round_.calibration else JUDGED_STATES
    if entry.state not in judged:
        raise EntryNotJudged(entry=entry.code)
    if (judge.pk, entry.pk) in conflicts(round_.contest_id):
        raise JudgeConflicted(judge=judge.full_name, entry=entry.code)
    if JudgeAssignment.objects.filter(judge=judge, entry=entry, round=round_).exists():
        raise AlreadyAssigned(judge=judge.full_name, entry=entry.code)
    create_assignments([(judge, entry)], round_, order)
    return JudgeAssignment.objects.get(judge=judge, entry=entry, round=round_)


@transaction.atomic
def unassign(*, assignment: JudgeAssignment) -> None:
    """Take an assignment back with its empty sheets.

    Raises AssignmentUsed once anything was entered, RoundLocked.
    """
    round_ = check_unlocked(assignment.round_id)
    result = lock_result(entry_id=assignment.entry_id, round_id=assignment.round_id)
    sheets = Scoresheet.objects.filter(
        judge_id=assignment.judge_id,
        attempt__entry_id=assignment.entry_id,
        attempt__round_id=assignment.round_id,
    )
    if sheets.filter(entered()).exists():
        raise AssignmentUsed
    sheets.delete()
    assignment.delete()
    reduce_result(result=result, policy=current_policy(round_.contest), code=round_.code)


def drop_assignments(round_: Round, pairs: Collection[tuple[int, int]]) -> None:
    """Remove the assignments of `pairs` (judge id, entry id) with their empty sheets, in a few
    statements inside the caller's transaction. Raises AssignmentUsed once anything was entered.
    """
    if not pairs:
        return
    judges = {judge for judge, _ in pairs}
    entries = {entry for _, entry in pairs}
    hold_results(round_, entries)
    among = Scoresheet.objects.filter(
        attempt__round=round_, judge__in=judges, attempt__entry__in=entries
    )
    columns = ("pk", "judge_id", "attempt__entry_id")
    sheets = [pk for pk, *pair in among.values_list(*columns) if tuple(pair) in pairs]
    used = among.filter(entered()).values_list(*columns)
    if any(tuple(pair) in pairs for _, *pair in used):
        raise AssignmentUsed
    rows = [
        pk
        for pk, judge, entry in JudgeAssignment.objects.filter(
            round=round_, judge__in=judges, entry__in=entries
        ).values_list("pk", "judge_id", "entry_id")
        if (judge, entry) in pairs
    ]
    for start in range(0, len(sheets), 500):
        Scoresheet.objects.filter(pk__in=sheets[start : start + 500]).delete()
    for start in range(0, len(rows), 500):
        JudgeAssignment.objects.filter(pk__in=rows[start : start + 500]).delete()
    _recount(entries, round_)


def hold_results(round_: Round, entry_ids: Collection[int]) -> list[RoundResult]:
    """The results of the entries, locked until the transaction ends: no sheet is half-way."""
    return hold(RoundResult.objects.filter(round=round_, entry__in=entry_ids))


def create_assignments(
    pairs: Iterable[tuple[Judge, Entry]], round_: Round, order: int | None = None
) -> None:
    """Assignments, attempts, empty sheets and result rows of `pairs`, in a few statements."""
    pairs = list(pairs)
    if not pairs:
        return
    entry_ids = {entry.pk for _, entry in pairs}
    here = {"round": round_, "entry__in": entry_ids}
    last = dict(
        JudgeAssignment.objects.filter(round=round_)
        .values_list("judge_id")
        .annotate(last=Max("order"))
        .order_by()
    )
    rows = []
    hidden = round_.contest.blind
    for judge, entry in sorted(pairs, key=lambda p: (p[0].code, blind.code(p[1], blind=hidden))):
        last[judge.pk] = last.get(judge.pk, 0) + 1
        place = last[judge.pk] if order is None else order
        rows.append(JudgeAssignment(judge=judge, entry=entry, round=round_, order=place))
    JudgeAssignment.objects.bulk_create(rows)
    mark_round_assigned(round_id=round_.pk)
    with_attempt = set(Attempt.objects.filter(**here).values_list("entry_id", flat=True))
    attempt_ids = drawn_ids(Attempt, round_.contest)
    Attempt.objects.bulk_create(
        Attempt(pk=next(attempt_ids), entry_id=pk, round=round_, number=1)
        for pk in sorted(entry_ids - with_attempt)
    )
    RoundResult.objects.bulk_create(
        (RoundResult(entry_id=pk, round=round_) for pk in sorted(entry_ids)), ignore_conflicts=True
    )
    attempts: defaultdict[int, list[int]] = defaultdict(list)
    asked = Attempt.objects.filter(**here).exclude(remarked())
    for pk, entry_id in asked.values_list("pk", "entry_id"):
        attempts[entry_id].append(pk)
    sheet_ids = drawn_ids(Scoresheet, round_.contest)
    Scoresheet.objects.bulk_create(
        (
            Scoresheet(
                pk=next(sheet_ids),
                attempt_id=attempt,
                judge=judge,
                form_version_id=round_.form_version_id,
            )
            for judge, entry in pairs
            for attempt in attempts[entry.pk]
        ),
        ignore_conflicts=True,  # a judge who was assigned before left a sheet with scores
    )
    if not round_.calibration:  # whose sheets keep their version, and bind nobody to it
        mark_form_version_used(form_version=round_.form_version)
    _recount(entry_ids, round_)


def _recount(entry_ids: Collection[int], round_: Round) -> None:
    """Other sheets are expected now; empty ones leave the values as they are."""
    results = hold_results(round_, entry_ids)
    expected = counted_sheets_of_round(round_.pk)
    for result in results:
        result.sheets_expected = expected.get(result.entry_id, 0)
        result.revision += 1
    RoundResult.objects.bulk_update(results, ["sheets_expected", "revision"], batch_size=500)
