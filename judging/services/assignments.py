"""Who scores what: assigning by hand, taking back, and filling a round in balance.

With an assignment its empty sheets (revision 0) come into being, so a judge can take the whole day
along offline.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from common.language import Text
from contests.models import Round
from contests.selectors import current_policy
from contests.services import mark_form_version_used
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
from judging.selectors.barred import FILLING_ROLES, conflicts
from judging.selectors.field import counted_sheets_of_round
from judging.services.results import lock_result, reduce_result
from judging.services.rounds import check_unlocked
from submissions.models import Entry

JUDGED_STATES = (Entry.State.SUBMITTED, Entry.State.UNRANKED)


@dataclass(frozen=True, slots=True)
class Uncovered:
    """An entry that has fewer judges than its round asks for, and why."""

    entry: Entry
    missing: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Filling:
    """What filling a round did."""

    created: int
    uncovered: tuple[Uncovered, ...]


@transaction.atomic
def assign(
    *, judge: Judge, entry: Entry, round_: Round, order: int | None = None
) -> JudgeAssignment:
    """Let one judge score one entry in one round.

    Raises OtherContest, JudgeCannotScore, JudgeConflicted, EntryNotJudged, AlreadyAssigned,
    RoundLocked.
    """
    if not judge.contest_id == entry.contest_id == round_.contest_id:
        raise OtherContest
    round_ = check_unlocked(round_.pk)
    if not judge.active or judge.role == Judge.Role.OBSERVER:
        raise JudgeCannotScore(judge=judge.full_name)
    judged = (Entry.State.SAMPLE,) if round_.calibration else JUDGED_STATES
    if entry.state not in judged:
        raise EntryNotJudged(entry=entry.code)
    if (judge.pk, entry.pk) in conflicts(round_.contest_id):
        raise JudgeConflicted(judge=judge.full_name, entry=entry.code)
    if JudgeAssignment.objects.filter(judge=judge, entry=entry, round=round_).exists():
        raise AlreadyAssigned(judge=judge.full_name, entry=entry.code)
    _create([(judge, entry)], round_, order)
    return JudgeAssignment.objects.get(judge=judge, entry=entry, round=round_)


@transaction.atomic
def unassign(*, assignment: JudgeAssignment) -> None:
    """Take an assignment back. Raises AssignmentUsed once anything was entered."""
    withdraw(assignment)


def withdraw(assignment: JudgeAssignment) -> None:
    """Remove an assignment with its empty sheets, inside the caller's transaction."""
    result = lock_result(entry_id=assignment.entry_id, round_id=assignment.round_id)
    sheets = Scoresheet.objects.filter(
        judge_id=assignment.judge_id,
        attempt__entry_id=assignment.entry_id,
        attempt__round_id=assignment.round_id,
    )
    if sheets.filter(revision__gt=0).exists():
        raise AssignmentUsed
    sheets.delete()
    assignment.delete()
    round_ = assignment.round
    reduce_result(result=result, policy=current_policy(round_.contest), code=round_.code)


@transaction.atomic
def fill_assignments(*, round_: Round) -> Filling:
    """Give every entry of the round its number of judges.

    Entries with the fewest possible judges first; each gets the judges with the least work, and
    among equals those who sat together least, so that the panels cross and judges stay comparable.
    Judges of a panel with a division score that division only. The same data give the same plan.
    Raises RoundLocked.
    """
    round_ = check_unlocked(round_.pk)
    entries = list(
        Entry.objects.filter(contest=round_.contest_id, state__in=JUDGED_STATES).order_by("code")
    )
    judges = list(
        Judge.objects.filter(contest=round_.contest_id, active=True, role__in=FILLING_ROLES)
        .select_related("panel")
        .order_by("code")
    )
    plan = _Plan(round_, entries, judges)
    pairs, uncovered = plan.fill()
    _create(pairs, round_)
    return Filling(len(pairs), tuple(uncovered))


