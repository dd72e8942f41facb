"""The explanation as A4 pages for the entrant, in one of the two languages.

Made from the document alone: the same document, the same bytes. Here are the values that the page
shows; its markup is the template `leaderboards/print/explanation.html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from common.canonical import digest
from common.language import Text
from common.markup import from_template
from common.pdf import layout
from leaderboards.explanation.page_words import WORDS
from leaderboards.explanation.words import number_in
from leaderboards.printed import time_of, title_of, words_in
from scoring.exact import number

_SHEETS_ACROSS = 7
"""Sheets beside each other in one table; more go into a table below."""
_WIDE = 3
"""Up to so many sheets what was entered has room beside its points."""
_WIDTHS = (52, 42, 33, 24, 21, 19, 17)
"""Millimetres of a sheet's column, by the number of them."""

Values = dict[str, Any]


def pdf(document: Mapping[str, Any], language: str) -> bytes:
    """The page of `document` in `language`, "vi" or "en"."""
    identifier = digest({"language": language, "document": document})
    return layout(html(document, language), identifier=identifier.encode())


def html(document: Mapping[str, Any], language: str) -> str:
    return from_template("leaderboards/print/explanation.html", _Page(document, language).values())


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
    """The document's parts as the page shows them, top to bottom."""

    def __init__(self, document: Mapping[str, Any], language: str) -> None:
        self.document, self.language = document, language

    def values(self) -> Values:
        document, published = self.document, self.document["publication"]
        return {
            "language": self.language,
            "words": words_in(WORDS, self.language),
            "title": self.title(document),
            **self.head(),
            "rounds": [self.round(each) for each in document["rounds"]],
            "total": self.total(),
            "order": self.order(),
            "digest": None if published is None else published["payload_sha256"],
        }

    def head(self) -> Values:
        document, entry, award = self.document, self.document["entry"], self.document["award"]
        people = entry["team"] or ", ".join(entry["names"])
        about = [people, entry["school"], entry["code"], self.title(document["division"])]
        ranks = [self.word("of", count=document["ranked"])] if document["ranked"] else []
        ranks += [self.word("tied")] if document["tied"] else []
        return {
            "code": entry["code"],
            "name": entry["title"] or people or entry["code"],
            "about": " · ".join(each for each in about if each),
            "state": self.state(),
            "is_office": document["audience"] == "office",
            "rank": "–" if document["rank"] is None else document["rank"],
            "rank_note": ", ".join(ranks),
            "points": self.points(document["points"]),
            "award": award and {"title": self.title(award), "rule": self.text(award["rule"])},
        }

    def state(self) -> str:
        published = self.document["publication"]
        if published is not None:
            time = time_of(published["published_at"])
            told = self.word("official", number=published["number"], time=time)
            return f"{told}. {published['note']}".rstrip(". ")
        if self.document["as_of"] is None:
            return ""
        name = "frozen" if self.document["frozen"] else "live"
        return self.word(name, time=time_of(self.document["as_of"]))

    def round(self, each: Mapping[str, Any]) -> Values:
        attempts = each["attempts"]
        several = len(attempts) > 1
        beside = several and _alike(attempts)
        listed = [] if beside else attempts
        return {
            "title": self.title(each),
            "points": self.points(each["points"]),
            "rules": self.texts(each["rules"]),
            "beside": self.beside(attempts) if beside else None,
            "attempts": [self.attempt(each, several=several) for each in listed],
            "workings": [self.text(working) for working in each["workings"]],
            "override": each["override"] and self.override(each["override"]),
            "appeals": [self.appeal(appeal) for appeal in each["appeals"]],
        }

    def beside(self, attempts: Sequence[Mapping[str, Any]]) -> Values:
        """Attempts of one sheet each in one table."""
        sheets = []
        for attempt in attempts:
            (sheet,) = attempt["sheets"]
            label = self.word("attempt", number=attempt["number"])
            notes = [self.attempt_note(attempt), sheet["judge_name"]]
            sheets.append(
                {**sheet, "aside": not attempt["counted"], "label": label, "notes": notes}
            )
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

    def attempt(self, attempt: Mapping[str, Any], *, several: bool) -> Values:
        heading = {
            "label": self.word("attempt", number=attempt["number"]),
            "value": self.points(attempt["value"]),
            "note": self.attempt_note(attempt),
        }
        facts = (f"{self.text(f['label'])}: {self.text(f['value'])}" for f in attempt["facts"])
        found = attempt["discrepancy"]
        return {
            "heading": heading if several else None,
            "facts": " · ".join(facts),
            **self.sheets(attempt),
            "discrepancy": found
            and {
                "is_accepted": found["action"] == "accept",
                "text": self.texts(found["texts"]),
                "reasons": found["reasons"],
            },
            "workings": [self.text(working) for working in attempt["workings"]],
        }

    def sheets(self, attempt: Mapping[str, Any]) -> Values:
        """Tables of items against sheets; the other sheets' points alone."""
        sheets = [
            {
                **sheet,
                "label": self.text(sheet["label"]),
                "notes": [sheet["judge_name"], self.text(sheet["note"])],
            }
            for sheet in attempt["sheets"]
        ]
        tables: list[Values] = []
        shown: set[int] = set()
        for table in attempt["tables"]:
            shown |= set(table["sheets"])
            across = [sheets[place] for place in table["sheets"]]
            for start in range(0, len(across), _SHEETS_ACROSS):
                part = slice(start, start + _SHEETS_ACROSS)
                lines = [{**line, "cells": line["cells"][part]} for line in table["lines"]]
                tables.append(self.table(across[part], lines))
        rest = [self.sheet(sheet) for n, sheet in enumerate(sheets) if n not in shown]
        return {"tables": tables, "other_sheets": rest}

    def sheet(self, sheet: Mapping[str, Any]) -> Values:
        return {
            "label": sheet["label"],
            "notes": [note for note in sheet["notes"] if note],
            "points": self.points(sheet["points"]),
            "standardised": self.points(sheet["standardised"]),
            "is_out": _is_out(sheet),
        }

    def table(
        self, sheets: Sequence[Mapping[str, Any]], lines: Iterable[Mapping[str, Any]]
    ) -> Values:
        """Lines down, sheets across."""
        return {
            "is_wide": len(sheets) <= _WIDE,
            "column_mm": _WIDTHS[min(len(sheets), len(_WIDTHS)) - 1],
            "sheets": [self.sheet(sheet) for sheet in sheets],
            "lines": [self.line(line, sheets) for line in lines],
            "is_standardised": any(sheet["standardised"] is not None for sheet in sheets),
        }

    def line(self, line: Mapping[str, Any], sheets: Iterable[Mapping[str, Any]]) -> Values:
        rules, total = [], line["kind"] == "total"
        if line["maximum"] is not None:
            rules.append(self.word("maximum", maximum=self.points(line["maximum"])))
        if line["rule"] is not None and not (total and rules):
            rules.insert(0, self.text(line["rule"]))
        return {
            "kind": "" if line["kind"] == "item" else line["kind"],
            "indent_mm": 1.5 + 4 * line["depth"] if line["depth"] else None,
            "label": self.text(line["label"]),
            "rules": "; ".join(rules),
            "cells": [
                {**self.cell(cell, total=total), "is_out": _is_out(sheet)}
                for cell, sheet in zip(line["cells"], sheets, strict=True)
            ],
        }

    def cell(self, cell: Mapping[str, Any], *, total: bool) -> Values:
        """Points, and what was entered for them; where there are none, that alone."""
        value = self.text(cell["value"])
        if cell["points"] is None:
            return {"points": None, "value": value or "–"}
        return {"points": self.points(cell["points"]), "value": "" if total else value}

    def override(self, found: Mapping[str, Any]) -> Values:
        first, second = found["proposed_by"], found["approved_by"]
        if names := ", ".join(found["approver_appointed_by"]):
            second = self.word("appointed", second=second, names=names)
        return {
            "text": self.text(found["text"]),
            "reason": found["reason"],
            "people": self.word("people", first=first, second=second),
        }

    def appeal(self, found: Mapping[str, Any]) -> Values:
        marked = found["marked"]
        told = None if marked is None else self.word("marked", points=self.points(marked))
        return {
            "text": self.text(found["text"]),
            "words": found["words"],
            "marked": told,
            "marked_by": found["marked_by"] or "",
        }

    def total(self) -> Values:
        total = self.document["total"]
        counted = [each for each in self.document["rounds"] if each["weight"] is not None]
        rounds = [
            {
                "title": self.title(each),
                "rank": each["rank"] or "–",
                "points": self.points(each["points"]),
                "weight": self.points(each["weight"]),
            }
            for each in counted
        ]
        return {
            "rules": self.texts(total["rules"]),
            "rounds": rounds if len(rounds) > 1 else [],
            "working": self.text(total["working"]),
        }

    def order(self) -> Values | None:
        """What put the entry between its neighbours."""
        document = self.document
        if not (document["decided"] or document["above"] or document["below"]):
            return None
        compared = document["rank"] is not None
        return {
            "decided": [self.text(each) for each in document["decided"]],
            "above": self.neighbour("above"),
            "below": self.neighbour("below"),
            "keys": self.keys() if compared else [],
        }

    def neighbour(self, side: str) -> Values | None:
        """By its title, or by its people where all have the same (in a quiz)."""
        found = self.document[side]
        if found is None:
            return None
        entry = found["entry"]
        title = entry["title"] if entry["title"] != self.document["entry"]["title"] else ""
        people = entry["team"] or ", ".join(entry["names"])
        return {
            "rank": self.word(side, rank=found["rank"]),
            "name": title or people or entry["code"],
        }

    def keys(self) -> list[Values]:
        """Every key that says something, with the neighbours' values."""
        sides = {"above": self.document["above"], "shown": True, "below": self.document["below"]}
        return [
            {
                "label": self.text(key["label"]),
                "decides": [
                    self.word(f"decides.{side}")
                    for side in ("above", "below")
                    if key[f"decides_{side}"]
                ],
                "order": self.text(key["order"]),
                "cells": [self.text(key[side]) or "–" for side, found in sides.items() if found],
            }
            for key in self.document["keys"]
            if key["shown"] or key["above"] or key["below"]
        ]

    def text(self, words: Text | None) -> str:
        return "" if words is None else words[self.language]

    def texts(self, several: Iterable[Text]) -> str:
        return " ".join(map(self.text, several))

    def word(self, name: str, **params: Any) -> str:
        return WORDS[name][self.language].format(**params)

    def points(self, exact: str | None) -> str:
        return "–" if exact is None else number_in(number(exact), self.language)

    def title(self, thing: Mapping[str, Any]) -> str:
        return title_of(thing, self.language)
