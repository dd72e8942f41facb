"""Reducing an entry's attempts. Attempts come as (number, value) pairs of those that count."""

from collections.abc import Collection, Sequence
from fractions import Fraction

from scoring.methods.judges import mean
from scoring.rules import AttemptsRule

Numbered = tuple[int, Fraction]
Reduced = tuple[Fraction | None, frozenset[int]]
"""The value, and the numbers of the attempts that it was made from."""


def ordered(attempts: Sequence[Numbered], order: str) -> list[Numbered]:
    """Best first; among equals the earlier attempt."""
    sign = 1 if order == "asc" else -1
    return sorted(attempts, key=lambda a: (sign * a[1], a[0]))


def dropped_count(rule: AttemptsRule, count: int) -> int:
    """How many lowest attempts the table drops from so many."""
    for row in rule.table:
        if row.start <= count and (row.end is None or count <= row.end):
            return row.drop
    return 0


def reduce_attempts(
    rule: AttemptsRule, attempts: Sequence[Numbered], chosen: Collection[int] = ()
) -> Reduced:
    """The round's value from its attempts.

    `best_k` sums the k best (RoboCupJunior); `drop_lowest` is the mean after dropping the lowest by
    a table on the number of attempts (VEX IQ game manual: 1/2/3/4 of 4-7/8-11/12-15/16+);
    `chosen` is the best of the attempts that the entry chose, or of all if it chose none.
    """
    if not attempts:
        return None, frozenset()
    best_first = ordered(attempts, rule.order)
    used: list[Numbered]
    match rule.method:
        case "last" | "single":
            used = [max(attempts)]
        case "best":
            used = best_first[:1]
        case "chosen":
            used = ([a for a in best_first if a[0] in chosen] or best_first)[:1]
        case "best_k":
            used = best_first[: rule.k]
        case "drop_lowest":
            used = best_first[: len(best_first) - dropped_count(rule, len(best_first))]
        case _:
            used = best_first
    values = [value for _, value in used]
    averaged = rule.method in ("mean", "drop_lowest")
    value = mean(values) if averaged else sum(values, Fraction(0))
    return value, frozenset(number for number, _ in used)


def iterated_drop(rule: AttemptsRule, attempts: Sequence[Numbered]) -> tuple[Fraction, ...]:
    """Means after dropping one more lowest each time (VEX IQ tie-break), from the table's count."""
    best_first = ordered(attempts, rule.order)
    start = len(best_first) - dropped_count(rule, len(best_first))
    return tuple(
        mean([value for _, value in best_first[:count]]) for count in range(start - 1, 0, -1)
    )
