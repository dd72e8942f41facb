"""The explanation as A4 pages for the entrant, in one of the two languages.

Made from the document alone: the same document, the same bytes. Everything people wrote is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from common.canonical import digest
from common.language import Text
from common.pdf import layout
from leaderboards.explanation.page_style import STYLE, WORDS
from leaderboards.explanation.words import number_in
from leaderboards.printed import head, time_of, title_of
from scoring.exact import number

_SHEETS_ACROSS = 7
"""Sheets beside each other in one table; more go into a table below."""
_WIDE = 3
"""Up to so many sheets what was entered has room beside its points."""
_WIDTHS = (52, 42, 33, 24, 21, 19, 17)
"""Millimetres of a sheet's column, by the number of them."""


def pdf(document: Mapping[str, Any], language: str) -> bytes:
    """The page of `document` in `language`, "vi" or "en"."""
    identifier = digest({"language": language, "document": document})
    return layout(html(document, language), identifier=identifier.encode())


def html(document: Mapping[str, Any], language: str) -> str:
    return "".join(_Page(document, language).parts())


def _alike(attempts: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the attempts are one sheet each on the same form, and nothing else to tell."""
    if len(attempts) > _SHEETS_ACROSS:
        return False
    forms = [
        [(line["kind"], line["id"]) for line in each["tables"][0]["lines"]]
        for each in attempts
        if len(each["sheets"]) == len(each["tables"]) == 1
        and not (each["facts"] or each["discrepancy"] or each["workings"])
    ]
    return len(forms) == len(attempts) and all(form == forms[0] for form in forms)


def _is_out(sheet: Mapping[str, Any]) -> bool:
    """Dropped, or on an attempt that does not count; one that only waits is not out."""
    return sheet["dropped"] is not None or bool(sheet.get("aside"))


class _Page:
    """The document's parts as HTML, top to bottom."""

    def __init__(self, document: Mapping[str, Any], language: str) -> None:
        self.document, self.language = document, language

    def parts(self) -> Iterator[str]:
        yield head(self.title(self.document), self.language, STYLE)
        yield from self.head()
        yield f"<h2>{self.word('rounds')}</h2>"
        for each in self.document["rounds"]:
            yield from self.round(each)
        yield from self.total()
        yield from self.keys()
        yield from self.end()
        yield "</body></html>"

    def head(self) -> Iterator[str]:
        document, entry = self.document, self.document["entry"]
        people = entry["team"] or ", ".join(entry["names"])
        code, name = escape(entry["code"]), escape(entry["title"] or people or entry["code"])
        yield f'<p class="over">{self.word("title")}</p><h1 data-code="{code}">{name}</h1>'
        told = [people, entry["school"], entry["code"], self.title(document["division"])]
        yield f"<p>{' · '.join(escape(each) for each in told if each)}</p>"
        yield f'<p class="soft">{escape(self.title(document))}. {self.state()}.</p>'
        if document["audience"] == "office":
            yield f'<p class="soft small">{self.word("office")}.</p>'
        yield '<div class="figures">'
        rank = "–" if document["rank"] is None else str(document["rank"])
        notes = [self.word("of", count=document["ranked"])] if document["ranked"] else []
        notes += [self.word("tied")] if document["tied"] else []
        yield self.figure("rank", rank, ", ".join(notes))
        yield self.figure("total_points", self.points(document["points"]), "")
        if document["award"]:
            rule = self.text(document["award"]["rule"])
            yield self.figure("award", escape(self.title(document["award"])), rule, words=True)
        yield "</div>"

    def state(self) -> str:
        published = self.document["publication"]
        if published is not None:
            time = time_of(published["published_at"])
            told = self.word("official", number=published["number"], time=time)
            return f"{told}. {escape(published['note'])}".rstrip(". ")
        if self.document["as_of"] is None:
            return ""
        name = "frozen" if self.document["frozen"] else "live"
        return self.word(name, time=time_of(self.document["as_of"]))

    def figure(self, name: str, value: str, note: str, *, words: bool = False) -> str:
        kind = ' class="words"' if words else ""
        return (
            f'<div><span class="small soft">{self.word(name)}</span><b{kind}>{value}</b>'
            f'<span class="small soft">{note}</span></div>'
        )

    def round(self, each: Mapping[str, Any]) -> Iterator[str]:
        points = self.points(each["points"])
        yield f'<div class="apart"><h3>{escape(self.title(each))}</h3><b>{points}</b></div>'
        if each["rules"]:
            yield f'<p class="rules">{" ".join(map(self.text, each["rules"]))}</p>'
        several = len(each["attempts"]) > 1
        if several and _alike(each["attempts"]):
            yield self.beside(each["attempts"])
        else:
            for attempt in each["attempts"]:
                yield from self.attempt(attempt, several=several)
        yield from self.workings(each["workings"])
        if each["override"]:
            yield self.override(each["override"])
        for appeal in each["appeals"]:
            yield self.appeal(appeal)

    def beside(self, attempts: Sequence[Mapping[str, Any]]) -> str:
        """Attempts of one sheet each in one table."""
        sheets = []
        for attempt in attempts:
            (sheet,) = attempt["sheets"]
            label = self.word("attempt", number=attempt["number"])
            told = [self.attempt_note(attempt), escape(sheet["judge_name"] or "")]
            note = f'<br><span class="small">{"<br>".join(filter(None, told))}</span>'
            sheets.append({**sheet, "aside": not attempt["counted"], "head": label + note})
        first, *rest = (attempt["tables"][0]["lines"] for attempt in attempts)
        lines = [
            {**line, "cells": [each["cells"][0] for each in (line, *others)]}
            for line, *others in zip(first, *rest, strict=True)
        ]
        return self.table(sheets, lines)

    def attempt_note(self, attempt: Mapping[str, Any]) -> str:
        if attempt["state"] != "done":
            return self.word(f"state.{attempt['state']}")
        return self.word("counts" if attempt["counted"] else "counts_not")

    def attempt(self, attempt: Mapping[str, Any], *, several: bool) -> Iterator[str]:
        if several:
            note = self.attempt_note(attempt)
            yield (
                f"<h4>{self.word('attempt', number=attempt['number'])}: "
                f'{self.points(attempt["value"])} <span class="small soft">({note})</span></h4>'
            )
        if attempt["facts"]:
            facts = (f"{self.text(f['label'])}: {self.text(f['value'])}" for f in attempt["facts"])
            yield f"<p>{' · '.join(facts)}</p>"
        yield from self.sheets(attempt)
        found = attempt["discrepancy"]
        if found is not None:
            texts = " ".join(map(self.text, found["texts"]))
            said = "".join(
                f'<br><span class="small">{escape(r["by"])}: {escape(r["words"])}</span>'
                for r in found["reasons"]
            )
            yield f'<p class="{"working" if found["action"] == "accept" else "event"}">{texts}{said}</p>'
        yield from self.workings(attempt["workings"])

    def sheets(self, attempt: Mapping[str, Any]) -> Iterator[str]:
        """Items against sheets; without items the sheets' points alone."""
        shown: set[int] = set()
        for table in attempt["tables"]:
            shown |= set(table["sheets"])
            sheets = [
                {**attempt["sheets"][place], "head": self.sheet(attempt["sheets"][place])}
                for place in table["sheets"]
            ]
            for start in range(0, len(sheets), _SHEETS_ACROSS):
                part = slice(start, start + _SHEETS_ACROSS)
                lines = [{**line, "cells": line["cells"][part]} for line in table["lines"]]
                yield self.table(sheets[part], lines)
        rest = [sheet for n, sheet in enumerate(attempt["sheets"]) if n not in shown]
        if rest:
            rows = "".join(
                f"<tr{self.out(sheet)}><td>{self.sheet(sheet)}</td>"
                f'<td class="n"><span class="figure">{self.points(sheet["points"])}</span></td></tr>'
                for sheet in rest
            )
            yield f"<table><tbody>{rows}</tbody></table>"

    def table(self, sheets: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]]) -> str:
        """Lines down, sheets across under their `head`."""
        wide = len(sheets) <= _WIDE
        column = f' style="width:{_WIDTHS[min(len(sheets), len(_WIDTHS)) - 1]}mm"'
        head = "".join(
            f'<th class="n{" out" if _is_out(sheet) else ""}"{column}>{sheet["head"]}</th>'
            for sheet in sheets
        )
        rows = "".join(self.line(line, sheets, wide=wide) for line in lines)
        if any(sheet["standardised"] is not None for sheet in sheets):
            cells = "".join(
                f'<td class="n">{self.points(sheet["standardised"])}</td>' for sheet in sheets
            )
            rows += f"<tr><td>{self.word('standardised')}</td>{cells}</tr>"
        return (
            f"<table><thead><tr><th>{self.word('item')}</th>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )

    def sheet(self, sheet: Mapping[str, Any]) -> str:
        name = ""
        if sheet["judge_name"]:
            name = f'<br><span class="small">{escape(sheet["judge_name"])}</span>'
        note = f'<br><span class="small">{self.text(sheet["note"])}</span>' if sheet["note"] else ""
        return f"{self.text(sheet['label'])}{name}{note}"

    def line(self, line: Mapping[str, Any], sheets: Iterable[Any], *, wide: bool) -> str:
        rules = []
        if line["maximum"] is not None:
            rules.append(self.word("maximum", maximum=self.points(line["maximum"])))
        if line["rule"] is not None and not (line["kind"] == "total" and rules):
            rules.insert(0, self.text(line["rule"]))
        note = f' <span class="small soft">{"; ".join(rules)}</span>' if rules else ""
        cells = "".join(
            f'<td class="n{" out" if _is_out(sheet) else ""}">'
            f"{self.cell(cell, total=line['kind'] == 'total', wide=wide)}</td>"
            for cell, sheet in zip(line["cells"], sheets, strict=True)
        )
        indent = f' style="padding-left:{1.5 + 4 * line["depth"]}mm"' if line["depth"] else ""
        kind = f' class="{line["kind"]}"' if line["kind"] != "item" else ""
        return f"<tr{kind}><td{indent}>{self.text(line['label'])}{note}</td>{cells}</tr>"

    def cell(self, cell: Mapping[str, Any], *, total: bool, wide: bool) -> str:
        value = self.text(cell["value"])
        if cell["points"] is None:
            return value or "–"
        points = f'<span class="figure">{self.points(cell["points"])}</span>'
        if total or not value:
            return points
        said = f'<span class="small soft">{value}</span>'
        return f"{said} &nbsp;{points}" if wide else f"{points}<br>{said}"

    def workings(self, texts: Iterable[Text]) -> Iterator[str]:
        for each in texts:
            yield f'<p class="working">{self.text(each)}</p>'

    def override(self, found: Mapping[str, Any]) -> str:
        more = ""
        if found["reason"]:
            who = self.word("people", first=found["proposed_by"], second=found["approved_by"])
            more = f'<br><span class="small">{self.word("reason")}: {escape(found["reason"])} ({who})</span>'
        return f'<p class="event">{self.text(found["text"])}{more}</p>'

    def appeal(self, found: Mapping[str, Any]) -> str:
        more = f'<br><span class="small">{escape(found["words"])}</span>' if found["words"] else ""
        if found["marked"] is not None:
            told = self.word("marked", points=self.points(found["marked"]))
            more += f'<br><span class="small">{told} ({escape(found["marked_by"] or "")})</span>'
        return f'<p class="event">{self.text(found["text"])}{more}</p>'

    def total(self) -> Iterator[str]:
        total = self.document["total"]
        rules = f'<p class="rules">{" ".join(map(self.text, total["rules"]))}</p>'
        counted = [each for each in self.document["rounds"] if each["weight"] is not None]
        if len(counted) < 2 and not total["working"]:
            yield rules
            return
        yield f'<div class="whole"><h2>{self.word("total")}</h2>{rules}'
        if len(counted) > 1:
            rows = "".join(
                f'<tr><td>{escape(self.title(each))}</td><td class="n">{each["rank"] or "–"}</td>'
                f'<td class="n">{self.points(each["points"])}</td>'
                f'<td class="n">{self.points(each["weight"])}</td></tr>'
                for each in counted
            )
            yield (
                f"<table><thead><tr><th>{self.word('round')}</th>"
                f'<th class="n">{self.word("rank")}</th><th class="n">{self.word("points")}</th>'
                f'<th class="n">{self.word("weight")}</th></tr></thead><tbody>{rows}</tbody></table>'
            )
        if total["working"]:
            yield from self.workings([total["working"]])
        yield "</div>"

    def keys(self) -> Iterator[str]:
        document = self.document
        above, below = document["above"], document["below"]
        if not (document["decided"] or above or below):
            return
        yield f'<div class="whole"><h2>{self.word("keys")}</h2>'
        for each in document["decided"]:
            yield f"<p>{self.text(each)}</p>"
        if document["rank"] is not None:
            yield from self.compared()
        yield "</div>"

    def compared(self) -> Iterator[str]:
        """Every key that says something, with the neighbours' values."""
        document = self.document
        above, below = document["above"], document["below"]
        keys = [k for k in document["keys"] if k["shown"] or k["above"] or k["below"]]
        wide = ' style="width:34mm"'
        if not keys:
            return
        head = [f"<th>{self.word('key')}</th>"]
        for side, found in (("above", above), ("below", below)):
            if side == "below":
                head.append(f'<th class="n"{wide}>{self.word("mine")}</th>')
            if found is not None:
                head.append(
                    f'<th class="n"{wide}>{self.word(side, rank=found["rank"])}<br>'
                    f'<span class="small">{self.named(found["entry"])}</span></th>'
                )
        rows = "".join(self.key(key, above is not None, below is not None) for key in keys)
        yield f"<table><thead><tr>{''.join(head)}</tr></thead><tbody>{rows}</tbody></table>"

    def key(self, key: Mapping[str, Any], above: bool, below: bool) -> str:
        decided = [side for side in ("above", "below") if key[f"decides_{side}"]]
        kind = ' class="decides"' if decided else ""
        mark = "".join(
            f'<br><span class="mark">{self.word(f"decides.{side}")}</span>' for side in decided
        )
        sides = [key["above"]] if above else []
        sides.append(key["shown"])
        sides += [key["below"]] if below else []
        cells = "".join(f'<td class="n">{self.text(each) or "–"}</td>' for each in sides)
        return (
            f"<tr{kind}><td>{self.text(key['label'])}{mark}<br>"
            f'<span class="small soft">{self.text(key["order"])}</span></td>{cells}</tr>'
        )

    def named(self, entry: Mapping[str, Any]) -> str:
        """The title, or the people where all have the same (in a quiz)."""
        title = entry["title"] if entry["title"] != self.document["entry"]["title"] else ""
        people = entry["team"] or ", ".join(entry["names"])
        return escape(title or people or entry["code"])

    def end(self) -> Iterator[str]:
        yield f'<div class="end"><p>{self.word("exact")}</p>'
        published = self.document["publication"]
        if published is not None:
            yield (
                f"<p>{self.word('digest')}: "
                f'<span class="digest">{published["payload_sha256"]}</span></p>'
            )
        yield "</div>"

    def out(self, sheet: Mapping[str, Any]) -> str:
        return ' class="out"' if _is_out(sheet) else ""

    def text(self, words: Text | None) -> str:
        return "" if words is None else escape(words[self.language])

    def word(self, name: str, **params: Any) -> str:
        return escape(WORDS[name][self.language].format(**params))

    def points(self, exact: str | None) -> str:
        return "–" if exact is None else number_in(number(exact), self.language)

    def title(self, thing: Mapping[str, Any]) -> str:
        return title_of(thing, self.language)
