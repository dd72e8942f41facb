"""A board as a file: exactly what its viewer sees on the screen, one row an entry."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson
from openpyxl import Workbook

from common.language import current_language
from common.spreadsheets import safe_cell
from leaderboards import printing
from leaderboards.cache import Answer

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "pdf": "application/pdf",
}
_HEAD = {
    "vi": ("Bảng", "Hạng", "Mã", "Tên bài", "Thí sinh", "Đội", "Đơn vị", "Điểm", "Giải"),
    "en": ("Division", "Rank", "Code", "Title", "Names", "Team", "School", "Points", "Award"),
}


def file_of(answer: Answer, kind: str) -> bytes:
    """The board of `answer` as "csv", "xlsx", "json" or "pdf". Spreadsheet formulae are escaped."""
    if kind == "json":
        return answer.body
    if kind == "pdf":
        return printing.pdf(answer)
    lines = _lines(orjson.loads(answer.body))
    return _csv(lines) if kind == "csv" else _xlsx(lines)


def _lines(board: dict[str, Any]) -> Iterator[list[Any]]:
    language = current_language()
    rounds = [(each["code"], _title(each, language)) for each in board["rounds"]]
    yield [*_HEAD[language], *(safe_cell(title) for _, title in rounds)]
    for division in board["divisions"]:
        for row in division["rows"]:
            entry, award = row["entry"], row["award"]
            cells = [
                _title(division, language),
                row["rank"],
                entry["code"],
                entry["title"],
                ", ".join(entry["names"]),
                entry["team"],
                entry["school"],
                row["points"],
                _title(award, language) if award else None,
                *(row["rounds"].get(code, {}).get("points") for code, _ in rounds),
            ]
            yield [safe_cell(cell) for cell in cells]


def _title(thing: dict[str, Any], language: str) -> str:
    return str((language == "en" and thing.get("title_en")) or thing["title"])


def _csv(lines: Iterator[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8-sig")  # Excel takes it for UTF-8 by its mark only


def _xlsx(lines: Iterator[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        sheet.append(line)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
