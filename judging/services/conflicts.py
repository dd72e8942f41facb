"""Conflicts of interest: declared, detected, read from a list; `taking_back` ends them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from common.text import single_line
from contests.models import Contest, Round
from judging.errors import OtherContest
from judging.models import (
    ConflictLift,
    ConflictOfInterest,
    Judge,
    JudgeAssignment,
    Scoresheet,
)
from judging.selectors.barred import own_entries
from judging.selectors.entered import entered
from judging.services.assignments import drop_assignments
from submissions.models import Entry, Mentor, Participant

Kind = ConflictOfInterest.Kind


class Named(NamedTuple):
    """A conflict to record, by ids."""

    judge: int
    entry: int
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """`created` conflicts are new. Of `scored` sheets the head judge decides: (judge, entry)."""

    created: int
    scored: tuple[tuple[Judge, Entry], ...]


class Suspect(NamedTuple):
    """A judge who has the name of an entry's mentor: for a person to decide."""

    judge: Judge
    entry: Entry
    name: str


@dataclass(frozen=True, slots=True)
class Detected:
    """What the data tell for sure was recorded; what they only hint at was not."""

    created: int
    suspects: tuple[Suspect, ...]


@transaction.atomic
def declare_conflict(
    *,
    judge: Judge,
    entry: Entry,
    kind: str = Kind.DECLARED,
    pinned: bool = False,
    note: str = "",
) -> ConflictOfInterest:
    """Record why the judge must not score the entry; saying it again changes nothing but pins.

    Assignments where nothing was entered yet are taken back; sheets with scores stay for the
    head judge to void, unseen by the judge. Raises OtherContest.
    """
    if judge.contest_id != entry.contest_id:
        raise OtherContest
    record_conflicts([Named(judge.pk, entry.pk, kind, note)], pinned=pinned)
    return ConflictOfInterest.objects.get(judge=judge, entry=entry)


def record_conflicts(rows: Iterable[Named], *, pinned: bool) -> Recorded:
    """Record many in a few statements, inside the caller's transaction."""
    wanted = {(row.judge, row.entry): row for row in rows}
    judges = {judge for judge, _ in wanted}
    known = {
        (each.judge_id, each.entry_id): each
        for each in ConflictOfInterest.objects.filter(judge__in=judges)
    }
    ConflictOfInterest.objects.bulk_create(
        ConflictOfInterest(
            judge_id=row.judge, entry_id=row.entry, kind=row.kind, pinned=pinned,
            note=single_line(row.note),
        )
        for pair, row in wanted.items()
        if pair not in known
    )  # fmt: skip
    for pair, row in wanted.items():
        before = known.get(pair)
        if before is not None and pinned and not before.pinned:
            before.kind, before.pinned, before.note = row.kind, True, single_line(row.note)
            before.save()
    return Recorded(len(wanted.keys() - known.keys()), _take_back(wanted.keys(), judges))


def _take_back(
    pairs: Iterable[tuple[int, int]], judges: set[int]
) -> tuple[tuple[Judge, Entry], ...]:
    """Drop the pairs' empty assignments; answers the pairs that have scores."""
    among = set(pairs)
    used = {
        row
        for row in Scoresheet.objects.filter(entered(), judge__in=judges)
        .order_by()
        .values_list("judge_id", "attempt__entry_id", "attempt__round_id")
        if row[:2] in among
    }
    empty: dict[int, set[tuple[int, int]]] = {}
    for judge, entry, round_id in JudgeAssignment.objects.filter(judge__in=judges).values_list(
        "judge_id", "entry_id", "round_id"
    ):
        if (judge, entry) in among and (judge, entry, round_id) not in used:
            empty.setdefault(round_id, set()).add((judge, entry))
    for round_ in Round.everything.filter(pk__in=empty).order_by("pk"):
        drop_assignments(round_, empty[round_.pk])
    scored = sorted({row[:2] for row in used})
    by_judge = Judge.objects.in_bulk({judge for judge, _ in scored})
    by_entry = Entry.objects.in_bulk({entry for _, entry in scored})
    return tuple((by_judge[judge], by_entry[entry]) for judge, entry in scored)


@transaction.atomic
def detect_conflicts(*, contest: Contest) -> Detected:
    """Record, pinned, every judge who comes from the school of an entry or stands behind it.

    Where all entries come from one school this bars that school's teachers from judging, so it is
    done on the organiser's word only. Pairs that were lifted are left alone.
    """
    lifted = set(
        ConflictLift.objects.filter(judge__contest=contest).values_list("judge_id", "entry_id")
    )
    known = set(
        ConflictOfInterest.objects.filter(judge__contest=contest).values_list(
            "judge_id", "entry_id"
        )
    )
    same_school = (
        Judge.objects.filter(
            contest=contest,
            organization__isnull=False,
            contest__entries__organization=F("organization"),
        )
        .order_by("pk", "contest__entries__pk")
        .values_list("pk", "contest__entries__pk")
    )
    rows = {pair: Named(*pair, Kind.MENTOR) for pair in own_entries(contest.pk, Mentor)}
    rows |= {pair: Named(*pair, Kind.SAME_SCHOOL) for pair in same_school if pair not in rows}
    rows |= {
        pair: Named(*pair, Kind.DECLARED)
        for pair in own_entries(contest.pk, Participant)
        if pair not in rows
    }
    new = [row for pair, row in sorted(rows.items()) if pair not in known | lifted]
    done = record_conflicts(new, pinned=True)
    told = known | lifted | rows.keys()
    return Detected(done.created, tuple(_suspects(contest, told)))


def _suspects(contest: Contest, told: set[tuple[int, int]]) -> Sequence[Suspect]:
    judges: dict[str, list[Judge]] = {}
    for judge in contest.judges.order_by("code"):
        judges.setdefault(judge.full_name.casefold(), []).append(judge)
    mentors = Mentor.objects.filter(entry__contest=contest).select_related("entry")
    return [
        Suspect(judge, mentor.entry, mentor.full_name)
        for mentor in mentors.order_by("entry__code", "pk")
        for judge in judges.get(mentor.full_name.casefold(), ())
        if (judge.pk, mentor.entry_id) not in told
        and (mentor.user_id is None or judge.user_id is None)
    ]
