"""How far a round's judges agree: concordance of all, and each judge against the rest.

Reads counted sheets; statistics only, nothing here touches a rank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from contests.models import Contest
from contests.selectors import current_policy
from judging.selectors import field
from scoring.agreement import Concordance, judge_against_rest, kendall_w


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over the attempts that every judge of the round has scored.

    `concordance` is None where fewer than two judges or attempts remain, or all are tied.
    """

    judges: tuple[str, ...]
    attempts: int
    concordance: Concordance | None
    against_rest: Mapping[str, float | None]


def agreement(contest: Contest, *, round_code: str) -> Agreement:
    """The agreement of a round's judges, from the points of their sheets."""
    marks: list[dict[str, Fraction]] = []
    for entry in field(contest, policy=current_policy(contest), round_code=round_code):
        if entry.state != "active":
            continue
        for attempt in entry.rounds.get(round_code, ()):
            given = {s.judge: s.points for s in attempt.sheets if s.points is not None}
            if attempt.state == "done" and given:
                marks.append(given)
    judges = tuple(sorted({judge for given in marks for judge in given}))
    shared = [given for given in marks if len(given) == len(judges)]
    ratings = {judge: [given[judge] for given in shared] for judge in judges}
    return Agreement(judges, len(shared), kendall_w(ratings), judge_against_rest(ratings))
