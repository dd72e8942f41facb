"""A judge's own sheets with all that a day of scoring needs, in a constant number of queries.

In a blind contest nothing that names the entry's people, school or files leaves here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from accounts.models import User
from contests.models import Contest, FormVersion
from judging import blind
from judging.models import (
    Attempt,
    Judge,
    JudgeAssignment,
    PeersSeen,
    Scoresheet,
    ScoresheetRevision,
)
from judging.permissions import ScoresheetPolicy
from judging.selectors.turns import own_skips
from scoring.exact import text
from submissions.models import Attachment, Entry, Submission


def queue(user: User) -> dict[str, Any]:
    """{judge_seats, forms by version id, sheets in the order of assignment}, for all contests."""
    seats = list(
        Judge.objects.filter(user=user, active=True, contest__state=Contest.State.OPEN)
        .select_related("contest")
        .order_by("contest_id")
    )
    sheets = list(
        Scoresheet.objects.filter(
            ScoresheetPolicy.own(user), judge__contest__state=Contest.State.OPEN
        )
        .exclude(state=Scoresheet.State.VOID)
        .exclude(attempt__entry__state__in=Entry.NOT_JUDGED)
        .exclude(attempt__state=Attempt.State.VOID)
        .select_related(
            "judge__contest",
            "attempt__round",
            "attempt__entry__division",
            "attempt__entry__team",
            "attempt__entry__organization",
        )
        .prefetch_related(
            "attempt__entry__participants",
            "attempt__entry__mentors",
            "attempt__entry__submissions__attachments",
        )
    )
    orders = {
        (judge, entry, round_): order
        for judge, entry, round_, order in JudgeAssignment.objects.filter(
            judge__in=[seat.pk for seat in seats]
        ).values_list("judge_id", "entry_id", "round_id", "order")
    }
    versions = FormVersion.objects.filter(pk__in={sheet.form_version_id for sheet in sheets})
    skips = own_skips(user)
    seen: dict[int, Any] = dict(
        PeersSeen.objects.filter(scoresheet__judge__in=[seat.pk for seat in seats])
        .order_by("pk")
        .values_list("scoresheet_id", "seen_at")
    )
    reasons = _reasons([sheet for sheet in sheets if sheet.state == Scoresheet.State.REOPENED])
    sheets.sort(key=lambda sheet: _turn(sheet, orders[_place(sheet)]))
    rows = [
        _sheet(sheet, place if sheet.judge.contest.blind else orders[_place(sheet)], reasons)
        | {
            "skipped": skips.get((sheet.judge_id, sheet.attempt_id)),
            "peers_seen_at": seen.get(sheet.pk),
        }
        for place, sheet in enumerate(sheets, start=1)
    ]
    return {
        "judge_seats": [_seat(seat) for seat in seats],
        "forms": {str(pk): body for pk, body in versions.values_list("pk", "definition")},
        "sheets": rows,
    }


def _reasons(sheets: list[Scoresheet]) -> dict[int, str]:
    """Why each of these came back to its judge: the last reason that was given."""
    told = (
        ScoresheetRevision.objects.filter(scoresheet__in=sheets)
        .exclude(reason="")
        .order_by("number")
    )
    return dict(told.values_list("scoresheet_id", "reason"))


def _place(sheet: Scoresheet) -> tuple[int, int, int]:
    return sheet.judge_id, sheet.attempt.entry_id, sheet.attempt.round_id


def _turn(sheet: Scoresheet, order: int) -> tuple[Any, ...]:
    contest, attempt = sheet.judge.contest, sheet.attempt
    turn = blind.turn(attempt.entry, order, blind=contest.blind)
    return contest.slug, turn, attempt.number, sheet.pk


def _seat(seat: Judge) -> dict[str, Any]:
    contest = seat.contest
    return {
        "id": seat.pk,
        "contest": contest.slug,
        "contest_title": contest.title,
        "contest_title_en": contest.title_en,
        "code": seat.code,
        "full_name": seat.full_name,
        "role": seat.role,
        "judging_open_at": contest.judging_open_at,
        "judging_close_at": contest.judging_close_at,
        "peers_after_submit": contest.peers_after_submit,
        "blind": contest.blind,
    }


def _sheet(sheet: Scoresheet, order: int, reasons: Mapping[int, str]) -> dict[str, Any]:
    contest, attempt = sheet.judge.contest, sheet.attempt
    hidden = blind.hides(attempt.entry, blind=contest.blind)
    return {
        "id": sheet.pk,
        "contest": contest.slug,
        "contest_title": contest.title,
        "round": {
            "id": attempt.round_id,
            "code": attempt.round.code,
            "title": attempt.round.title,
            "title_en": attempt.round.title_en,
            "calibration": attempt.round.calibration,
        },
        "entry": shown_entry(sheet, hidden=hidden) | _work(sheet, hidden=hidden),
        "attempt": {
            "id": attempt.pk,
            "number": attempt.number,
            "state": attempt.state,
            "values": attempt.values,
        },
        "form_version": sheet.form_version_id,
        "revision": sheet.revision,
        "state": sheet.shown_state,
        "kind": sheet.kind,
        "values": sheet.values,
        "comments": sheet.comments,
        "points": None if sheet.points is None else text(sheet.points),
        "complete": sheet.complete,
        "updated_at": sheet.updated_at,
        "order": order,
        "reason": reasons.get(sheet.pk, ""),
    }


def shown_entry(sheet: Scoresheet, *, hidden: bool) -> dict[str, Any]:
    """The sheet's entry as its judge sees it; `hidden` leaves out what names it."""
    entry = sheet.attempt.entry
    return {
        "id": blind.entry_id(entry, blind=hidden),
        "code": blind.code(entry, blind=hidden),
        "title": blind.title(entry, blind=hidden),
        "division": {
            "id": entry.division_id,
            "code": entry.division.code,
            "title": entry.division.title,
            "title_en": entry.division.title_en,
        },
        "summary": blind.without_names(entry.summary, entry, blind=hidden),
        "team": entry.team.name if entry.team and not hidden else None,
    }


def _work(sheet: Scoresheet, *, hidden: bool) -> dict[str, Any]:
    """The last version of the entry's work: its link and its files."""
    submission: Submission | None = max(
        sheet.attempt.entry.submissions.all(), key=lambda each: each.number, default=None
    )
    files = list(submission.attachments.all()) if submission else []
    attachments = [
        _attachment(sheet, file, place, hidden)
        for place, file in enumerate(files, start=1)
        if file.state != file.State.REFUSED
    ]
    return {
        "link": submission.link if submission and not hidden else "",
        "thumbnail_url": next(
            (a["thumbnail_url"] for a in attachments if a["thumbnail_url"]), None
        ),
        "attachments": attachments,
    }


def _attachment(sheet: Scoresheet, file: Attachment, place: int, hidden: bool) -> dict[str, Any]:
    number = blind.file_id(file, blind=hidden)
    address = {"pk": sheet.pk, "attachment_id": number}
    return {
        "id": number,
        "name": blind.file_name(sheet.attempt.entry, file, place, blind=hidden),
        "media_type": file.media_type,
        "size_bytes": blind.file_bytes(file, blind=hidden),
        "width_px": file.width_px,
        "height_px": file.height_px,
        "url": reverse("scoresheet-attachment", kwargs=address),
        "thumbnail_url": (
            reverse("scoresheet-thumbnail", kwargs=address) if file.thumbnail else None
        ),
    }
