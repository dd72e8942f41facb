"""Standings as JSON: a board of divisions and rows, and the trace of one entry's rank.

Shape only; every number leaves as exact text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

import orjson

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
    top: int | None = None,
) -> dict[str, Any]:
    """{rounds, divisions with rows}; with a display rule, without those who are out.

    With `top` the ranks up to it alone, all that share the last of them. A row is the entry's code and its JSON text.
    """
    people = shown_entries(contest, rule)
    written = _Rows()
    rows: dict[str, list[tuple[str, str]]] = {}
    for standing in computed.standings.rows:
        if rule is not None and standing.state in OUT:
            continue
        if top is not None and (standing.rank is None or standing.rank > top):
            continue
        code = standing.entry
        award = awards.get(code) if awards else None
        rows.setdefault(standing.division, []).append(
            (code, written.row(standing, people[code], award))
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


def plain(document: Mapping[str, Any]) -> dict[str, Any]:
    """A board with its rows as JSON values, to be stored."""
    return {
        **document,
        "divisions": [
            {**division, "rows": [orjson.loads(row) for _, row in division["rows"]]}
            for division in document["divisions"]
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


class _Rows:
    """Writes rows. By hand, since a board has thousands: as dictionaries they take twice the time."""

    def __init__(self) -> None:
        # By identity, since a row holds the same number three times and comparing rationals costs
        # more than writing them. The number is held, so that no other takes its place.
        self._numbers: dict[int, tuple[Fraction, str]] = {}
        self._names: dict[str | None, str] = {}

    def row(
        self, standing: Standing, entry: Mapping[str, Any], award: Mapping[str, str] | None
    ) -> str:
        rank, tied, number, name = standing.rank, standing.tied, self._number, self._name
        rounds = [
            f'{name(code)}:{{"value":{number(value)},"points":{number(points)},'
            f'"rank":{"null" if place is None else place}}}'
            for code, (value, points, place, _) in standing.rounds.items()
        ]
        keys = [
            f'{{"type":{name(key)},"value":'
            f"{number(value) if not isinstance(value, tuple) else self._vector(value)}}}"
            for key, value, _ in standing.keys
        ]
        return (
            f'{{"rank":{"null" if rank is None else rank},"tied":{"true" if tied else "false"},'
            f'"state":"{standing.state}","entry":{_json(entry)},'
            f'"points":{number(standing.points)},"rounds":{{{",".join(rounds)}}},'
            f'"keys":[{",".join(keys)}],"decided_by":{name(standing.decided_by)},'
            f'"award":{_json(dict(award)) if award else "null"}}}'
        )

    def _number(self, value: Fraction | None) -> str:
        if value is None:
            return "null"
        try:
            return self._numbers[id(value)][1]
        except KeyError:
            self._numbers[id(value)] = known = (value, f'"{text(value)}"')
            return known[1]

    def _vector(self, values: tuple[Fraction | None, ...]) -> str:
        return f"[{','.join([self._number(value) for value in values])}]"

    def _name(self, value: str | None) -> str:
        if value not in self._names:
            self._names[value] = _json(value)
        return self._names[value]


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def keys(standing: Standing) -> list[dict[str, Any]]:
    """[{type, value}]; the value is an exact text, or a list of them for a vector."""
    return [
        {
            "type": id_,
            "value": [exact(part) for part in value] if isinstance(value, tuple) else exact(value),
        }
        for id_, value, _ in standing.keys
    ]


def exact(value: Fraction | None) -> str | None:
    return None if value is None else text(value)


def trace(
    standing: Standing, left_out: Collection[tuple[str, int]] = frozenset()
) -> dict[str, Any]:
    """From sheets to the rank: attempts, sheets counted and dropped, keys. Names the judges.

    `left_out`: attempts by round code and number that were made for an appeal and explain no rank.
    """
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
                "attempts": [
                    _attempt(each) for each in r.attempts if (code, each.number) not in left_out
                ],
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
