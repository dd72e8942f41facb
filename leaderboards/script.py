"""The script of a ceremony: what is shown step by step, from the last prize up.

Written once with the publication, from its frozen payload, so that what is revealed is what is
published. Where the public board was frozen, the entries that moved since are resolved on the way:
the lowest unresolved place first, as contest resolvers do it
(https://docs.icpc.global/icpctools/resolver.html). Knows entries by their code, no names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone

from contests.models import Contest
from leaderboards.board import exact
from leaderboards.computing import Computed
from leaderboards.past import field_at
from leaderboards.showing import freeze_of
from scoring.field import EntryInput, Standing
from scoring.standings import compute

MOST_RESOLVED = 200  # entries of a division; beyond them nobody wants to press a key for each

Step = dict[str, Any]
Row = Mapping[str, Any]


def write_script(
    contest: Contest, computed: Computed, payload: Mapping[str, Any], round_code: str | None
) -> dict[str, Any]:
    """{"entries": [codes], "steps": [{"kind", ...}]}.

    Kinds: opening, division, board (frozen rows), resolve (rows that change), prize, award,
    podium, closing. Divisions without a prize and without a moved entry have no steps.
    """
    public = payload["public"]
    frozen = _frozen(contest, computed, round_code)
    entries: set[str] = set()
    steps: list[Step] = [{"kind": "opening"}]
    for division in public["divisions"]:
        rows = [row for row in division["rows"] if row["state"] == "ranked"]
        of = {name: division[name] for name in ("code", "title", "title_en")}
        resolved = list(_resolved(division["code"], computed, frozen, round_code))
        moved = any(step["kind"] == "resolve" for step in resolved)
        prizes = _prizes(rows, computed)
        if not prizes and not moved:
            continue
        entries |= {row["entry"]["code"] for row in rows}
        steps.append({"kind": "division", "division": of})
        if moved:
            steps += [{**step, "division": of} for step in _woven(resolved, rows)]
        else:
            steps += [{**step, "division": of} for step in _awards(prizes)]
        if prizes:
            steps.append({"kind": "podium", "division": of, "awards": _podium(prizes)})
    return {"entries": sorted(entries), "steps": [*steps, {"kind": "closing"}]}


def _prizes(rows: Sequence[Row], computed: Computed) -> list[tuple[Row, list[Row]]]:
    """(prize, its rows), the last prize first and in it the last rank first."""
    order = {prize.code: place for place, prize in enumerate(computed.policy.prizes)}
    found: dict[str, list[Row]] = {}
    titles: dict[str, Row] = {}
    for row in rows:
        if row["award"] is not None:
            found.setdefault(row["award"]["code"], []).append(row)
            titles[row["award"]["code"]] = row["award"]
    codes = sorted(found, key=lambda code: order.get(code, len(order)), reverse=True)
    return [
        (titles[code], sorted(found[code], key=lambda row: -(row["rank"] or 0))) for code in codes
    ]


def _awards(prizes: Sequence[tuple[Row, list[Row]]]) -> Iterator[Step]:
    for prize, rows in prizes:
        yield {"kind": "prize", "prize": dict(prize), "count": len(rows)}
        for place, row in enumerate(rows):
            yield _award(row, [each["entry"]["code"] for each in rows[:place]])


def _award(row: Row, before: list[str]) -> Step:
    """`before`: who was called for the same prize already."""
    return {
        "kind": "award",
        "prize": dict(row["award"]),
        "entry": row["entry"]["code"],
        "rank": row["rank"],
        "tied": row["tied"],
        "points": row["points"],
        "before": before,
    }


def _podium(prizes: Sequence[tuple[Row, list[Row]]]) -> list[dict[str, Any]]:
    """The highest prize first."""
    return [
        {"prize": dict(prize), "entries": [row["entry"]["code"] for row in reversed(rows)]}
        for prize, rows in reversed(prizes)
    ]


def _frozen(
    contest: Contest, computed: Computed, round_code: str | None
) -> dict[str, EntryInput] | None:
    """The entries as they stood when the board was frozen, by code; None if it was not."""
    at = freeze_of(contest, round_code)
    if at is None or at > timezone.now():
        return None
    then = field_at(contest, policy=computed.stored_policy, at=at, round_code=round_code)
    return {entry.code: entry for entry in then}


def _resolved(
    division: str,
    computed: Computed,
    frozen: Mapping[str, EntryInput] | None,
    round_code: str | None,
) -> Iterator[Step]:
    """The frozen board, then each entry from the bottom up: {"kind": "resolve" | "settled"}."""
    if frozen is None:
        return
    final = {each.code: each for each in computed.entries if each.division == division}
    mixed = {code: frozen.get(code, each._replace(rounds={})) for code, each in final.items()}

    def ranked(entries: Mapping[str, EntryInput]) -> dict[str, Standing]:
        rows = compute(
            computed.policy, list(entries.values()), computed.facts, round=round_code
        ).rows
        return {row.entry: row for row in rows if row.state in ("ranked", "unranked")}

    now, then = ranked(mixed), ranked(final)
    pending = {code for code, row in then.items() if (row.points, row.keys) != _told(now.get(code))}
    if not pending or len(pending) > MOST_RESOLVED:
        return
    yield {"kind": "board", "rows": {code: _cell(row) for code, row in now.items()},
           "pending": sorted(pending)}  # fmt: skip
    open_ = set(then)
    while open_:
        code = max(open_, key=lambda each: _place(now.get(each), each))
        if code not in pending:
            open_.remove(code)
            yield {"kind": "settled", "entry": code}
            continue
        pending.remove(code)
        mixed[code] = final[code]
        before, now = now, ranked(mixed)
        yield {
            "kind": "resolve",
            "entry": code,
            "rows": {
                each: _cell(row)
                for each, row in now.items()
                if _cell(row) != _cell(before.get(each))
            },
        }


def _told(row: Standing | None) -> tuple[Any, Any]:
    return (None, None) if row is None else (row.points, row.keys)


def _place(row: Standing | None, code: str) -> tuple[bool, int, str]:
    """Sorts the last place last; who has no rank stands below all."""
    return (row is None or row.rank is None, 0 if row is None else row.rank or 0, code)


def _cell(row: Standing | None) -> list[Any]:
    """[rank, points]"""
    return [None, None] if row is None else [row.rank, exact(row.points)]


def _woven(resolved: Sequence[Step], rows: Sequence[Row]) -> Iterator[Step]:
    """The resolving steps, with each prize called when its entry's place is settled."""
    by_code = {row["entry"]["code"]: row for row in rows}
    called: dict[str, list[str]] = {}
    for step in resolved:
        if step["kind"] != "settled":
            yield step
            continue
        row = by_code.get(step["entry"])
        if row is None or row["award"] is None:
            continue
        same = called.setdefault(row["award"]["code"], [])
        yield _award(row, list(same))
        same.append(step["entry"])
