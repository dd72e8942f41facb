"""A board on paper: A4 upright, one table a division, figures under one another.

Prints an answer as its viewer has it and looks nothing up, so it shows what the screen shows. The
markup is the template `leaderboards/print/board.html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import orjson

from common.language import Text, current_language
from common.markup import from_template
from common.pdf import layout, turn
from leaderboards.cache import Answer
from leaderboards.printed import WORDS, time_of, title_of, words_in
from scoring.exact import number, rounded, text

_MOST_DIGITS = 2

_WORDS: Mapping[str, Text] = {
    **WORDS,
    "title": {"vi": "BẢNG KẾT QUẢ", "en": "RESULTS"},
    "hidden": {"vi": "Kết quả chưa được công bố.", "en": "The results are not published yet."},
    "entry": {"vi": "Bài dự thi", "en": "Entry"},
    "imported": {
        "vi": "Nhập từ gói của “{organization}” lúc {time}, không duyệt tại hệ thống này; SHA-256 {sha256}",
        "en": "Imported from a package of “{organization}” at {time}, not approved here; SHA-256 {sha256}",
    },
}


def pdf(answer: Answer) -> bytes:
    """The board of `answer` in the language of the request; the same board, the same bytes.

    Made once: those who ask meanwhile wait for it, or are refused by PrinterBusy.
    """
    key = (answer.etag, current_language())
    if (kept := _made.get(key)) is not None:
        return kept
    with turn():
        if (kept := _made.get(key)) is None:
            page = html(orjson.loads(answer.body), current_language())
            kept = _made[key] = layout(page, identifier=answer.etag.encode())
            while len(_made) > 1 and sum(map(len, _made.values())) > _KEPT_BYTES:
                del _made[next(iter(_made))]
        return kept


_KEPT_BYTES = 32 * 1024 * 1024
_made: dict[tuple[str, str], bytes] = {}
"""By the digest of the board's answer, so that nothing goes stale; the oldest make room."""


def html(board: Mapping[str, Any], language: str) -> str:
    """The page of a board's document in `language`, "vi" or "en"."""
    words = words_in(_WORDS, language)
    publication = board["publication"]
    return from_template(
        "leaderboards/print/board.html",
        {
            "language": language,
            "words": words,
            "title": title_of(board, language),
            "state": _state(board, words),
            "note": publication["note"] if publication else "",
            "imported": [
                words["imported"].format(
                    organization=mark["organization"],
                    time=time_of(mark["imported_at"]),
                    sha256=mark["sha256"],
                )
                for mark in (publication["imports"] if publication else ())
            ],
            "divisions": [
                _division(board, division, language)
                for division in board["divisions"]
                if division["rows"]
            ],
        },
    )


def _state(board: Mapping[str, Any], words: Mapping[str, str]) -> str:
    if board["publication"]:
        shown = board["publication"]
        time = time_of(shown["published_at"])
        return words["official"].format(number=shown["number"], time=time)
    if board["frozen_at"]:
        return words["frozen"].format(time=time_of(board["frozen_at"]))
    if board["state"] == "hidden" or board["updated_at"] is None:
        return words["hidden"]
    return words["live"].format(time=time_of(board["updated_at"]))


def _division(
    board: Mapping[str, Any], division: Mapping[str, Any], language: str
) -> dict[str, Any]:
    rows = division["rows"]
    rounds = board["rounds"] if len(board["rounds"]) > 1 else []
    totals = _column((row["points"] for row in rows), language)
    columns = [
        _column((row["rounds"].get(each["code"], {}).get("points") for row in rows), language)
        for each in rounds
    ]
    return {
        "title": title_of(division, language),
        "rounds": [title_of(each, language) for each in rounds],
        "awarded": any(row["award"] for row in rows),
        "rows": [
            {
                "rank": "–" if row["rank"] is None else row["rank"],
                **_entry(row["entry"]),
                "rounds": [column[at] for column in columns],
                "total": totals[at],
                "award": title_of(row["award"], language) if row["award"] else "",
            }
            for at, row in enumerate(rows)
        ],
    }


def _entry(entry: Mapping[str, Any]) -> dict[str, str]:
    """Who or what stands in the row, and what else is known below it."""
    people = entry["team"] or ", ".join(entry["names"])
    first = people or entry["title"] or entry["code"]
    rest = [entry["title"] if people else None, entry["school"], entry["code"]]
    return {"name": first, "below": " · ".join(each for each in rest if each and each != first)}


def _column(values: Iterable[str | None], language: str) -> list[str]:
    """A column's figures with as many decimals as one of them needs, so that they line up."""
    exact = [None if value is None else number(value) for value in values]
    digits = max((_digits(value) for value in exact if value is not None), default=0)
    return [_shown(value, digits, language) for value in exact]


def _digits(value: Fraction) -> int:
    wanted = (d for d in range(_MOST_DIGITS) if rounded(value, d, "half_up") == value)
    return next(wanted, _MOST_DIGITS)


def _shown(value: Fraction | None, digits: int, language: str) -> str:
    if value is None:
        return "–"
    whole, _, decimals = text(rounded(value, digits, "half_up")).partition(".")
    mark = "," if language == "vi" else "."
    return whole + (mark + decimals.ljust(digits, "0") if digits else "")
