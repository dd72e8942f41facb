"""A policy's severity models put to its rounds: adjusted values for the entries, or why there are none.

Here floats end: an adjusted value is rounded to a decimal at the place "severity", and everything
that follows is exact. Never ranks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from scoring.field import EntryInput
from scoring.rounds import counted_marks
from scoring.rules import SEVERITY_ROUNDING, Policy, RoundPolicy
from scoring.severity.adjustment import Adjustment, adjust
from scoring.severity.design import Score
from scoring.severity.models import Model, Refusal

_ATTEMPT = "#"
"""Between an entry's code and an attempt's number: each attempt is judged by itself."""


@dataclass(frozen=True, slots=True)
class RoundSeverity:
    """What a model made of a round: an adjustment, or a refusal, in which case raw values stand."""

    model: Model
    adjustment: Adjustment | None = None
    refusal: Refusal | None = None


def severity_of(rule: RoundPolicy, entries: Sequence[EntryInput], model: Model) -> RoundSeverity:
    """The model over the counted sheets of the active entries; their attempts stand for entries."""
    try:
        return RoundSeverity(model, adjustment=adjust(scores_of(rule, entries), model))
    except Refusal as refusal:
        return RoundSeverity(model, refusal=refusal)


def _adjusted_values(rule: RoundPolicy, found: Adjustment) -> dict[str, dict[int, Fraction]]:
    """Adjusted values by entry code and attempt number, rounded as the policy says."""
    rounding = rule.rounding.get("severity", SEVERITY_ROUNDING)
    values: dict[str, dict[int, Fraction]] = {}
    for unit, estimate in found.entries.items():
        code, _, number = unit.rpartition(_ATTEMPT)
        values.setdefault(code, {})[int(number)] = rounding.of(Fraction(estimate.value))
    return values


def with_severity(
    policy: Policy, entries: Sequence[EntryInput], round_code: str | None = None
) -> tuple[tuple[EntryInput, ...], Mapping[str, RoundSeverity]]:
    """The entries with adjusted values in the rounds whose policy names a model, and what came of it.

    With `round_code` that round alone. Where the model refuses, the entries stay as they are.
    """
    found: dict[str, RoundSeverity] = {}
    values: dict[str, dict[str, dict[int, Fraction]]] = {}
    for code, rule in policy.rounds.items():
        if rule.severity is None or round_code not in (None, code):
            continue
        found[code] = severity_of(rule, entries, cast(Model, rule.severity))
        adjustment = found[code].adjustment
        if adjustment is not None:
            values[code] = _adjusted_values(rule, adjustment)
    if not values:
        return tuple(entries), found
    return tuple(
        entry._replace(
            adjusted={code: by_entry.get(entry.code, {}) for code, by_entry in values.items()}
        )
        for entry in entries
    ), found


def scores_of(rule: RoundPolicy, entries: Sequence[EntryInput]) -> Iterator[Score]:
    """The counted marks of the active entries; an attempt is named by its entry and number."""
    for entry in entries:
        if entry.state == "active":
            for attempt, sheet, mark in counted_marks(rule, entry):
                yield Score(f"{entry.code}{_ATTEMPT}{attempt.number}", sheet.judge, mark)
