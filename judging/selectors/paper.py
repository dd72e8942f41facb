"""Reads of paper sheets: what to print, the list, and both transcripts once both are in.

Nothing but `comparison` tells a transcript's values, and that only after the second one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from accounts.models import User
from common.codes import normal
from contests.models import Round
from judging import blind
from judging.definitions import form_of
from judging.errors import PaperNothing, PaperStateWrong, PaperTooMany, PaperUnknown
from judging.models import (
    Attempt,
    Judge,
    JudgeAssignment,
    PaperRuling,
    PaperSheet,
    PaperTranscript,
    Scoresheet,
)
from judging.paper.comparing import Difference, differences
from judging.permissions import PaperPolicy, unconflicted
from submissions.models import Entry

MOST_PRINTED = 200
"""Sheets in one file: what a request can wait for."""


def printable(
    round_: Round, *, judge: int | None = None, panel: int | None = None, sheet: int | None = None
) -> list[Scoresheet]:
    """The sheets to print, as they are handed out: by panel, judge, the judge's order, entry.

    Those handed in already are left out, unless one is asked for. Raises PaperNothing, PaperTooMany.
    """
    rows = (
        Scoresheet.objects.filter(
            unconflicted("judge", "attempt__entry"), attempt__round=round_, judge__active=True
        )
        .exclude(judge__role=Judge.Role.OBSERVER)
        .exclude(attempt__entry__state__in=Entry.NOT_JUDGED)
        .exclude(attempt__state=Attempt.State.VOID)
        .select_related(
            "judge__panel",
            "form_version",
            "attempt__entry__division",
            "attempt__entry__team",
            "attempt__entry__organization",
        )
        .prefetch_related("attempt__entry__participants", "attempt__entry__mentors")
    )
    if sheet is not None:
        rows = rows.filter(pk=sheet)
    else:
        rows = rows.filter(state__in=[Scoresheet.State.DRAFT, Scoresheet.State.REOPENED])
    if judge is not None:
        rows = rows.filter(judge=judge)
    if panel is not None:
        rows = rows.filter(judge__panel=panel)
    count = rows.count()
    if not count:
        raise PaperNothing
    if count > MOST_PRINTED:
        raise PaperTooMany(count=count, most=MOST_PRINTED)
    orders = {
        (judge_id, entry_id): order
        for judge_id, entry_id, order in JudgeAssignment.objects.filter(round=round_).values_list(
            "judge_id", "entry_id", "order"
        )
    }
    return sorted(
        rows,
        key=lambda row: (
            row.judge.panel.code if row.judge.panel else "",
            row.judge.code,
            blind.turn(
                row.attempt.entry,
                orders.get((row.judge_id, row.attempt.entry_id), 0),
                blind=round_.contest.blind,
            ),
            row.attempt.entry.code,
            row.attempt.number,
        ),
    )


def papers(user: User) -> QuerySet[PaperSheet]:
    """Those of contests where `user` may type in, with who typed what (never what they typed)."""
    typed = PaperTranscript.objects.select_related("typist").defer("values", "comments", "kind")
    return (
        PaperSheet.objects.filter(PaperPolicy.readable(user))
        .select_related(
            "scoresheet__judge__contest",
            "scoresheet__attempt__round",
            "scoresheet__attempt__entry__team",
            "scoresheet__attempt__entry__organization",
        )
        .prefetch_related(
            "scoresheet__attempt__entry__participants",
            "scoresheet__attempt__entry__mentors",
            Prefetch("transcripts", typed.filter(comparison=F("paper__comparison")), "typed"),
        )
    )


def paper_by_code(user: User, code: str) -> PaperSheet:
    """The paper sheet of a code as it was scanned or typed. Raises PaperUnknown."""
    found = papers(user).filter(code=normal(code) or "").select_related("form_version").first()
    if found is None:
        raise PaperUnknown
    return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both transcripts of a paper, where they differ, what the scoresheet holds, what was ruled."""

    paper: PaperSheet
    transcripts: list[PaperTranscript]
    differences: list[Difference]
    settled: PaperRuling | None
    tablet: list[Difference]
    rulings: list[PaperRuling]


def comparison(paper: PaperSheet) -> Comparison:
    """Of the current comparison; PaperStateWrong until both transcripts are in."""
    if paper.state in (PaperSheet.State.PRINTED, PaperSheet.State.ONCE):
        raise PaperStateWrong
    transcripts = list(
        paper.transcripts.filter(comparison=paper.comparison).select_related("typist")
    )
    form = form_of(paper.form_version)
    rulings = list(paper.rulings.select_related("actor").order_by("pk"))
    settled = next(
        (
            each
            for each in reversed(rulings)
            if each.comparison == paper.comparison
            and each.kind in (PaperRuling.Kind.AGREED, PaperRuling.Kind.DECIDED)
        ),
        None,
    )
    tablet: list[Difference] = []
    if settled is not None and paper.state == PaperSheet.State.CONFLICT:
        tablet = differences(form, _Said(settled), paper.scoresheet)
    return Comparison(paper, transcripts, differences(form, *transcripts), settled, tablet, rulings)


class _Said:
    """A ruling's document."""

    def __init__(self, ruling: PaperRuling) -> None:
        self.kind: str = ruling.sheet_kind
        self.values: dict[str, Any] = ruling.values
        self.comments: dict[str, str] = ruling.comments
