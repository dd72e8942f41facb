"""Snowboard halfpipe: six marks, highest and lowest dropped, mean of the rest, best run counts."""

from __future__ import annotations

from pathlib import Path

from tests.replay import stage
from tests.replay.packages import codes, form, number_item, package, sheet
from tests.replay.panel.files import figure, numbered, plain, slug, tables
from tests.replay.tally import Tally

_POLICY = {
    "rounds": {
        "final": {
            "judges": {"method": "drop", "high": 1, "low": 1, "aggregate": "mean"},
            "attempts": {"method": "best"},
            "rounding": {"judges": {"digits": 2, "mode": "half_up"}},
        }
    },
    "rank_keys": [{"type": "points"}, {"type": "attempts_sorted", "round": "final"}],
}


def replay(folder: Path) -> Tally:
    """Official scores of runs, best scores and ranks."""
    tally = Tally()
    finals = [rows for _, rows in tables(folder, {"competitor", "final_rank", "best_score"})]
    for path, rows in tables(folder, {"competitor", "run", "official_run_score", "j1"}):
        riders = codes(row["competitor"] for row in rows)
        judges = numbered(rows[0], "j")
        scored = [row for row in rows if all(row[judge] for judge in judges)]
        played = stage.play(
            package(
                slug(path.parent, path.stem),
                path.parent.name,
                form=form(number_item("mark", min=0, max=100)),
                rounds=["final"],
                policy=_POLICY,
                entries={code: name for name, code in riders.items()},
                # A run that did not improve was not marked.
                attempts=[
                    {"entry": riders[r["competitor"]], "number": int(r["run"]), "state": "void"}
                    for r in rows
                    if r not in scored
                ],
                sheets=[
                    sheet(
                        riders[r["competitor"]], "final", judge, {"mark": plain(r[judge])},
                        int(r["run"]),
                    )
                    for r in scored
                    for judge in judges
                ],
                attempts_max=max(int(r["run"]) for r in rows),
            )
        )  # fmt: skip
        standings = played.standings()
        for row in scored:
            reached = standings.of(riders[row["competitor"]]).rounds["final"]
            found = {attempt.number: attempt.value for attempt in reached.attempts}
            official = figure(row["official_run_score"])
            tally.equal(f"{row['competitor']} run {row['run']}", official, found[int(row["run"])])
        for row in (row for final in finals for row in final if row["competitor"] in riders):
            standing = standings.of(riders[row["competitor"]])
            tally.equal(f"{row['competitor']} best", figure(row["best_score"]), standing.points)
            tally.equal(f"{row['competitor']} rank", int(row["final_rank"]), standing.rank)
    return tally
