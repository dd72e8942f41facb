"""Calibration rounds (chấm thử): all judges score the same sample entries before the judging.

They take the form of a real round and count for nothing: their sheets reach no result, standings,
minutes or discrepancy. Opening the spread ends the scoring, so that nobody corrects to the panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.text import single_line
from contests.models import Contest, Round
from judging.errors import CalibrationUsed, SampleMissing
from judging.models import Attempt, Judge, JudgeAssignment, RoundResult, Scoresheet
from judging.selectors.barred import conflicts
from judging.services.assignments import create_assignments
from judging.services.results import hold
from judging.services.rounds import check_unlocked, hold_round
from submissions.models import Entry
from submissions.services.samples import create_sample

CALIBRATED_ROLES = (
    Judge.Role.JUDGE,
    Judge.Role.REFEREE,
    Judge.Role.HEAD,
    Judge.Role.TRAINEE,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What judges see of a sample entry."""

    title: str
    summary: str = ""
    link: str = ""


@transaction.atomic
def create_calibration(
    *, of: Round, samples: Sequence[Sample], actor: User | None, title: str = ""
) -> Round:
    """A calibration round with the form of `of`, its samples before every active judge.

    Raises SampleMissing, TitleMissing.
    """
    if not samples:
        raise SampleMissing
    contest = Contest.objects.select_for_update(no_key=True).get(pk=of.contest_id)  # for the code
    taken = set(Round.everything.filter(contest=contest).values_list("code", flat=True))
    number = 1
    while (code := f"cham-thu-{number}") in taken:
        number += 1
    round_ = Round.everything.create(
        contest=contest,
        code=code,
        title=single_line(title) or f"Chấm thử {of.title}",
        title_en="" if title else f"Calibration of {of.title_en or of.title}",
        order=of.order,
        form_version=of.form_version,
        calibration=True,
    )
    division = contest.divisions.order_by("order", "code")[0]
    for sample in samples:
        entry = create_sample(
            contest=contest,
            division=division,
            title=sample.title,
            summary=sample.summary,
            link=sample.link,
            by=actor,
        )
        Attempt.objects.create(entry=entry, round=round_, number=1)
    fill_calibration(round_=round_)
    return round_


@transaction.atomic
def fill_calibration(*, round_: Round) -> int:
    """Put the samples before every active judge who has none yet; how many sheets that made.

    Raises RoundLocked once the spread is open.
    """
    has = set(JudgeAssignment.objects.filter(round=round_).values_list("judge_id", "entry_id"))
    barred = conflicts(round_.contest_id)
    entries = Entry.objects.filter(attempts__round=round_).order_by("code")
    judges = Judge.objects.filter(
        contest=round_.contest_id, active=True, role__in=CALIBRATED_ROLES
    ).order_by("code")
    missing = [
        (judge, entry)
        for judge in judges
        for entry in entries
        if (judge.pk, entry.pk) not in has | barred
    ]
    create_assignments(missing, check_unlocked(round_.pk))
    return len(missing)


@transaction.atomic
def open_spread(*, round_: Round, opened: bool) -> Round:
    """End the scoring and let judges who have sent their sheets see the spread; or take it back."""
    current = hold_round(round_.pk)
    hold(RoundResult.objects.filter(round=current))
    if opened != (current.locked_at is not None):
        current.locked_at = timezone.now() if opened else None
        current.save(update_fields=["locked_at"])
    return current


@transaction.atomic
def delete_calibration(*, round_: Round) -> None:
    """Take back a calibration round in which nobody has scored. Raises CalibrationUsed."""
    hold_round(round_.pk)
    hold(RoundResult.objects.filter(round=round_))
    sheets = Scoresheet.objects.filter(attempt__round=round_)
    if sheets.filter(revision__gt=0).exists():
        raise CalibrationUsed
    entries = list(Entry.objects.filter(attempts__round=round_).values_list("pk", flat=True))
    sheets.delete()
    JudgeAssignment.objects.filter(round=round_).delete()
    RoundResult.objects.filter(round=round_).delete()
    Attempt.objects.filter(round=round_).delete()
    Entry.objects.filter(pk__in=entries).delete()
    round_.delete()
