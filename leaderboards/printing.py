"""A board on paper: A4 upright, one table a division, figures under one another.

Prints an answer as its viewer has it and looks nothing up, so it shows what the screen shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from html import escape
from typing import Any

import orjson

from common.language import Text, current_language, in_language
from common.pdf import layout
from leaderboards.cache import Answer
from leaderboards.printed import WORDS, head, time_of, title_of
from scoring.exact import number, rounded, text

_MOST_DIGITS = 2

_WORDS: Mapping[str, Text] = {
    **WORDS,
    "title": {"vi": "BẢNG KẾT QUẢ", "en": "RESULTS"},
    "hidden": {"vi": "Kết quả chưa được công bố.", "en": "The results are not published yet."},
    "entry": {"vi": "Bài dự thi", "en": "Entry"},
}

_STYLE = """
@page{margin:16mm 14mm 18mm}
h1{font-size:16pt;text-align:center;margin:0 0 1mm}.sub{text-align:center;margin:0 0 6mm}
h2{font-size:12pt;margin:7mm 0 2mm;break-after:avoid}
.n{white-space:nowrap}
"""


def pdf(answer: Answer) -> bytes:
    """The board of `answer` in the language of the request; the same board, the same bytes."""
    page = _page(orjson.loads(answer.body))
    return layout(page, identifier=answer.etag.encode())


def _page(board: dict[str, Any]) -> str:
    title = _title(board)
    parts = [
        head(title, current_language(), _STYLE),
        f'<h1>{_word("title")}</h1><p class="sub"><b>{escape(title)}</b><br>{_state(board)}</p>',
    ]
    for division in board["divisions"]:
        if division["rows"]:
            parts.append(_division(board, division))
    return "".join([*parts, "</body></html>"])


def _state(board: dict[str, Any]) -> str:
    if board["publication"]:
        shown = board["publication"]
        time, note = time_of(shown["published_at"]), escape(shown["note"])
        words = _word("official", number=shown["number"], time=time)
        return f"{words}<br>{note}" if note else words
    if board["frozen_at"]:
        return _word("frozen", time=time_of(board["frozen_at"]))
    if board["state"] == "hidden" or board["updated_at"] is None:
        return _word("hidden")
    return _word("live", time=time_of(board["updated_at"]))


def _division(board: dict[str, Any], division: dict[str, Any]) -> str:
    rows = division["rows"]
    rounds = board["rounds"] if len(board["rounds"]) > 1 else []
    awarded = any(row["award"] for row in rows)
    digits = {None: _digits([row["points"] for row in rows])}
    for each in rounds:
        digits[each["code"]] = _digits([_of(row, each["code"]) for row in rows])
    head = [
        f'<th class="n">{_word("rank")}</th><th>{_word("entry")}</th>',
        *(f'<th class="n">{escape(_title(each))}</th>' for each in rounds),
        f'<th class="n">{_word("points")}</th>',
        f"<th>{_word('award')}</th>" if awarded else "",
    ]
    body = []
    for row in rows:
        cells = [
            f'<td class="n">{"–" if row["rank"] is None else row["rank"]}</td>',
            f"<td>{_entry(row['entry'])}</td>",
            *(
                f'<td class="n">{_points(_of(row, each["code"]), digits[each["code"]])}</td>'
                for each in rounds
            ),
            f'<td class="n"><b>{_points(row["points"], digits[None])}</b></td>',
        ]
        if awarded:
            cells.append(f"<td>{escape(_title(row['award'])) if row['award'] else ''}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f"<h2>{escape(_title(division))}</h2><table><thead><tr>{''.join(head)}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def _entry(entry: dict[str, Any]) -> str:
    people = entry["team"] or ", ".join(entry["names"])
    first = people or entry["title"] or entry["code"]
    rest = [entry["title"] if people else None, entry["school"], entry["code"]]
    below = " · ".join(escape(each) for each in rest if each and each != first)
    return f'<b>{escape(first)}</b><br><span class="small soft">{below}</span>'


def _of(row: dict[str, Any], round_code: str) -> str | None:
    points: str | None = row["rounds"].get(round_code, {}).get("points")
    return points


def _digits(values: list[str | None]) -> int:
    """As many decimals as the column needs, so that its figures line up."""
    exact = [number(value) for value in values if value is not None]
    wanted = (next((d for d in range(_MOST_DIGITS) if _fits(v, d)), _MOST_DIGITS) for v in exact)
    return max(wanted, default=0)


def _fits(value: Fraction, digits: int) -> bool:
    return rounded(value, digits, "half_up") == value


def _points(value: str | None, digits: int) -> str:
    if value is None:
        return "–"
    whole, _, decimals = text(rounded(number(value), digits, "half_up")).partition(".")
    mark = "," if current_language() == "vi" else "."
    return whole + (mark + decimals.ljust(digits, "0") if digits else "")


def _title(thing: Mapping[str, Any]) -> str:
    return title_of(thing, current_language())


def _word(name: str, **params: Any) -> str:
    return escape(in_language(_WORDS[name]).format(**params))
