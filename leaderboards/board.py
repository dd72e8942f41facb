"""Standings as JSON: a board of divisions and rows, and the trace of one entry's rank.

Shape only; every number leaves as exact text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, get_args

import orjson

from common.prepared import Prepared
from contests.models import Contest, Division, Round
from leaderboards.computing import Computed
from leaderboards.display import shown_texts
from scoring.exact import text
from scoring.field import AttemptTrace, KeyValue, Place, Standing, Standings, StandingState
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

    A division's `rows` are JSON by the entry's code, the best first. `shown` of them have a rank up
    to `top`, all that share the last of them included; without `top` all are.
    """
    people = shown_texts(contest, rule, computed.rows)
    places = [p for p in computed.standings.places if rule is None or p.state not in OUT]
    rows: dict[str, dict[str, bytes]] = {}
    for place, row in zip(
        places, _written(computed.standings, places, people, awards or {}), strict=True
    ):
        rows.setdefault(place.division, {})[place.entry] = row
    shown = Counter(
        p.division for p in places if top is None or (p.rank is not None and p.rank <= top)
    )
    return {
        "rounds": [
            {"code": code, "title": title, "title_en": title_en, "order": order}
            for code, title, title_en, order in _rounds(contest.pk)
            if round_code in (None, code)
        ],
        "divisions": [
            {
                "code": code,
                "title": title,
                "title_en": title_en,
                "rows": rows.get(code, {}),
                "shown": shown[code],
            }
            for code, title, title_en in _divisions(contest.pk)
        ],
    }


_rounds = Prepared(
    lambda contest: (
        Round.objects.filter(contest_id=contest)
        .order_by("order", "code")
        .values_list("code", "title", "title_en", "order")
    )
)
_divisions = Prepared(
    lambda contest: (
        Division.objects.filter(contest_id=contest)
        .order_by("order", "code")
        .values_list("code", "title", "title_en")
    )
)


def plain(document: Mapping[str, Any]) -> dict[str, Any]:
    """A board with its rows as JSON values, to be stored."""
    return {
        **document,
        "divisions": [
            {
                **{name: division[name] for name in ("code", "title", "title_en")},
                "rows": list(map(orjson.loads, division["rows"].values())),
            }
            for division in document["divisions"]
        ],
    }


def entries_of(contest: Contest) -> dict[str, Entry]:
    """The contest's entries by code, with their people."""
    entries = (
        Entry.objects.filter(contest=contest)
        .exclude(state=Entry.State.SAMPLE)
        .select_related("team", "organization")
        .prefetch_related("participants", "mentors")
    )
    return {entry.code: entry for entry in entries}


def _written(
    standings: Standings,
    places: Sequence[Place],
    people: Mapping[str, bytes],
    awards: Mapping[str, Mapping[str, str]],
) -> Iterator[bytes]:
    """Each place's row as JSON. By columns and one pattern of bytes, since a board has thousands:
    10,000 rows of one round take 18 ms, as dictionaries 83."""
    codes, _, ranks, tied, states, decided_by = zip(*places, strict=True) if places else [()] * 6
    names = {None: b"null"} | {id_: orjson.dumps(id_) for id_, _, _ in standings.keys}
    numbers = _Numbers()
    columns: list[Iterable[bytes]] = [
        _ranks(ranks),
        map((b"false", b"true").__getitem__, tied),
        map(_STATES.__getitem__, states),
        map(people.__getitem__, codes),
        numbers.column(
            [None if isinstance(v, tuple) else v for v in map(standings.points.get, codes)]
        ),
    ]
    rounds, keys = [], []
    for name, results in standings.rounds.items():
        rounds.append(f'{_literal(name)}:{{"value":%s,"points":%s,"rank":%s}}')
        here = [results[code] for code in codes]
        columns += (
            numbers.column([r.value for r in here]),
            numbers.column([r.points for r in here]),
            _ranks([r.rank for r in here]),
        )
    for name, values, _ in standings.keys:
        keys.append(f'{{"type":{_literal(name)},"value":%s}}')
        columns.append(numbers.column(list(map(values.get, codes))))
    given = {code: orjson.dumps(dict(award)) for code, award in awards.items()}
    columns += (map(names.__getitem__, decided_by), [given.get(code, b"null") for code in codes])
    pattern = (
        '{"rank":%s,"tied":%s,"state":"%s","entry":%s,"points":%s,'
        f'"rounds":{{{",".join(rounds)}}},"keys":[{",".join(keys)}],'
        '"decided_by":%s,"award":%s}'
    )
    return map(pattern.encode().__mod__, zip(*columns, strict=True))


_STATES = {state: state.encode() for state in get_args(StandingState)}


def _ranks(ranks: Sequence[int | None]) -> list[bytes]:
    return [b"null" if rank is None else b"%d" % rank for rank in ranks]


class _Numbers:
    """Texts of numbers by identity: a row holds the same number three times, and comparing
    rationals costs more than writing them."""

    def __init__(self) -> None:
        # The number is held, so that no other takes its place.
        self._held: list[KeyValue] = []
        self._texts: dict[int, bytes] = {id(None): b"null"}
        self._columns: list[tuple[list[int], list[bytes]]] = []

    def column(self, values: Sequence[KeyValue]) -> list[bytes]:
        ids, texts = list(map(id, values)), self._texts
        for known, column in self._columns:  # a round's value is its points, most often
            if known == ids:
                return column
        by_id = dict(zip(ids, values, strict=True))
        for new in by_id.keys() - texts.keys():
            self._held.append(by_id[new])
            texts[new] = self._text(by_id[new])
        column = list(map(texts.__getitem__, ids))
        self._columns.append((ids, column))
        return column

    def _text(self, value: KeyValue) -> bytes:
        if isinstance(value, tuple):
            return b"[%b]" % b",".join(map(self._text, value))
        return b"null" if value is None else f'"{text(value)}"'.encode()


def _literal(value: str) -> str:
    """A text as JSON within a pattern."""
    return orjson.dumps(value).decode().replace("%", "%%")


def keys(standing: Standing) -> list[dict[str, Any]]:
    """[{type, value}]; the value is an exact text, or a list of them for a vector."""
    return [{"type": id_, "value": key_text(value)} for id_, value, _ in standing.keys]


def key_text(value: KeyValue) -> str | list[str | None] | None:
    """A rank key's value as exact text, or a list of them for a vector."""
    return [exact(part) for part in value] if isinstance(value, tuple) else exact(value)


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
        "raw": exact(attempt.raw),
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
