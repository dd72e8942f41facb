"""One round handled in several ways, each followed through to the contest's ranks and prizes.

Reads the field once for the policy in force, and once more for every stored version asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import cast

from django.db.models import F

from contests.models import Contest, Round, ScoringPolicy
from judging.definitions import policy_of
from judging.selectors import field
from leaderboards.computing import facts, policy_in_force
from scoring.errors import DefinitionError
from scoring.field import EntryInput, Facts, Standings
from scoring.policy import Policy
from scoring.prizes import suggest_prizes
from scoring.rules import RANKING_JUDGES, SEVERITY_MODELS, JudgesRule, RoundPolicy
from scoring.severity import (
    Adjustment,
    Connectivity,
    Model,
    Refusal,
    connectivity,
    scores_of,
    severity_of,
    with_severity,
)
from scoring.standings import compute

CURRENT = "current"
TRIMMED_SHARE = Fraction(1, 3)
"""At each end: the highest and the lowest of three to five sheets."""

REDUCTIONS: Mapping[str, JudgesRule] = {
    "mean": JudgesRule("mean"),
    "trimmed": JudgesRule("trimmed", share=TRIMMED_SHARE),
    "median": JudgesRule("median"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One way of handling the round. Without standings, `refusal` or `unusable` says why.

    `id` is "current", a reduction, a model, or "policy:<number>".
    """

    id: str
    standings: Standings | None = None
    prizes: Mapping[str, str] | None = None
    refusal: Refusal | None = None
    warnings: tuple[str, ...] = ()
    unusable: bool = False


@dataclass(frozen=True, slots=True)
class Flip:
    """An entry's prize (None: none) in the policy in force and in a column."""

    column: str
    entry: str
    division: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Severity:
    """What a model says of the round's judges, and how well they are linked."""

    model: Model
    adjustment: Adjustment | None
    refusal: Refusal | None
    linked: Connectivity


@dataclass(frozen=True, slots=True)
class Comparison:
    """`comparable` is false where the round's value does not lie on the scale of one sheet."""

    round: Round
    policy: ScoringPolicy
    rule: RoundPolicy
    comparable: bool
    columns: tuple[Column, ...]
    flips: tuple[Flip, ...]
    severity: Severity
    scores: Mapping[str, int]
    judges: Mapping[str, str]


def compare(
    contest: Contest, *, round_code: str | None = None, versions: Sequence[int] = ()
) -> Comparison:
    """The policy in force beside the plain reductions, the severity models and stored versions.

    Without a code, of the rounds that the policy names, the one where scoring began last. Raises PolicyMissing, PolicyUnusable,
    RoundUnknown.
    """
    stored, policy = policy_in_force(contest, round_code)
    round_ = _round(contest, policy, round_code)
    rule = policy.rounds[round_.code]
    entries = field(contest, policy=stored)
    known = facts(contest)
    comparable = rule.judges.method not in RANKING_JUDGES and not _sums(rule)
    columns = [_column(CURRENT, policy, round_.code, entries, known)]
    if comparable:
        for name, handled in _handled(rule):
            other = replace(policy, rounds={**policy.rounds, round_.code: handled})
            columns.append(_column(name, other, round_.code, entries, known))
    for version in contest.policies.filter(number__in=versions).order_by("number"):
        columns.append(_version(contest, version, round_.code, known))
    return Comparison(
        round=round_,
        policy=stored,
        rule=rule,
        comparable=comparable,
        columns=tuple(columns),
        flips=tuple(_flips(columns)),
        severity=_severity(rule, entries),
        scores=_counts(rule, entries),
        judges=dict(contest.judges.values_list("code", "full_name")),
    )


def _round(contest: Contest, policy: Policy, code: str | None) -> Round:
    rounds = contest.rounds.filter(code__in=[code] if code else list(policy.rounds))
    return rounds.order_by(F("scored_at").desc(nulls_last=True), "order", "code")[0]


def _sums(rule: RoundPolicy) -> bool:
    return rule.judges.method == "sum" or (rule.judges.method, rule.judges.aggregate) == (
        "drop",
        "sum",
    )


def _handled(rule: RoundPolicy) -> Iterable[tuple[str, RoundPolicy]]:
    """The round's rule with another reduction or a model in place of all that it does to sheets."""
    plain = replace(rule, standardise=None, discrepancy=(), severity=None)
    for name, judges in REDUCTIONS.items():
        least = replace(judges, minimum_sheets=rule.judges.minimum_sheets)
        yield name, replace(plain, judges=least)
    for model in SEVERITY_MODELS:
        yield model, replace(plain, severity=model)


def _column(
    name: str, policy: Policy, round_code: str, entries: Sequence[EntryInput], known: Facts
) -> Column:
    adjusted, severity = with_severity(policy, entries)
    found = severity.get(round_code)
    if found is not None and found.refusal is not None and name != CURRENT:
        return Column(name, refusal=found.refusal)
    standings = compute(policy, adjusted, known)
    prizes: dict[str, str] = {}
    for suggestion in suggest_prizes(policy, standings)[0]:
        prizes.setdefault(suggestion.entry, suggestion.prize)
    warnings = () if found is None or found.adjustment is None else found.adjustment.warnings
    refusal = None if found is None else found.refusal
    return Column(name, standings, prizes, refusal, warnings)


def _version(contest: Contest, stored: ScoringPolicy, round_code: str, known: Facts) -> Column:
    name = f"policy:{stored.number}"
    try:
        policy = policy_of(stored)
    except DefinitionError:  # of rounds or items that are no longer there
        return Column(name, unusable=True)
    return _column(name, policy, round_code, field(contest, policy=stored), known)


def _flips(columns: Sequence[Column]) -> Iterable[Flip]:
    """Entries whose prize differs from that of the first column, the highest ranks first."""
    current = columns[0].prizes or {}
    for column in columns[1:]:
        if column.standings is None or column.prizes is None:
            continue
        for row in column.standings.rows:
            before, after = current.get(row.entry), column.prizes.get(row.entry)
            if before != after:
                yield Flip(column.id, row.entry, row.division, before, after)


def _severity(rule: RoundPolicy, entries: Sequence[EntryInput]) -> Severity:
    model = cast(Model, rule.severity or SEVERITY_MODELS[0])
    linked = connectivity((s.entry, s.judge) for s in scores_of(rule, entries))
    found = severity_of(rule, entries, model)
    return Severity(model, found.adjustment, found.refusal, linked)


def _counts(rule: RoundPolicy, entries: Sequence[EntryInput]) -> dict[str, int]:
    """How many entries each judge has scored."""
    scored: dict[str, set[str]] = {}
    for score in scores_of(rule, entries):
        scored.setdefault(score.judge, set()).add(score.entry)
    return {judge: len(units) for judge, units in scored.items()}
