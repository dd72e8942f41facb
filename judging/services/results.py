"""Reducing one entry's sheets to its result in one round, under the lock on that result's row.

The row is the lock of everything that it is reduced from: whoever changes a sheet or an attempt
takes it first (`lock_result`), so a reader never reduces half of two concurrent writes. Who needs
several takes them in one order (`hold`), after the rounds that they hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from accounts.models import User
from common.prepared import PreparedModels
from contests.models import Contest, Round, ScoringPolicy
from contests.selectors import current_policy
from judging.definitions import rules_of
from judging.models import Judge, RoundResult, Scoresheet
from judging.selectors.awaited import counted_sheets_where
from judging.selectors.field import attempts_of, attempts_where, override_of, overrides_where
from judging.services import discrepancies
from scoring.exact import rounded
from scoring.field import AttemptInput
from scoring.policy import Policy
from scoring.rounds import reduce_round

_REDUCED = (
    "value",
    "sort_value",
    "basis",
    "sheets_expected",
    "sheets_submitted",
    "revision",
    "updated_at",
)
_SORT_DIGITS = 8
_SORT_LIMIT = Decimal(10) ** 15  # what the decimal column can hold


def lock_result(*, entry_id: int, round_id: int) -> RoundResult:
    """The entry's result row, locked until the transaction ends; made if it is not there."""
    found = _locked(entry_id, round_id)
    if not found:
        RoundResult.objects.get_or_create(entry_id=entry_id, round_id=round_id)
        found = _locked(entry_id, round_id)
    return found[0]


_locked = PreparedModels(
    lambda entry, round_: (
        RoundResult.objects.select_for_update().filter(entry_id=entry, round_id=round_).order_by()
    )
)


def hold(results: QuerySet[RoundResult]) -> list[RoundResult]:
    """These results, locked until the transaction ends; by round and entry, as everybody does.

    Every score write holds its entry's result: of those that are ours none is half-way.
    """
    locked = results.select_for_update(of=("self",)).order_by("round_id", "entry_id")
    return list(locked)


def reduce_result(
    *, result: RoundResult, policy: ScoringPolicy | None, code: str, actor: User | None = None
) -> None:
    """Recompute a locked result from all sheets and attempts as they are now.

    What the judges disagree on is noticed first; `actor` is whose write it follows from.
    """
    rules = rules_of(policy) if policy else None
    parsed = rules.policy if rules else None
    attempts, result.sheets_expected, result.sheets_submitted = attempts_of(
        result.entry_id, result.round_id, policy
    )
    if parsed is not None and code in parsed.rounds:
        attempts = discrepancies.refresh(
            entry_id=result.entry_id,
            round_id=result.round_id,
            rule=parsed.rounds[code],
            attempts=attempts,
            actor=actor,
        )
    override = override_of(result.entry_id, result.round_id)
    value = reduced(parsed, code, attempts, override)
    result.value = value
    result.sort_value = sort_value(value)
    result.basis = rules.bases.get(code, "") if rules else ""
    result.revision += 1
    result.save(update_fields=_REDUCED)


def sort_value(value: Fraction | None) -> Decimal | None:
    """The value as the decimal that the database sorts by; null where it does not fit."""
    if value is None:
        return None
    places = rounded(value, _SORT_DIGITS, "half_even")
    decimal = Decimal(places.numerator) / Decimal(places.denominator)
    return decimal if abs(decimal) < _SORT_LIMIT else None


def reduced(
    policy: Policy | None,
    code: str,
    attempts: Sequence[AttemptInput],
    override: Fraction | None = None,
) -> Fraction | None:
    """An entry's value in a round, as it is to be stored."""
    if policy is None or code not in policy.rounds or policy.round_needs_field(code):
        return None
    return reduce_round(policy.rounds[code], attempts, override)


def reduce_results_of(*, judge: Judge) -> None:
    """Recompute every result that the judge has a sheet on, as after a change of the role or of being there."""
    policy = current_policy(judge.contest)
    places = (
        Scoresheet.objects.filter(judge=judge)
        .order_by("attempt__round_id", "attempt__entry_id")
        .values_list("attempt__entry_id", "attempt__round_id", "attempt__round__code")
        .distinct()
    )
    for entry_id, round_id, code in list(places):
        result = lock_result(entry_id=entry_id, round_id=round_id)
        reduce_result(result=result, policy=policy, code=code)


def create_results(*, contest: Contest) -> None:
    """Reduce every entry's sheets of a contest that has no results yet, in a few queries.

    The caller alone knows the contest's rows (it has just written them), so nothing is locked.
    """
    policy = current_policy(contest)
    rules = rules_of(policy) if policy else None
    parsed = rules.policy if rules else None
    attempts = attempts_where({"entry__contest": contest}, policy)
    counts = counted_sheets_where({"entry__contest": contest})
    rounds = {round_.code: round_.pk for round_ in Round.everything.filter(contest=contest)}
    overrides = overrides_where({"entry__contest": contest})
    results: list[RoundResult] = []
    for (entry_id, code), tries in attempts.items():
        if parsed and code in parsed.rounds:
            tries = discrepancies.refresh(
                entry_id=entry_id,
                round_id=rounds[code],
                rule=parsed.rounds[code],
                attempts=tries,
                actor=None,
            )
        value = reduced(parsed, code, tries, overrides.get(entry_id, {}).get(code))
        expected, submitted = counts.get((entry_id, rounds[code]), (0, 0))
        results.append(
            RoundResult(
                entry_id=entry_id,
                round_id=rounds[code],
                value=value,
                sort_value=sort_value(value),
                basis=rules.bases.get(code, "") if rules else "",
                sheets_expected=expected,
                sheets_submitted=submitted,
                revision=1,
            )
        )
    RoundResult.objects.bulk_create(results, batch_size=2000)


def item_comments(comments: dict[str, str]) -> dict[str, str]:
    """The comments on items; the one under "" is on the whole sheet and no item's."""
    return {item: words for item, words in comments.items() if item}