class _Plan:
    """Works out a balanced filling in memory."""

    def __init__(self, round_: Round, entries: list[Entry], judges: list[Judge]) -> None:
        self.wanted = round_.judges_per_entry
        self.entries, self.judges = entries, judges
        self.barred = conflicts(round_.contest_id)
        self.seated: defaultdict[int, list[int]] = defaultdict(list)
        self.load: defaultdict[int, int] = defaultdict(int)
        self.together: defaultdict[frozenset[int], int] = defaultdict(int)
        counted = {judge.pk for judge in judges}
        for judge_id, entry_id in JudgeAssignment.objects.filter(round=round_).values_list(
            "judge_id", "entry_id"
        ):
            if judge_id in counted:
                self._seat(judge_id, entry_id)

    def fill(self) -> tuple[list[tuple[Judge, Entry]], list[Uncovered]]:
        choices = {entry.pk: self._possible(entry) for entry in self.entries}
        pairs: list[tuple[Judge, Entry]] = []
        uncovered: list[Uncovered] = []
        for entry in sorted(self.entries, key=lambda each: (len(choices[each.pk]), each.code)):
            missing = self.wanted - len(self.seated[entry.pk])
            free = [judge for judge in choices[entry.pk] if judge.pk not in self.seated[entry.pk]]
            while missing > 0 and free:
                judge = min(free, key=lambda each: self._cost(each, entry))
                free.remove(judge)
                self._seat(judge.pk, entry.pk)
                pairs.append((judge, entry))
                missing -= 1
            if missing > 0:
                uncovered.append(Uncovered(entry, missing, self._reason(entry)))
        return pairs, uncovered

    def _cost(self, judge: Judge, entry: Entry) -> tuple[int, int, str]:
        met = sum(self.together[frozenset((judge.pk, other))] for other in self.seated[entry.pk])
        return self.load[judge.pk], met, judge.code

    def _seat(self, judge_id: int, entry_id: int) -> None:
        for other in self.seated[entry_id]:
            self.together[frozenset((judge_id, other))] += 1
        self.seated[entry_id].append(judge_id)
        self.load[judge_id] += 1

    def _in_division(self, entry: Entry) -> list[Judge]:
        return [
            judge
            for judge in self.judges
            if judge.panel is None or judge.panel.division_id in (None, entry.division_id)
        ]

    def _possible(self, entry: Entry) -> list[Judge]:
        return [
            judge for judge in self._in_division(entry) if (judge.pk, entry.pk) not in self.barred
        ]

    def _reason(self, entry: Entry) -> Text:
        candidates = self._in_division(entry)
        barred = [judge.code for judge in candidates if (judge.pk, entry.pk) in self.barred]
        vi = f"cần {self.wanted} giám khảo, có {len(candidates)} người chấm được bảng này"
        en = f"needs {self.wanted} judges, {len(candidates)} can score this division"
        if barred:
            vi += f", xung đột lợi ích: {', '.join(barred)}"
            en += f", in conflict: {', '.join(barred)}"
        return {"vi": vi, "en": en}


def _create(pairs: Iterable[tuple[Judge, Entry]], round_: Round, order: int | None = None) -> None:
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
    for judge, entry in sorted(pairs, key=lambda pair: (pair[0].code, pair[1].code)):
        last[judge.pk] = last.get(judge.pk, 0) + 1
        place = last[judge.pk] if order is None else order
        rows.append(JudgeAssignment(judge=judge, entry=entry, round=round_, order=place))
    JudgeAssignment.objects.bulk_create(rows)
    with_attempt = set(Attempt.objects.filter(**here).values_list("entry_id", flat=True))
    Attempt.objects.bulk_create(
        Attempt(entry_id=pk, round=round_, number=1) for pk in sorted(entry_ids - with_attempt)
    )
    RoundResult.objects.bulk_create(
        (RoundResult(entry_id=pk, round=round_) for pk in sorted(entry_ids)), ignore_conflicts=True
    )
    attempts: defaultdict[int, list[int]] = defaultdict(list)
    for pk, entry_id in Attempt.objects.filter(**here).values_list("pk", "entry_id"):
        attempts[entry_id].append(pk)
    Scoresheet.objects.bulk_create(
        (
            Scoresheet(attempt_id=attempt, judge=judge, form_version_id=round_.form_version_id)
            for judge, entry in pairs
            for attempt in attempts[entry.pk]
        ),
        ignore_conflicts=True,  # a judge who was assigned before left a sheet with scores
    )
    if not round_.calibration:  # whose sheets keep their version, and bind nobody to it
        mark_form_version_used(form_version=round_.form_version)
    _recount(entry_ids, round_)


def _recount(entry_ids: set[int], round_: Round) -> None:
    """More sheets are expected now; empty ones leave the values as they are."""
    results = list(
        RoundResult.objects.select_for_update()
        .filter(round=round_, entry__in=entry_ids)
        .order_by("entry_id")
    )
    expected = counted_sheets_of_round(round_.pk)
    for result in results:
        result.sheets_expected = expected.get(result.entry_id, 0)
        result.revision += 1
    RoundResult.objects.bulk_update(results, ["sheets_expected", "revision"], batch_size=500)
