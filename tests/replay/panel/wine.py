"""Blind tastings where every judge ranks all wines: rank sums, and how far the judges agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from scoring.agreement import kendall_w
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
    from judging.selectors.agreement import MIN_FOR_P  # when Django is set up

    agreement = played.agreement("tasting")
    whole = agreement["rows"][0]
    tally.equal(f"{name} W", figure(tasting["W"]), _shown(whole["kendall_w"]["value"]))
    p = _chance(played, wines) if len(wines) < MIN_FOR_P else whole["p"]
    tally.equal(f"{name} p", figure(tasting["p"]), _shown(p))
    against_rest = {judge["code"]: judge["against_rest"] for judge in agreement["judges"]}
    for judge, correlation in tasting["judge_vs_rest"].items():
        found = against_rest[judges[judge]]
        tally.equal(f"{name} {judge} against the rest", figure(correlation), _shown(found))
    return tally


def _chance(played: stage.Played, wines: Sequence[str]) -> float:
    """The chance of such a W, which the product does not show for so few entries."""
    marks: dict[str, dict[str, Fraction]] = {}
    for (_, wine, _, judge), points in played.sheet_points().items():
        marks.setdefault(judge, {})[wine] = points
    concordance = kendall_w({judge: [own[wine] for wine in wines] for judge, own in marks.items()})
    assert concordance is not None
    return concordance.p


def _shown(value: float | None) -> Fraction | None:
    """A figure as it is printed, to four decimals."""
    return None if value is None else rounded(Fraction(value), _DIGITS, "half_even")
