"""Compares a replayed tournament with its official figures."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.exact import number as exact
from tests.replay.fll.descriptor import PERFORMANCE
from tests.replay.fll.tables import Event, Row, flag, number
from tests.replay.fll.tournament import scored_run
from tests.replay.stage import Played
from tests.replay.tally import Tally


def compare(event: Event, played: Played) -> Tally:
    """Sheet totals, standardised scores, category scores, overall scores, the final order."""
    tally = Tally()
    points = played.sheet_points()
    for category, rows in event.tables.items():
        for row in rows:
            _compare_sheet(tally, category, row, points, played)
    standings = played.standings()
    for row in event.official:
        _compare_team(tally, event, row, standings.of(row["teamnumber"]))
    ranks = _official_ranks(event)
    for team, rank in ranks.items():
        tally.equal(f"{team}: final rank", rank, standings.of(team).rank)
    return tally


def _figure(row: Row, name: str) -> Fraction | None:
    return exact(number(row[name])) if row.get(name) else None


def _compare_sheet(tally: Tally, category: str, row: Row, points: Any, played: Played) -> None:
    run = category == PERFORMANCE
    if (run and not scored_run(row)) or flag(row, "noshow"):
        return
    team, judge = row["teamnumber"], row.get("judge") or "table"
    attempt = int(row["runnumber"]) if run else 1
    name = f"{team}: {category} {attempt if run else judge}"
    if row.get("computedtotal"):
        found = points.get((category, team, attempt, judge))
        tally.equal(f"{name} total", _figure(row, "computedtotal"), found)
    if row.get("standardizedscore"):
        found = played.standardised(category, team).get(judge)
        tally.close(f"{name} standardised", _figure(row, "standardizedscore"), found)


def _compare_team(tally: Tally, event: Event, row: Row, standing: Any) -> None:
    team = row["teamnumber"]
    for category in event.descriptor.categories:
        if category.name not in row or category.name not in event.tables:
            continue
        official = _figure(row, category.name)
        reached = standing.rounds.get(category.name)
        tally.close(f"{team}: {category.name}", official, reached.points if reached else None)
    if "overallscore" in row:
        tally.close(f"{team}: overall", _figure(row, "overallscore"), standing.points)


def _official_ranks(event: Event) -> dict[str, int | None]:
    """Ranks by the official overall score; a team without one is unranked."""
    scores = {row["teamnumber"]: _figure(row, "overallscore") for row in event.official}
    known = [score for score in scores.values() if score is not None]
    if not known:
        return {}
    low = event.descriptor.order == "asc"
    return {
        team: None if score is None else 1 + sum(s < score if low else s > score for s in known)
        for team, score in scores.items()
    }
