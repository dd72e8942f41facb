"""Suggesting prizes from standings. Quotas advise: exceeding one warns, nothing blocks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.errors import Problem
from scoring.exact import text
from scoring.field import Standing, Standings
from scoring.rules import Policy, Prize


@dataclass(frozen=True, slots=True)
class PrizeSuggestion:
    """A prize for an entry."""

    entry: str
    prize: str


def suggest_prizes(
    policy: Policy, standings: Standings
) -> tuple[tuple[PrizeSuggestion, ...], tuple[Problem, ...]]:
    """Prizes in their order down each division's ranks, and warnings.

    A share of the quota is rounded down but gives at least one. Entries sharing the place at the
    quota's edge all get the prize (`shared` "all", with a warning) or none of them ("none").
    Warnings: "quota-exceeded", "quota-unfilled", "minimum-unmet", "tie-at-edge".
    """
    suggestions: list[PrizeSuggestion] = []
    warnings: list[Problem] = []
    ranked = [row for row in standings.rows if row.rank is not None]
    fields: dict[str, list[Standing]] = {}
    for row in ranked:
        fields.setdefault(row.division if policy.by_division else "", []).append(row)
    for division, field in sorted(fields.items()):
        taken: set[str] = set()
        for index, prize in enumerate(policy.prizes):
            if prize.divisions and policy.by_division and division not in prize.divisions:
                continue
            eligible = [
                row
                for row in field
                if row.entry not in taken
                and (policy.by_division or not prize.divisions or row.division in prize.divisions)
            ]
            chosen = _choose(prize, eligible, len(field), index, division, warnings)
            suggestions.extend(PrizeSuggestion(row.entry, prize.code) for row in chosen)
            if policy.one_award_an_entry:
                taken |= {row.entry for row in chosen}
    return tuple(suggestions), tuple(warnings)


def _choose(
    prize: Prize,
    eligible: Sequence[Standing],
    size: int,
    index: int,
    division: str,
    warnings: list[Problem],
) -> list[Standing]:
    def warn(code: str, **params: object) -> None:
        details = {"prize": prize.code, "division": division, **params}
        warnings.append(Problem(code, f"/prizes/{index}", None, "warn", details))

    quota = prize.quota
    if prize.share is not None:
        quota = max(1, math.floor(prize.share * size))
    good = list(eligible)
    if prize.minimum is not None:
        least = prize.minimum
        good = [row for row in eligible if row.points is not None and row.points >= least]
        if len(good) < min(len(eligible), quota if quota is not None else len(eligible)):
            warn("minimum-unmet", minimum=text(least), count=len(good))
    if quota is None:
        return good
    chosen = good[:quota]
    edge = chosen[-1].rank if chosen else None
    if len(good) > quota and good[quota].rank == edge:
        if prize.shared == "all":
            chosen = [row for row in good if (row.rank or 0) <= (edge or 0)]
            warn("quota-exceeded", quota=quota, count=len(chosen))
        else:
            chosen = [row for row in chosen if row.rank != edge]
            warn("tie-at-edge", quota=quota, count=len(chosen))
    elif len(chosen) < quota:
        warn("quota-unfilled", quota=quota, count=len(chosen))
    return chosen
