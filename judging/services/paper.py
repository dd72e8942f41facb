"""Blind double entry: two people type a paper sheet in, each without the other's values.

What both read becomes a revision of the scoresheet by the way that all revisions go; where they
differ a third person decides, with a reason. What a tablet brought meanwhile is never overwritten
without a decision. Never alters a transcript.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from common.codes import new_code
from common.preconditions import RevisionStale, server_key
from judging.definitions import form_of
from judging.errors import (
    JudgeConflicted,
    PaperOutdated,
    PaperStateWrong,
    PaperThirdPerson,
    PaperTypedAlready,
    PaperTypistBarred,
    PaperTypistUnknown,
    PaperValuesRequired,
    SheetStale,
)
from judging.models import (
    ConflictOfInterest,
    PaperRuling,
    PaperSheet,
    PaperTranscript,
    Scoresheet,
    ScoresheetRevision,
)
from judging.paper.comparing import Content, counted, is_blank, same
from judging.permissions import unconflicted
from judging.services.results import item_comments
from judging.services.scoresheets import (
    check_open,
    check_values,
    current_state,
    record_scoresheet,
    result_to_score,
)
from judging.services.settling import required_reason
from scoring.form import Form, evaluate
from submissions.models import Mentor, Participant

State = PaperSheet.State
Verdict = PaperRuling.Kind

DEVICE = "paper"
"""The device that a revision from paper names."""


@transaction.atomic
def issue_papers(*, sheets: Iterable[Scoresheet]) -> list[PaperSheet]:
    """A paper sheet of each scoresheet's form version, in the same order; printing twice makes none."""
    wanted = list(sheets)
    known = {
        (paper.scoresheet_id, paper.form_version_id): paper
        for paper in PaperSheet.objects.filter(scoresheet__in=[sheet.pk for sheet in wanted])
    }
    missing = [sheet for sheet in wanted if (sheet.pk, sheet.form_version_id) not in known]
    PaperSheet.objects.bulk_create(
        [
            PaperSheet(scoresheet=sheet, form_version_id=sheet.form_version_id, code=new_code())
            for sheet in missing
        ],
        batch_size=500,
        ignore_conflicts=True,  # somebody prints the same at this moment
    )
    if missing:
        for paper in PaperSheet.objects.filter(scoresheet__in=[sheet.pk for sheet in missing]):
            known[paper.scoresheet_id, paper.form_version_id] = paper
    return [known[sheet.pk, sheet.form_version_id] for sheet in wanted]


@transaction.atomic
def transcribe(
    *,
    paper_id: int,
    typist: User,
    values: Mapping[str, Any],
    comments: Mapping[str, str],
    kind: str = Scoresheet.Kind.SCORED,
) -> PaperSheet:
    """Keep what `typist` read; the second transcript is compared with the first at once.

    Sending the same again changes nothing. Raises PaperTypedAlready, PaperTypistBarred,
    PaperStateWrong, PaperOutdated, SheetInvalid, and what recording a sheet raises.
    """
    paper, sheet = _held(paper_id)
    given = _Document(
        kind, dict(values) if kind == Scoresheet.Kind.SCORED else {}, counted(comments)
    )
    mine = paper.transcripts.filter(comparison=paper.comparison, typist=typist).first()
    if mine is not None:
        if (mine.kind, mine.values, mine.comments) == (given.kind, given.values, given.comments):
            return paper
        raise PaperTypedAlready
    if paper.state not in (State.PRINTED, State.ONCE):
        raise PaperStateWrong
    _check_typist(paper, sheet, typist)
    _check_judge(sheet)
    _check_current(paper, sheet)
    check_open(sheet)
    form = form_of(sheet.form_version)
    check_values(
        evaluate(form, given.values, item_comments(given.comments)), given.comments, final=False
    )
    first = paper.transcripts.filter(comparison=paper.comparison).first()
    if first is not None and first.typist_id is None:  # came in a package: may be the same person
        first, paper.comparison = None, paper.comparison + 1
    PaperTranscript.objects.create(
        paper=paper,
        comparison=paper.comparison,
        position=1 if first is None else 2,
        typist=typist,
        kind=given.kind,
        values=given.values,
        comments=given.comments,
    )
    if first is None:
        return _moved(paper, State.ONCE)
    if not same(form, first, given):
        return _moved(paper, State.DIFFERS)
    return _settle(paper, sheet, form, first, Verdict.AGREED, typist, "")


