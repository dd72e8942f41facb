"""Standings as JSON: a board of divisions and rows, and the trace of one entry's rank.

Shape only; every number leaves as exact text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from contests.models import Contest
from leaderboards.computing import Computed
from leaderboards.display import shown_entries
from scoring.exact import text
from scoring.field import AttemptTrace, Standing
from submissions.models import Entry

OUT = ("withdrawn", "disqualified")


def board(
    contest: Contest,
    computed: Computed,
    *,
    rule: str | None,
    round_code: str | None = None,
    awards: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """{rounds, divisions with rows}; with a display rule, without those who are out."""
    people = shown_entries(contest, rule)
    texts = Texts()
    rows: dict[str, list[dict[str, Any]]] = {}
    for standing in computed.standings.rows:
        if rule is not None and standing.state in OUT:
            continue
        award = (awards or {}).get(standing.entry)
        rows.setdefault(standing.division, []).append(
            row(standing, people[standing.entry], award, texts)
        )
    rounds = contest.rounds.order_by("order", "code").values("code", "title", "title_en", "order")
    return {
        "rounds": [each for each in rounds if round_code in (None, each["code"])],
        "divisions": [
            {**division, "rows": rows.get(division["code"], [])}
            for division in contest.divisions.order_by("order", "code").values(
                "code", "title", "title_en"
            )
        ],
    }


def entries_of(contest: Contest) -> dict[str, Entry]:
    """The contest's entries by code, with their people."""
    entries = (
        Entry.objects.filter(contest=contest)
        .select_related("team", "organization")
        .prefetch_related("participants")
    )
    return {entry.code: entry for entry in entries}


class Texts:
    """Numbers as exact text, each number once: a row holds the same one three times."""

    def __init__(self) -> None:
        # By identity: comparing rationals costs more than writing them. The value is held, so that
        # no other takes its place.
        self._known: dict[int, tuple[Fraction, str]] = {}

    def of(self, value: Fraction | None) -> str | None:
        if value is None:
            return None
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = (value, text(value))
        return known[1]


def row(
    standing: Standing,
    entry: dict[str, Any],
    award: Mapping[str, str] | None,
    texts: Texts,
) -> dict[str, Any]:
    return {
        "rank": standing.rank,
        "tied": standing.tied,
        "state": standing.state,
        "entry": entry,
        "points": texts.of(standing.points),
        "rounds": {
            code: {"value": texts.of(value), "points": texts.of(points), "rank": rank}
            for code, (value, points, rank, _) in standing.rounds.items()
        },
        "keys": keys(standing, texts),
        "decided_by": standing.decided_by,
        "award": dict(award) if award else None,
    }


def keys(standing: Standing, texts: Texts | None = None) -> list[dict[str, Any]]:
    """[{type, value}]; the value is an exact text, or a list of them for a vector."""
    of = (texts or Texts()).of
    return [
        {
            "type": id_,
            "value": [exact(part) for part in value] if isinstance(value, tuple) else of(value),
        }
        for id_, value, _ in standing.keys
    ]


def exact(value: Fraction | None) -> str | None:
    return None if value is None else text(value)


def trace(standing: Standing) -> dict[str, Any]:
    """From sheets to the rank: attempts, sheets counted and dropped, keys. Names the judges."""
    return {
        "rank": standing.rank,
        "tied": standing.tied,
        "state": standing.state,
        "points": exact(standing.points),
        "keys": keys(standing),
        "decided_by": standing.decided_by,
        "rounds": {
            code: {
                "value": exact(r.value),
                "points": exact(r.points),
                "rank": r.rank,
                "attempts": [_attempt(attempt) for attempt in r.attempts],
            }
            for code, r in standing.rounds.items()
        },
    }


def _attempt(attempt: AttemptTrace) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "state": attempt.state,
        "value": exact(attempt.value),
        "counted": attempt.counted,
        "sheets": [
            {
                "judge": sheet.judge,
                "points": exact(sheet.points),
                "standardised": exact(sheet.standardised),
                "counted": sheet.counted,
                "dropped": sheet.dropped,
            }
            for sheet in attempt.sheets
        ],
    }


def without_judges(document: dict[str, Any], *, sheets: bool) -> dict[str, Any]:
    """A trace for others than those who oversee: judges numbered, or no sheets at all."""
    return {
        **document,
        "rounds": {
            code: {**r, "attempts": [_hidden(attempt, sheets) for attempt in r["attempts"]]}
            for code, r in document["rounds"].items()
        },
    }


def _hidden(attempt: dict[str, Any], sheets: bool) -> dict[str, Any]:
    if not sheets:
        return {**attempt, "sheets": []}
    # In the order of points, so that the place in the list does not tell the judge.
    ordered: Iterable[dict[str, Any]] = sorted(
        attempt["sheets"], key=lambda sheet: (sheet["points"] is None, sheet["points"] or "")
    )
    numbered = [{**sheet, "judge": str(n)} for n, sheet in enumerate(ordered, start=1)]
    return {**attempt, "sheets": numbered}
