"""Diving: judges' marks with the highest and lowest dropped, times the dive's difficulty.

Until 2012 one mark was dropped at each end and the rest scaled to three judges; since 2013 three
marks are left (World Aquatics, Competition Regulations, Diving).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from scoring.exact import text
from tests.replay import stage
from tests.replay.packages import Json, codes, fact_item, form, number_item, package, sheet
from tests.replay.panel.files import Row, figure, numbered, plain, slug, tables
from tests.replay.tally import Tally

STAGES = ("Prelim", "Semi", "Final")
_MARK = number_item("mark", min=0, max=10, step="1/2")
_FORM = form(_MARK, fact_item("difficulty"))


def replay(folder: Path, *, events: int | None = None) -> Tally:
    """Official ranks of every stage; a stage adds the points of the one before it.

    `events` are how many of each file are played; without it all.
    """
    tally = Tally()
    columns = {"Event", "Round", "Diver", "Rank", "DiveNo", "Difficulty", "J1"}
    for path, rows in tables(folder, columns):
        for event in list(dict.fromkeys(row["Event"] for row in rows))[:events]:
            dives = [row for row in rows if row["Event"] == event]
            present = [name for name in STAGES if any(row["Round"] == name for row in dives)]
            for before, name in pairwise(["", *present]):
                tally += _stage(path, event, dives, [before, name] if before else [name])
    return tally


def _stage(path: Path, event: str, dives: list[Row], rounds: list[str]) -> Tally:
    """One stage with the one before it; who takes part in it is ranked."""
    tally = Tally()
    current = [row for row in dives if row["Round"] == rounds[-1]]
    divers = codes(row["Diver"] for row in current)
    counted = [row for row in dives if row["Round"] in rounds and row["Diver"] in divers]
    judges = numbered(current[0], "J")
    factor = Fraction(3, len(judges) - 2)
    rule = _rule(1, factor)
    played = stage.play(
        package(
            slug(path, event, rounds[-1]),
            f"{event} {rounds[-1]}",
            form=_FORM,
            rounds=[name.lower() for name in rounds],
            policy={"rounds": {name.lower(): rule for name in rounds}},
            entries={code: name for name, code in divers.items()},
            attempts=[
                _dive(divers[r["Diver"]], r["Round"].lower(), int(r["DiveNo"]), r["Difficulty"])
                for r in counted
            ],
            sheets=[
                sheet(
                    divers[r["Diver"]], r["Round"].lower(), judge, {"mark": plain(r[judge])},
                    int(r["DiveNo"]),
                )
                for r in counted
                for judge in judges
                if r[judge]
            ],
            attempts_max=max(int(r["DiveNo"]) for r in counted),
        )
    )  # fmt: skip
    standings = played.standings()
    for name, code in divers.items():
        official = next(row["Rank"] for row in current if row["Diver"] == name)
        tally.equal(f"{event} {rounds[-1]} {name}", int(official), standings.of(code).rank)
    return tally


def _rule(dropped: int, factor: Fraction) -> Json:
    factors = [{"var": "value"}, {"var": "difficulty"}, text(factor)]
    return {
        "judges": {"method": "drop", "high": dropped, "low": dropped, "aggregate": "sum"},
        "attempt": {"expression": {"*": factors}},
        "attempts": {"method": "sum"},
    }


def _dive(entry: str, round_: str, attempt: int, difficulty: str) -> Json:
    return {
        "entry": entry, "round": round_, "number": attempt,
        "values": {"difficulty": plain(difficulty)},
    }  # fmt: skip


def replay_dives(folder: Path) -> Tally:
    """Official scores of single dives, three marks counted."""
    tally = Tally()
    columns = {"Diver_Name", "Difficulty", "Judge1", "Round_Score", "Round_Number"}
    for path, rows in tables(folder, columns):
        divers = codes(row["Diver_Name"] for row in rows)
        judges = numbered(rows[0], "Judge")
        rule = _rule((len(judges) - 3) // 2, Fraction(1))
        played = stage.play(
            package(
                slug(path),
                path.stem,
                form=_FORM,
                rounds=["final"],
                policy={"rounds": {"final": rule}},
                entries={code: name for name, code in divers.items()},
                attempts=[
                    _dive(divers[r["Diver_Name"]], "final", int(r["Round_Number"]), r["Difficulty"])
                    for r in rows
                ],
                sheets=[
                    sheet(
                        divers[r["Diver_Name"]], "final", judge, {"mark": plain(r[judge])},
                        int(r["Round_Number"]),
                    )
                    for r in rows
                    for judge in judges
                ],
                attempts_max=max(int(r["Round_Number"]) for r in rows),
            )
        )  # fmt: skip
        standings = played.standings()
        for row in rows:
            reached = standings.of(divers[row["Diver_Name"]]).rounds["final"]
            found = {attempt.number: attempt.value for attempt in reached.attempts}
            number = int(row["Round_Number"])
            tally.equal(
                f"{row['Diver_Name']} dive {number}", figure(row["Round_Score"]), found.get(number)
            )
    return tally
