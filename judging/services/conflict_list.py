"""Conflicts from a list that people paste or upload: judge code, entry code, kind, note.

All rows are recorded or none, and every faulty row is named. Family data come this way.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.db import transaction

from common.errors import Fault
from common.faults import Faults
from common.language import Text
from common.text import single_line
from contests.models import Contest
from judging.errors import ConflictListInvalid
from judging.models import ConflictOfInterest, Judge
from judging.services.conflicts import Kind, Named, Recorded, record_conflicts
from submissions.models import Entry

MOST_ROWS = 5000
_NOTE = ConflictOfInterest._meta.get_field("note").max_length or 300

_KINDS = {
    "": Kind.FAMILY,
    "family": Kind.FAMILY,
    "gia đình": Kind.FAMILY,
    "người nhà": Kind.FAMILY,
    "same_school": Kind.SAME_SCHOOL,
    "same school": Kind.SAME_SCHOOL,
    "cùng trường": Kind.SAME_SCHOOL,
    "mentor": Kind.MENTOR,
    "hướng dẫn": Kind.MENTOR,
    "giáo viên hướng dẫn": Kind.MENTOR,
    "declared": Kind.DECLARED,
    "tự khai": Kind.DECLARED,
    "khác": Kind.DECLARED,
    "other": Kind.DECLARED,
}
_HEADINGS = frozenset({"judge", "judge_code", "judge code", "giám khảo", "mã giám khảo", "mã gk"})

_EMPTY: Text = {
    "vi": "Danh sách trống; mỗi dòng gồm mã giám khảo, mã bài, loại, ghi chú.",
    "en": "The list is empty; each row has a judge code, an entry code, a kind and a note.",
}
_LONG: Text = {
    "vi": "Danh sách dài quá {most} dòng; hãy chia ra.",
    "en": "The list has more than {most} rows; split it.",
}
_UNREADABLE: Text = {
    "vi": "Dòng {row}: không đọc được; hãy kiểm tra dấu ngoặc kép.",
    "en": "Row {row}: cannot be read; check its quotation marks.",
}
_COLUMNS: Text = {
    "vi": "Dòng {row}: cần mã giám khảo và mã bài, có {count} cột.",
    "en": "Row {row}: needs a judge code and an entry code, has {count} columns.",
}
_JUDGE: Text = {
    "vi": "Dòng {row}: không có giám khảo mã “{code}”.",
    "en": "Row {row}: there is no judge with the code “{code}”.",
}
_ENTRY: Text = {
    "vi": "Dòng {row}: không có bài dự thi mã “{code}”.",
    "en": "Row {row}: there is no entry with the code “{code}”.",
}
_KIND: Text = {
    "vi": "Dòng {row}: không hiểu loại “{code}”; hãy ghi gia đình, cùng trường, hướng dẫn hoặc khác.",
    "en": "Row {row}: unknown kind “{code}”; write family, same school, mentor or other.",
}
_NOTE_LONG: Text = {
    "vi": "Dòng {row}: ghi chú dài quá {most} ký tự.",
    "en": "Row {row}: the note is longer than {most} characters.",
}
_TWICE: Text = {
    "vi": "Dòng {row}: trùng với dòng {first}.",
    "en": "Row {row}: says the same as row {first}.",
}

_POINTER = "/text"


@transaction.atomic
def import_conflicts(*, contest: Contest, text: str) -> Recorded:
    """Record the list's conflicts, pinned. Raises ConflictListInvalid with every faulty row.

    Columns are set apart by tabs (as pasted from a spreadsheet), semicolons or commas; a first row
    of headings is passed over. Without a kind it is family. What is recorded already stays.
    """
    faults = Faults()
    judges = {code.casefold(): pk for code, pk in _codes(Judge, contest)}
    entries = {code.casefold(): pk for code, pk in _codes(Entry, contest)}
    first: dict[tuple[int, int], int] = {}
    found: list[Named] = []
    rows = 0
    for row, cells in _rows(text, faults):
        if (rows := rows + 1) > MOST_ROWS:
            faults.add(_POINTER, "too-long", _LONG, most=MOST_ROWS)
            break
        named = _read(row, cells, judges, entries, faults)
        if named is None:
            continue
        if (pair := named[:2]) in first:
            faults.add(_POINTER, "duplicate", _TWICE, row=row, first=first[pair])
            continue
        first[pair] = row
        found.append(named)
    if not rows and not faults:
        faults.add(_POINTER, "empty", _EMPTY)
    if faults:
        told: list[Fault] = list(faults)
        raise ConflictListInvalid(errors=told)
    return record_conflicts(found, pinned=True)


def _codes(model: type[Judge] | type[Entry], contest: Contest) -> Iterator[tuple[str, int]]:
    yield from model._default_manager.filter(contest=contest).values_list("code", "pk")


def _rows(text: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Rows that say something, with their line numbers, without headings."""
    text = text.removeprefix("\ufeff")
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = "\t" if "\t" in head else ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    opening = True
    while True:
        try:
            cells = [single_line(cell) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            faults.add(_POINTER, "unreadable", _UNREADABLE, row=reader.line_num)
            return
        if not any(cells):
            continue
        heading, opening = opening and cells[0].casefold() in _HEADINGS, False
        if not heading:
            yield reader.line_num, cells


def _read(
    row: int, cells: list[str], judges: dict[str, int], entries: dict[str, int], faults: Faults
) -> Named | None:
    if len(cells) < 2 or not (cells[0] and cells[1]):
        faults.add(_POINTER, "columns", _COLUMNS, row=row, count=sum(map(bool, cells)))
        return None
    judge, entry, kind, *rest = (*cells, "", "")
    note = " ".join(cell for cell in rest if cell)
    judge_id, entry_id = judges.get(judge.casefold()), entries.get(entry.casefold())
    known = _KINDS.get(kind.casefold())
    if judge_id is None:
        faults.add(_POINTER, "judge", _JUDGE, row=row, code=judge[:60])
    if entry_id is None:
        faults.add(_POINTER, "entry", _ENTRY, row=row, code=entry[:60])
    if known is None:
        faults.add(_POINTER, "kind", _KIND, row=row, code=kind[:60])
    if len(note) > _NOTE:
        faults.add(_POINTER, "note", _NOTE_LONG, row=row, most=_NOTE)
        return None
    if judge_id is None or entry_id is None or known is None:
        return None
    return Named(judge_id, entry_id, known, note)