@transaction.atomic
def decide_paper(
    *,
    paper_id: int,
    actor: User,
    expected_revision: int,
    verdict: str,
    reason: str,
    document: Content | None = None,
    sheet_revision: int | None = None,
) -> PaperSheet:
    """What a third person decides, looking at the paper; each verdict fits one state.

    `decided` says what the paper says (`document`) where the transcripts differ. `paper` and
    `tablet` choose in a conflict, knowing the scoresheet as of `sheet_revision`. `retype` asks two
    people to type it in anew. Raises RevisionStale, PaperStateWrong, PaperThirdPerson,
    PaperTypistUnknown, PaperValuesRequired, SheetStale, SheetInvalid, ReasonRequired and what recording raises.
    """
    paper, sheet = _held(paper_id)
    if paper.revision != expected_revision:
        current = {"revision": paper.revision, "state": paper.state}
        raise RevisionStale(extra={"current": current}, headers={"ETag": f'"{paper.revision}"'})
    reason = required_reason(reason)[:300]
    if paper.state not in _FITS[Verdict(verdict)]:
        raise PaperStateWrong
    if verdict == Verdict.RETYPE:
        return _retype(paper, actor, reason)
    typed = paper.transcripts.filter(comparison=paper.comparison)
    if typed.filter(typist=None).exists():
        raise PaperTypistUnknown
    if typed.filter(typist=actor).exists():
        raise PaperThirdPerson
    _check_current(paper, sheet)
    form = form_of(sheet.form_version)
    if verdict == Verdict.DECIDED:
        if document is None:
            raise PaperValuesRequired
        scored = document.kind == Scoresheet.Kind.SCORED
        words = counted(document.comments)
        given = _Document(document.kind, dict(document.values) if scored else {}, words)
        return _settle(paper, sheet, form, given, Verdict.DECIDED, actor, reason)
    if sheet_revision != sheet.revision:
        raise SheetStale(revision=sheet.revision, extra={"current": current_state(sheet)})
    settled = paper.rulings.filter(
        comparison=paper.comparison, kind__in=[Verdict.AGREED, Verdict.DECIDED]
    ).last()
    assert settled is not None  # a conflict follows from one of them
    said = _Document(settled.sheet_kind, settled.values, settled.comments)
    if verdict == Verdict.TABLET:
        _rule(paper, said, Verdict.TABLET, actor, reason, None)
        return _moved(paper, State.KEPT)
    return _enter(paper, sheet, form, said, Verdict.PAPER, actor, reason)


_FITS: Mapping[str, tuple[str, ...]] = {
    Verdict.DECIDED: (State.DIFFERS,),
    Verdict.PAPER: (State.CONFLICT,),
    Verdict.TABLET: (State.CONFLICT,),
    Verdict.RETYPE: (State.DIFFERS, State.CONFLICT, State.ENTERED, State.KEPT),
}


@dataclass(slots=True)
class _Document:
    """A sheet's content as somebody read it."""

    kind: str
    values: dict[str, Any]
    comments: dict[str, str]


def _held(paper_id: int) -> tuple[PaperSheet, Scoresheet]:
    """The paper and its sheet, under the lock of the entry's result: no score write comes between."""
    result_to_score(PaperSheet.objects.values_list("scoresheet_id", flat=True).get(pk=paper_id))
    paper = PaperSheet.objects.select_for_update(of=("self",)).get(pk=paper_id)
    sheet = Scoresheet.objects.select_related(
        "attempt__round", "attempt__entry", "judge__contest", "form_version"
    ).get(pk=paper.scoresheet_id)
    return paper, sheet


