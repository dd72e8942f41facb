"""What an override would do: the entry's value now, and every rank that it would change.

Ranks are those that the sheets give: draws and committee decisions split ties later.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from contests.models import Round, ScoringPolicy
from contests.selectors import current_policy
from judging.definitions import policy_of
from judging.errors import EntryNotJudged, OtherContest, RoundNotScored
from judging.selectors.field import field
from scoring.field import EntryInput, Standings
from scoring.severity import with_severity
from scoring.standings import compute
from submissions.models import Entry


@dataclass(frozen=True, slots=True)
class Effect:
    """`ranks`: [{"entry": code, "before": 2, "after": 1}]."""

    before: Fraction | None
    ranks: list[dict[str, object]]


def effect_of_override(
    entry: Entry, round_: Round, after: Fraction, *, stored: ScoringPolicy | None = None
) -> Effect:
    """By the policy `stored`, or the contest's current one.

    Raises OtherContest, RoundNotScored, EntryNotJudged.
    """
    if entry.contest_id != round_.contest_id:
        raise OtherContest
    code = round_.code
    stored = stored or current_policy(round_.contest)
    policy = None if stored is None else policy_of(stored)
    if policy is None or code not in policy.rounds:
        raise RoundNotScored(round=code)
    entries = field(round_.contest, policy=stored)
    if all(each.code != entry.code for each in entries):
        raise EntryNotJudged(entry=entry.code)
    entries, _ = with_severity(policy, entries)
    now = compute(policy, entries)
    then = compute(policy, [_overridden(each, entry.code, code, after) for each in entries])
    return Effect(now.of(entry.code).rounds[code].value, _changed(now, then))


def _overridden(each: EntryInput, entry: str, round_code: str, after: Fraction) -> EntryInput:
    if each.code != entry:
        return each
    return each._replace(overrides={**each.overrides, round_code: after})


def _changed(now: Standings, then: Standings) -> list[dict[str, object]]:
    before = {row.entry: row.rank for row in now.rows}
    return [
        {"entry": row.entry, "before": before[row.entry], "after": row.rank}
        for row in then.rows
        if before[row.entry] != row.rank
    ]
