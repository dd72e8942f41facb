"""The history as a file; cells that a spreadsheet program would take for a formula are escaped."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import orjson
from openpyxl import Workbook

from common.language import current_language
from common.spreadsheets import safe_cell

MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_HEAD: Final = {
    "vi": (
        "Thời điểm (UTC)", "Loại", "Người làm", "Tên đăng nhập", "Người liên quan", "Tên đăng nhập",
        "Cuộc thi", "Đơn vị", "Đối tượng", "Đăng nhập bằng", "Dữ kiện",
    ),
    "en": (
        "Time (UTC)", "Kind", "By", "User name", "Person", "User name",
        "Contest", "Organization", "Object", "Signed in by", "Facts",
    ),
}  # fmt: skip


def file_of(events: Iterable[Mapping[str, Any]], form: str) -> bytes:
    """`events` (as the API gives them) as "csv", "xlsx" or "json"."""
    if form == "json":
        return orjson.dumps(list(events))
    lines = _lines(events)
    return _csv(lines) if form == "csv" else _xlsx(lines)


def _lines(events: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    yield list(_HEAD[current_language()])
    for event in events:
        cells = [
            event["at"],
            event["kind"],
            *_person(event["actor"]),
            *_person(event["subject"]),
            event["contest"] and event["contest"]["title"],
            event["organization"] and event["organization"]["name"],
            event["about"],
            event["way"],
            orjson.dumps(event["facts"]).decode() if event["facts"] else "",
        ]
        yield [safe_cell(cell) for cell in cells]


def _person(person: Mapping[str, Any] | None) -> tuple[str, str]:
    if person is None:
        return "", ""
    return person["full_name"] or f"#{person['id']}", person["username"] or ""


def _csv(lines: Iterable[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8-sig")  # Excel takes it for UTF-8 by its mark only


def _xlsx(lines: Iterable[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        sheet.append(line)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
