"""Alliance events: python -m tests.replay.frc DIR_OR_FILE.

A match has sides of several teams that share the side's values. A surrogate's match does not
count for it; a disqualified team has played a match worth nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from scoring.exact import rounded
from tests.replay import stage
from tests.replay.packages import Json, fact_item, form, package
from tests.replay.panel.files import figure
from tests.replay.tally import Tally

ROUND = "qualification"
SIDES = ("red", "blue")
POINTS = "ranking_points"


def replay(place: Path) -> Tally:
    """The official order and every displayed figure of each event."""
    paths = sorted(place.glob("*.json")) if place.is_dir() else [place]
    tally = Tally()
    for path in paths:
        event = json.loads(path.read_text(encoding="utf-8"))
        if {"matches", "official", "rule"} <= set(event):
            tally += _event(event)
    return tally


def _columns(event: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Tie-break columns in order: (item, how it is reduced)."""
    reduce = {"sum": "sum", "avg": "mean", "mean": "mean"}
    return [
        (f"column_{n}", reduce[column["agg"]])
        for n, column in enumerate(event["rule"]["tiebreak_columns"], 1)
    ]


def _event(event: Mapping[str, Any]) -> Tally:
    tally = Tally()
    columns = _columns(event)
    standings = stage.play(_package(event, columns)).standings()
    rule = event["rule"]
    mode = "truncate" if "trunc" in rule["rounding"] else "half_up"

    def shown(value: Any) -> Fraction | None:
        return (
            rounded(value, rule["display_decimals"], mode) if isinstance(value, Fraction) else None
        )

    for row in event["official"]:
        standing = standings.of(row["team"])
        name = f"{event['event']} {row['team']}"
        tally.equal(f"{name} rank", row["rank"], standing.rank)
        found = [standing.points, *(key.value for key in standing.keys[1:])]
        for place, value in enumerate(found):
            official = figure(row["sort_orders"][place])
            tally.equal(f"{name} column {place}", official, shown(value))
    return tally


def _package(event: Mapping[str, Any], columns: list[tuple[str, str]]) -> Json:
    teams: dict[str, int] = {row["team"]: 0 for row in event["official"]}
    attempts: list[Json] = []
    matches: list[Json] = []
    for match in event["matches"]:
        code = str(match["n"])
        sides: list[Json] = []
        for side in SIDES:
            played = match[side]
            values = {POINTS: played["rp"]} | {
                item: value for (item, _), value in zip(columns, played["c"], strict=True)
            }
            sides.append({"code": side, "values": values})
            for team in played["teams"]:
                teams[team] = teams.get(team, 0) + 1
                attempts.append(
                    {
                        "entry": team,
                        "number": teams[team],
                        "match": code,
                        "side": side,
                        "state": _state(team, played),
                    }
                )
        matches.append({"code": code, "number": match["n"], "sides": sides})
    keys: list[Json] = [{"type": "points"}]
    keys += [
        {"type": "item", "round": ROUND, "item": item, "reduce": reduce} for item, reduce in columns
    ]
    return package(
        event["event"],
        event["event"],
        form=form(*(fact_item(name) for name in (POINTS, *(item for item, _ in columns)))),
        rounds=[ROUND],
        policy={
            "rounds": {
                ROUND: {
                    "attempt": {"expression": {"var": POINTS}},
                    "attempts": {"method": "mean", "disqualified": "zero"},
                }
            },
            "rank_keys": keys,
        },
        entries={team: f"Team {team}" for team in teams},
        matches=matches,
        attempts=attempts,
        sheets=(),
        attempts_max=max(teams.values()),
    )


def _state(team: str, side: Mapping[str, Any]) -> str:
    if team in side["surrogates"]:
        return "surrogate"
    return "disqualified" if team in side["dq"] else "done"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place", nargs="?", help="default: robotics/frc in REPLAY_DATA")
    options = parser.parse_args()
    place = Path(options.place) if options.place else stage.data("robotics", "frc")
    with stage.database():
        print(replay(place).line())


if __name__ == "__main__":
    main()
