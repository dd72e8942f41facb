"""Judges' comments on their way to the entrants: what was held back, what was released."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.documents import sparse
from common.faults import Codes
from common.language import Text
from contests.models import Contest
from contests.package import create_dated, one_of, told
from judging.models import FeedbackRelease, FeedbackRuling, ReleasedComment, Scoresheet
from judging.package.places import Places, sheet_of

_COMMENT: Text = {"vi": "nhận xét đã công bố", "en": "released comment"}
_DIVISION: Text = {
    "vi": "bài “{entry}” không thuộc bảng này",
    "en": "the entry '{entry}' is not of this division",
}


def load(data: Mapping[str, Any], places: Places) -> None:
    """Write rulings on comments and releases with the words that they released."""
    rulings = _load_rulings(data, places)
    releases: list[tuple[FeedbackRelease, str | None]] = []
    comments: list[ReleasedComment] = []
    for index, row in enumerate(data.get("releases", ())):
        pointer = f"/releases/{index}"
        round_ = places.counted_round(row, pointer)
        division = one_of(
            places.rules.divisions, row.get("division"), f"{pointer}/division", "division",
            places.faults,
        )  # fmt: skip
        reason = places.reason(row, pointer, needed=not row["released"])
        if round_ is None or division is None:
            continue
        release = FeedbackRelease(
            round=round_, division=division, released=row["released"], reason=reason
        )
        releases.append((release, row.get("recorded_at")))
        comments += _comments(row, release, places, pointer)
    if places.faults:
        return
    create_dated(rulings, contest=places.rules.contest)
    create_dated(releases, contest=places.rules.contest)
    ReleasedComment.objects.bulk_create(comments, batch_size=1000)


def _load_rulings(
    data: Mapping[str, Any], places: Places
) -> list[tuple[FeedbackRuling, str | None]]:
    made = []
    for index, row in enumerate(data.get("held_comments", ())):
        pointer = f"/held_comments/{index}"
        sheet = places.sheet(row, pointer)
        reason = places.reason(row, pointer, needed=row["held"])
        if sheet is not None:
            ruling = FeedbackRuling(
                scoresheet=sheet, item=row.get("item", ""), held=row["held"], reason=reason
            )
            made.append((ruling, row.get("recorded_at")))
    return made


def _comments(
    row: Mapping[str, Any], release: FeedbackRelease, places: Places, pointer: str
) -> list[ReleasedComment]:
    comments: Codes[ReleasedComment] = Codes(places.faults, _COMMENT)
    for place, said in enumerate(row.get("comments", ())):
        where = f"{pointer}/comments/{place}"
        sheet = places.sheet({**said, "round": release.round.code}, where)
        if sheet is None:
            continue
        if sheet.attempt.entry.division != release.division:
            places.faults.add(f"{where}/entry", "other-division", _DIVISION, entry=said["entry"])
        version = sheet.form_version
        if "form_version" in said:
            found = places.version(release.round, said["form_version"], f"{where}/form_version")
            version = found or version
        comment = ReleasedComment(
            release=release, entry=sheet.attempt.entry, scoresheet=sheet, form_version=version,
            item=said.get("item", ""), voice=said["voice"], words=said["words"],
        )  # fmt: skip
        key = (said["judge"], said["entry"], str(said.get("attempt", 1)), said.get("item", ""))
        comments.declare(key, comment, where)
    return list(comments)


def dump(contest: Contest) -> dict[str, Any]:
    """Rulings and releases, in the order in which they were made."""
    rulings = FeedbackRuling.objects.filter(scoresheet__judge__contest=contest)
    releases = (
        FeedbackRelease.objects.filter(round__contest=contest)
        .select_related("round", "division")
        .order_by("pk")
    )
    comments: dict[int, list[dict[str, Any]]] = {}
    rows = ReleasedComment.objects.filter(release__round__contest=contest)
    joined = _joined("scoresheet")
    for comment in rows.select_related("form_version", *joined).order_by("pk"):
        comments.setdefault(comment.release_id, []).append(_dump_comment(comment))
    return {
        "held_comments": [
            {
                **sheet_of(row.scoresheet),
                **sparse(
                    {
                        "item": row.item,
                        "held": row.held,
                        "reason": row.reason,
                        "recorded_at": told(row.created_at, contest),
                    }
                ),
            }
            for row in rulings.select_related(*_joined("scoresheet")).order_by("pk")
        ],
        "releases": [
            sparse(
                {
                    "round": row.round.code,
                    "division": row.division.code,
                    "released": row.released,
                    "reason": row.reason,
                    "recorded_at": told(row.created_at, contest),
                    "comments": comments.get(row.pk),
                }
            )
            for row in releases
        ],
    }


def _joined(sheet: str) -> list[str]:
    return [f"{sheet}__{path}" for path in ("judge", "attempt__entry", "attempt__round")]


def _dump_comment(comment: ReleasedComment) -> dict[str, Any]:
    sheet: Scoresheet = comment.scoresheet
    own = comment.form_version_id == sheet.form_version_id
    named = {key: value for key, value in sheet_of(sheet).items() if key != "round"}
    return named | sparse(
        {
            "form_version": None if own else comment.form_version.number,
            "item": comment.item,
            "voice": comment.voice,
            "words": comment.words,
        }
    )