def _check_typist(paper: PaperSheet, sheet: Scoresheet, typist: User) -> None:
    """Nobody types in a sheet that they filled in, that judges their own people, or that they ruled on."""
    entry = sheet.attempt.entry
    if (
        sheet.judge.user_id == typist.pk
        or Participant.objects.filter(entry=entry, user=typist).exists()
        or Mentor.objects.filter(entry=entry, user=typist).exists()
        or ConflictOfInterest.objects.filter(entry=entry, judge__user=typist).exists()
        or paper.rulings.exclude(kind=Verdict.AGREED).filter(actor=typist).exists()
    ):
        raise PaperTypistBarred


def _check_judge(sheet: Scoresheet) -> None:
    here = Scoresheet.objects.filter(unconflicted("judge", "attempt__entry"), pk=sheet.pk)
    if not here.exists():
        raise JudgeConflicted(judge=sheet.judge.full_name, entry=sheet.attempt.entry.code)


def _check_current(paper: PaperSheet, sheet: Scoresheet) -> None:
    if paper.form_version_id != sheet.form_version_id:
        raise PaperOutdated


def _settle(
    paper: PaperSheet,
    sheet: Scoresheet,
    form: Form,
    document: Content,
    kind: str,
    actor: User,
    reason: str,
) -> PaperSheet:
    """What the paper says is clear: enter it, unless the tablet brought something else."""
    if is_blank(sheet) or same(form, document, sheet):
        return _enter(paper, sheet, form, document, kind, actor, reason)
    check_values(
        evaluate(form, document.values, item_comments(document.comments)),
        document.comments,
        final=False,
    )
    _rule(paper, document, kind, actor, reason, None)
    return _moved(paper, State.CONFLICT)


def _enter(
    paper: PaperSheet,
    sheet: Scoresheet,
    form: Form,
    document: Content,
    kind: str,
    actor: User,
    reason: str,
) -> PaperSheet:
    """Append the revision; a paper that leaves something out becomes a draft for its judge."""
    evaluation = evaluate(form, document.values, item_comments(document.comments))
    complete = evaluation.complete or document.kind != Scoresheet.Kind.SCORED
    names = ", ".join(
        paper.transcripts.filter(comparison=paper.comparison)
        .order_by("position")
        .values_list("typist__full_name", flat=True)
    )
    recorded = record_scoresheet(
        sheet_id=sheet.pk,
        actor=actor,
        expected_revision=sheet.revision,
        operation=server_key("paper", paper.pk, paper.comparison, kind),
        values=document.values,
        comments=document.comments,
        kind=document.kind,
        state=Scoresheet.State.SUBMITTED if complete else Scoresheet.State.DRAFT,
        device=DEVICE,
        reason=f"{paper.code}: {names}{'. ' if reason else ''}{reason}"[:300],
    )
    _rule(paper, document, kind, actor, reason, recorded.revision)
    return _moved(paper, State.ENTERED)


def _retype(paper: PaperSheet, actor: User, reason: str) -> PaperSheet:
    last = paper.transcripts.filter(comparison=paper.comparison).last()
    assert last is not None  # every state but the first two follows from two transcripts
    _rule(paper, last, Verdict.RETYPE, actor, reason, None)
    paper.comparison += 1
    return _moved(paper, State.PRINTED)


def _rule(
    paper: PaperSheet,
    document: Content,
    kind: str,
    actor: User,
    reason: str,
    revision: ScoresheetRevision | None,
) -> None:
    PaperRuling.objects.create(
        paper=paper,
        comparison=paper.comparison,
        kind=kind,
        sheet_kind=document.kind,
        values=document.values,
        comments=document.comments,
        reason=reason,
        actor=actor,
        revision=revision,
    )


def _moved(paper: PaperSheet, state: str) -> PaperSheet:
    paper.state = state
    paper.revision += 1
    paper.save()
    return paper
