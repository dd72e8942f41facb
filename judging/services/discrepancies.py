"""Discrepancies between judges as their sheets tell them, kept in line with every write.

Runs inside the caller's transaction, under the lock on the entry's result. Never settles anything:
that is for people (`judging.services.settling`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from accounts.models import User
from judging.models import Attempt, Discrepancy, DiscrepancyEvent
from judging.selectors.field import ruling_of
from scoring.exact import text
from scoring.field import AttemptInput
from scoring.rounds import discrepancy_of
from scoring.rules import RoundPolicy

State = Discrepancy.State

SETTLED = (State.DISCUSSED, State.MINUTED, State.RESOLVED)


@dataclass(frozen=True, slots=True)
class Target:
    """What an attempt's discrepancy must say, told from its sheets and what people ruled."""

    state: str
    action: str
    result: str
    difference: Fraction
    marks: Mapping[str, str]
    value: Fraction | None


def target(rule: RoundPolicy, attempt: AttemptInput, row: Discrepancy | None) -> Target | None:
    """The discrepancy as it must be now; None where there is none and never was."""
    found = discrepancy_of(rule, replace(attempt, ruling=None if row is None else ruling_of(row)))
    if found is None or found.band.action == "accept":
        if row is None:
            return None
        return Target(State.LAPSED, row.action, row.result, row.difference, row.marks, None)
    marks = {judge: text(points) for judge, points in sorted(found.marks.items())}
    same = (
        row is not None
        and row.state != State.LAPSED
        and (row.marks, row.action, row.result) == (marks, found.band.action, found.band.result)
    )
    third = None if row is None else row.third
    state: str = State.OPEN
    if (row is not None and same and row.state in (State.DISCUSSED, State.MINUTED)) or (
        row is not None and same and row.state == State.RESOLVED and found.settled
    ):
        state = row.state
    elif found.band.action == "third_marking" and third is not None:
        state = State.THIRD_MARKING
        if found.band.result != "head" and third.code in _marked(attempt):
            state = State.RESOLVED
    value = row.value if row is not None and state in SETTLED else None
    return Target(state, found.band.action, found.band.result, found.difference, marks, value)


def _marked(attempt: AttemptInput) -> set[str]:
    return {sheet.judge for sheet in attempt.sheets if sheet.points is not None}


def refresh(
    *,
    entry_id: int,
    round_id: int,
    rule: RoundPolicy,
    attempts: Sequence[AttemptInput],
    actor: User | None,
) -> tuple[AttemptInput, ...]:
    """Bring the entry's discrepancies in line with its sheets; the attempts with their rulings."""
    if not rule.discrepancy:
        return tuple(attempts)
    rows = rows_where({"entry_id": entry_id, "round_id": round_id}).get(entry_id, {})
    refreshed: list[AttemptInput] = []
    for attempt in attempts:
        row = rows.get(attempt.number)
        wanted = target(rule, attempt, row)
        if wanted is not None:
            if row is None:
                pk = Attempt.objects.values_list("pk", flat=True).get(
                    entry_id=entry_id, round_id=round_id, number=attempt.number
                )
                row = Discrepancy(attempt_id=pk)
            if row.pk is None or wanted != stored(row):
                write(row, wanted, actor=actor)
        refreshed.append(replace(attempt, ruling=None if row is None else ruling_of(row)))
    return tuple(refreshed)


def differences(
    rule: RoundPolicy, attempts: Sequence[AttemptInput], rows: Mapping[int, Discrepancy]
) -> Iterator[tuple[int, str, str]]:
    """(attempt, stored, computed) of an entry's discrepancies that its sheets do not bear out."""
    if not rule.discrepancy:
        return
    for attempt in attempts:
        row = rows.get(attempt.number)
        wanted = target(rule, attempt, row)
        told = None if row is None else stored(row)
        if wanted != told:
            yield attempt.number, str(told), str(wanted)


def rows_where(where: Mapping[str, Any]) -> Mapping[int, dict[int, Discrepancy]]:
    """What is stored of attempts that match `where` (lookups from Attempt), by entry and number."""
    lookups = {f"attempt__{lookup}": value for lookup, value in where.items()}
    found: defaultdict[int, dict[int, Discrepancy]] = defaultdict(dict)
    for row in Discrepancy.objects.filter(**lookups).select_related("attempt", "third"):
        found[row.attempt.entry_id][row.attempt.number] = row
    return found


def stored(row: Discrepancy) -> Target:
    """What the row says."""
    return Target(row.state, row.action, row.result, row.difference, row.marks, row.value)


def write(row: Discrepancy, wanted: Target, *, actor: User | None, reason: str = "") -> None:
    """Store `wanted` and append its event."""
    row.state, row.action, row.result = wanted.state, wanted.action, wanted.result
    row.difference, row.marks, row.value = wanted.difference, dict(wanted.marks), wanted.value
    row.revision += 1
    row.save()
    DiscrepancyEvent.objects.create(
        discrepancy=row,
        number=row.revision,
        state=row.state,
        action=row.action,
        difference=row.difference,
        marks=row.marks,
        value=row.value,
        third=row.third,
        reason=reason,
        actor=actor,
    )
