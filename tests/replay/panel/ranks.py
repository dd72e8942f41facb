"""Results made of ranks: the product of three, and medals counted gold first."""

from __future__ import annotations

from pathlib import Path

from tests.replay import stage
from tests.replay.packages import codes, form, number_item, package, sheet
from tests.replay.panel.files import figure, plain, slug, tables
from tests.replay.tally import Tally


def replay_climbing(folder: Path) -> Tally:
    """Combined climbing: the ranks of the disciplines multiplied, lowest wins."""
    tally = Tally()
    for path, rows in tables(folder, {"athlete", "official_total", "official_rank"}):
        rounds = [name.removesuffix("_rank") for name in rows[0] if name.endswith("_rank")]
        rounds.remove("official")
        athletes = codes(row["athlete"] for row in rows)
        rule = {"judges": {"method": "single"}, "round": {"method": "raw", "order": "asc"}}
        played = stage.play(
            package(
                slug(path),
                path.stem,
                form=form(number_item("rank", min=1)),
                rounds=rounds,
                policy={
                    "rounds": dict.fromkeys(rounds, rule),
                    "combine": {"method": "product", "rounds": rounds, "order": "asc"},
                },
                entries={code: name for name, code in athletes.items()},
                sheets=[
                    sheet(athletes[r["athlete"]], name, "table", {"rank": plain(r[f"{name}_rank"])})
                    for r in rows
                    for name in rounds
                ],
            )
        )
        standings = played.standings()
        for row in rows:
            standing = standings.of(athletes[row["athlete"]])
            tally.equal(f"{row['athlete']} total", figure(row["official_total"]), standing.points)
            tally.equal(f"{row['athlete']} rank", int(row["official_rank"]), standing.rank)
    return tally


def replay_medals(folder: Path) -> Tally:
    """Medal tables: ranked by gold, silver, bronze in turn, and by the total."""
    tally = Tally()
    medals = ("gold", "silver", "bronze")
    for path, rows in tables(
        folder, {"Rank", "Team/NOC", "Gold", "Silver", "Bronze", "Rank by Total"}
    ):
        teams = codes(row["Team/NOC"] for row in rows)
        played = stage.play(
            package(
                slug(path, path.parent.name),
                path.parent.name,
                form=form(*(number_item(medal, min=0, step=1) for medal in medals)),
                rounds=["games"],
                policy={
                    "rounds": {"games": {"judges": {"method": "single"}}},
                    "rank_keys": [{"type": "item", "round": "games", "item": m} for m in medals],
                },
                entries={code: name for name, code in teams.items()},
                sheets=[
                    sheet(
                        teams[r["Team/NOC"]], "games", "table",
                        {medal: plain(r[medal.title()]) for medal in medals},
                    )
                    for r in rows
                ],
            )
        )  # fmt: skip
        by_medals, by_total = played.standings(), played.standings("games")
        for row in rows:
            name, code = row["Team/NOC"], teams[row["Team/NOC"]]
            tally.equal(f"{name} rank", int(row["Rank"]), by_medals.of(code).rank)
            tally.equal(f"{name} by total", int(row["Rank by Total"]), by_total.of(code).rank)
    return tally
