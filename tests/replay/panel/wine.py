"""Blind tastings where every judge ranks all wines: rank sums, and how far the judges agree."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from scoring.exact import rounded
from tests.replay import stage
from tests.replay.packages import codes, form, number_item, package, sheet
from tests.replay.panel.files import documents, figure, slug
from tests.replay.tally import Tally

_DIGITS = 4
_POLICY = {"rounds": {"tasting": {"judges": {"method": "rank_sum", "order": "asc"}}}}


def replay(folder: Path) -> Tally:
    """Rank sums, group ranks, concordance with its probability, each judge against the rest."""
    tally = Tally()
    for path, document in documents(folder):
        for tasting in document if isinstance(document, list) else ():
            if {"judges", "votes_against", "group_ranking"} <= set(tasting):
                tally += _tasting(path, tasting)
    return tally


def _tasting(path: Path, tasting: Mapping[str, Any]) -> Tally:
    tally = Tally()
    name = slug(Path(tasting["report"]), tasting["date"])
    judges = codes(tasting["judges"], "J")
    wines = [f"W{n:02}" for n in range(1, len(tasting["group_ranking"]) + 1)]
    played = stage.play(
        package(
            name,
            f"{path.parent.name} {tasting['date']}",
            form=form(number_item("place", min=1, max=len(wines), step=1)),
            rounds=["tasting"],
            policy=_POLICY,
            entries={wine: wine for wine in wines},
            sheets=[
                sheet(wine, "tasting", judges[judge], {"place": place})
                for judge, places in tasting["judges"].items()
                for wine, place in zip(wines, places, strict=True)
            ],
        )
    )
    standings = played.standings()
    official = zip(wines, tasting["votes_against"], tasting["group_ranking"], strict=True)
    for wine, votes, rank in official:
        standing = standings.of(wine)
        tally.equal(f"{name} {wine} votes", Fraction(votes), standing.points)
        tally.equal(f"{name} {wine} rank", rank, standing.rank)
    agreement = played.agreement("tasting")
    tally.equal(f"{name} W", figure(tasting["W"]), _shown(agreement.concordance.w))
    tally.equal(f"{name} p", figure(tasting["p"]), _shown(agreement.concordance.p))
    for judge, correlation in tasting["judge_vs_rest"].items():
        found = agreement.against_rest[judges[judge]]
        tally.equal(f"{name} {judge} against the rest", figure(correlation), _shown(found))
    return tally


def _shown(value: Fraction | float | None) -> Fraction | None:
    """A figure as it is printed, to four decimals."""
    return None if value is None else rounded(Fraction(value), _DIGITS, "half_even")
