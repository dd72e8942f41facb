"""Paper sheets of a package, what was typed from them, what was ruled; who typed is not carried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.documents import ordered, sparse
from common.faults import Codes
from common.language import Text
from contests.models import Contest, FormVersion
from contests.package import create_dated, told
from judging.models import (
    PaperRuling,
    PaperSheet,
    PaperTranscript,
    Scoresheet,
    ScoresheetRevision,
)
from judging.package.places import Places, sheet_of
from judging.package.rounds import free_code
from judging.package.sheets import check_sheet
from judging.services.results import item_comments
from scoring.form import evaluate

_PAPER: Text = {"vi": "phiếu giấy", "en": "paper sheet"}
_PRINTED: Text = {"vi": "bản in của phiếu", "en": "print of a sheet"}
_TRANSCRIPT: Text = {"vi": "bản nhập", "en": "transcript"}
_REVISION: Text = {
    "vi": "phiếu này không có lần ghi số {number}",
    "en": "the sheet has no revision {number}",
}
_KIND = {"kind": "scored", "sheet_kind": "scored", "comparison": 1}


def load(data: Mapping[str, Any], places: Places) -> None:
    """Write the papers with their transcripts and rulings; the sheets are there already."""
    papers: Codes[PaperSheet] = Codes(places.faults, _PAPER)
    printed: Codes[PaperSheet] = Codes(places.faults, _PRINTED)
    transcripts: list[tuple[PaperTranscript, str | None]] = []
    rulings: list[tuple[PaperRuling, str | None]] = []
    for index, row in enumerate(data.get("papers", ())):
        pointer = f"/papers/{index}"
        sheet = places.sheet(row, pointer)
        version = None if sheet is None else _version(row, sheet, places, pointer)
        if sheet is None or version is None:
            continue
        paper = PaperSheet(
            scoresheet=sheet, form_version=version, code=row["code"],
            state=row.get("state", PaperSheet.State.PRINTED),
            comparison=row.get("comparison", 1), revision=row.get("revision", 0),
        )  # fmt: skip
        papers.declare(row["code"], paper, f"{pointer}/code")
        place = (row["judge"], row["entry"], sheet.attempt.round.code, sheet.attempt.number)
        printed.declare((*place, version.number), paper, pointer)
        transcripts += _transcripts(row, paper, places, pointer)
        rulings += _rulings(row, paper, places, pointer)
    if places.faults:
        return
    codes = [paper.code for paper in papers]
    taken = set(PaperSheet.objects.filter(code__in=codes).values_list("code", flat=True))
    for paper in papers:
        paper.code = free_code(paper.code, taken, places, "/papers")
    PaperSheet.objects.bulk_create(list(papers), batch_size=1000)
    create_dated(transcripts, contest=places.rules.contest)
    create_dated(rulings, contest=places.rules.contest)


def _version(
    row: Mapping[str, Any], sheet: Scoresheet, places: Places, pointer: str
) -> FormVersion | None:
    if "form_version" not in row:
        return sheet.form_version
    return places.version(sheet.attempt.round, row["form_version"], f"{pointer}/form_version")


def _transcripts(
    row: Mapping[str, Any], paper: PaperSheet, places: Places, pointer: str
) -> list[tuple[PaperTranscript, str | None]]:
    made = []
    known: Codes[PaperTranscript] = Codes(places.faults, _TRANSCRIPT)
    for place, typed in enumerate(row.get("transcripts", ())):
        where = f"{pointer}/transcripts/{place}"
        _check(typed, paper, places, where)
        transcript = PaperTranscript(
            paper=paper, comparison=typed.get("comparison", 1), position=typed["position"],
            kind=typed.get("kind", "scored"), values=typed.get("values", {}),
            comments=typed.get("comments", {}),
        )  # fmt: skip
        key = (transcript.comparison, transcript.position)
        known.declare(key, transcript, where)
        made.append((transcript, typed.get("recorded_at")))
    return made


def _check(row: Mapping[str, Any], paper: PaperSheet, places: Places, pointer: str) -> None:
    """What was read on a paper or ruled on it is inside the domain of the form that was printed."""
    comments = row.get("comments", {})
    form = places.rules.forms[paper.form_version_id]
    evaluation = evaluate(form, row.get("values", {}), item_comments(comments))
    check_sheet(evaluation, comments, pointer, places.faults)


def _rulings(
    row: Mapping[str, Any], paper: PaperSheet, places: Places, pointer: str
) -> list[tuple[PaperRuling, str | None]]:
    made = []
    for place, ruled in enumerate(row.get("rulings", ())):
        where = f"{pointer}/rulings/{place}"
        needed = ruled["kind"] != PaperRuling.Kind.AGREED
        _check(ruled, paper, places, where)
        made.append(
            (
                PaperRuling(
                    paper=paper, comparison=ruled.get("comparison", 1), kind=ruled["kind"],
                    sheet_kind=ruled.get("sheet_kind", "scored"), values=ruled.get("values", {}),
                    comments=ruled.get("comments", {}),
                    reason=places.reason(ruled, where, needed=needed),
                    revision=_revision(ruled, paper.scoresheet, places, where),
                ),
                ruled.get("recorded_at"),
            )
        )  # fmt: skip
    return made


def _revision(
    ruled: Mapping[str, Any], sheet: Scoresheet, places: Places, pointer: str
) -> ScoresheetRevision | None:
    number = ruled.get("revision")
    if number is None:
        return None
    if number > sheet.revision:
        places.faults.add(f"{pointer}/revision", "revision-unknown", _REVISION, number=number)
    return None if sheet.pk is None else sheet.revisions.filter(number=number).first()


def dump(contest: Contest) -> list[dict[str, Any]]:
    """Papers in the order in which they were printed."""
    rows = (
        PaperSheet.objects.filter(scoresheet__judge__contest=contest)
        .select_related(
            "form_version", "scoresheet__judge", "scoresheet__attempt__entry",
            "scoresheet__attempt__round",
        )
        .prefetch_related("transcripts", "rulings__revision")
        .order_by("pk")
    )  # fmt: skip
    return [_dump_paper(paper, contest) for paper in rows]


def _dump_paper(paper: PaperSheet, contest: Contest) -> dict[str, Any]:
    own = paper.form_version_id == paper.scoresheet.form_version_id
    transcripts = sorted(paper.transcripts.all(), key=lambda row: (row.comparison, row.position))
    return sheet_of(paper.scoresheet) | sparse(
        {
            "code": paper.code,
            "form_version": None if own else paper.form_version.number,
            "state": paper.state,
            "comparison": paper.comparison,
            "revision": paper.revision,
            "transcripts": [
                sparse(
                    {
                        "comparison": row.comparison,
                        "position": row.position,
                        "kind": row.kind,
                        "values": ordered(row.values),
                        "comments": ordered(row.comments),
                        "recorded_at": told(row.created_at, contest),
                    },
                    _KIND,
                )
                for row in transcripts
            ],
            "rulings": [
                sparse(
                    {
                        "comparison": row.comparison,
                        "kind": row.kind,
                        "sheet_kind": row.sheet_kind,
                        "values": ordered(row.values),
                        "comments": ordered(row.comments),
                        "reason": row.reason,
                        "revision": row.revision and row.revision.number,
                        "recorded_at": told(row.created_at, contest),
                    },
                    _KIND,
                )
                for row in sorted(paper.rulings.all(), key=lambda row: row.pk)
            ],
        },
        {"state": "printed", "comparison": 1, "revision": 0},
    )
