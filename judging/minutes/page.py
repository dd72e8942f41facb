"""What the minutes' page shows, made from their document alone; its markup is a template.

An A4 page in Vietnamese. Never reads the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import mark_safe

from common import qr
from common.markup import from_template
from common.text import UNKNOWN
from scoring.exact import number, rounded, text

_HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_DIGITS = 4  # of a value that has no finite decimal

_ROLES = {
    "judge": "Giám khảo",
    "head": "Trưởng ban giám khảo",
    "referee": "Trọng tài",
    "trainee": "Tập sự (không tính điểm)",
    "observer": "Quan sát",
}
_STATES = {
    "draft": "bản nháp",
    "submitted": "đã nộp",
    "locked": "đã khoá",
    "reopened": "mở lại",
    "void": "huỷ",
}
_ENTRIES = {"withdrawn": "đã rút", "disqualified": "bị loại", "unranked": "không xếp hạng"}
_ATTEMPTS = {
    "void": "lượt đã huỷ",
    "surrogate": "lượt không tính điểm",
    "disqualified": "lượt bị loại",
}
_KINDS = {"no_show": "vắng mặt", "abstained": "không chấm"}
_SETTLED = {
    "open": "chưa xử lý",
    "third_marking": "chờ chấm lần ba",
    "discussed": "đã thảo luận",
    "minuted": "đã lập biên bản",
    "resolved": "đã giải quyết",
    "lapsed": "không còn lệch",
}


def html(
    document: Mapping[str, Any],
    *,
    code: str,
    url: str,
    digest: str,
    imports: Sequence[Mapping[str, str]] = (),
) -> str:
    """The whole page; `url` goes into the QR code, `digest` is the document's SHA-256, `imports`
    are the marks of the packages by which the minutes came."""
    locked = datetime.fromisoformat(document["locked_at"]).astimezone(_HANOI)
    return from_template(
        "judging/print/minutes.html",
        {
            "title": document["contest"]["title"],
            "organization": document["organization"],
            "round": document["round"]["title"],
            "number": document["number"],
            "locked_time": f"{locked:%H:%M}",
            "locked_date": f"{locked:%d/%m/%Y}",
            "locked_by": document["locked_by"],
            "reason": document["reason"],
            "imports": [_mark(mark) for mark in imports],
            "judges": [_judge(row) for row in document["judges"]],
            "results": [_result(row) for row in document["results"]],
            "discrepancies": [_discrepancy(row) for row in document["discrepancies"]],
            "overrides": [_override(row) for row in document["overrides"]],
            "sheets": [_sheet(row) for row in document["sheets"]],
            "code": code,
            "url": url,
            "digest": digest,
            "qr": mark_safe(qr.svg(url)),  # our own drawing: squares, none of the address's letters
        },
    )


def _mark(mark: Mapping[str, str]) -> dict[str, str]:
    moment = datetime.fromisoformat(mark["imported_at"]).astimezone(_HANOI)
    return {**mark, "time": f"{moment:%H:%M %d/%m/%Y}"}


def shown(exact: str | None) -> str:
    """An exact number for people: "7.5" as "7,5"; "46/3" as "15,3333 (46/3)"."""
    if exact is None:
        return "–"
    if "/" not in exact:
        return exact.replace(".", ",")
    near = text(rounded(number(exact), _DIGITS, "half_up"))
    return f"{near.replace('.', ',')} ({exact})"


def _judge(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "code": row["code"],
        "name": row["full_name"],
        "role": _ROLES[row["role"]],
        "panel": row["panel"] or "",
    }


def _result(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "entry": _noted(row["entry"], _ENTRIES.get(row.get("state", ""))),
        "division": row["division"],
        "value": shown(row["value"]),
        "sheets": f"{row['sheets_submitted']}/{row['sheets_expected']}",
    }


def _sheet(row: Mapping[str, Any]) -> dict[str, str]:
    state = _KINDS.get(row["kind"], _STATES[row["state"]])
    return {
        "entry": row["entry"],
        "attempt": str(row["attempt"]),
        "judge": row["judge"],
        "points": shown(row["points"]),
        "state": _noted(state, _ATTEMPTS.get(row.get("attempt_state", ""))),
        "revision": str(row["revision"]),
        "sha256": row["sha256"],
    }


def _discrepancy(row: Mapping[str, Any]) -> dict[str, str]:
    settled = _SETTLED[row["state"]]
    if row["value"] is not None:
        settled += f", điểm {shown(row['value'])}"
    if row["third"]:
        settled += f", chấm lần ba: {row['third']}"
    return {
        "entry": row["entry"],
        "attempt": str(row["attempt"]),
        "marks": "; ".join(f"{judge}: {shown(points)}" for judge, points in row["marks"].items()),
        "difference": shown(row["difference"]),
        "settled": settled,
        "reasons": "; ".join(f"{each['by']}: {each['reason']}" for each in row["reasons"]),
    }


def _override(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "entry": row["entry"],
        "before": shown(row["before"]),
        "after": shown(row["after"]),
        "reason": row["reason"],
        "proposed_by": row["proposed_by"] or UNKNOWN,
        "approved_by": _noted(row["approved_by"] or UNKNOWN, _appointed(row)),
    }


def _appointed(row: Mapping[str, Any]) -> str | None:
    """Who made the approver one; minutes of old do not say it."""
    names = ", ".join(row.get("approver_appointed_by", ()))
    return f"do {names} phân công hoặc tạo tài khoản" if names else None


def _noted(words: str, note: str | None) -> str:
    """With what else is to be told; minutes of old do not say it."""
    return words if note is None else f"{words} ({note})"
