"""Rank keys of a policy as columns over the field's results."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.field import AttemptInput, EntryInput, Facts, KeyValue
from scoring.methods.attempts import iterated_drop, ordered
from scoring.methods.judges import mean
from scoring.ranking import Column, Values
from scoring.rounds import RoundResult
from scoring.rules import Policy, RankKey, RoundPolicy

Results = Mapping[str, Mapping[str, RoundResult]]
"""Results by round code and entry code."""


@dataclass(frozen=True, slots=True)
class KeySource:
    """All that rank keys read."""

    policy: Policy
    entries: Mapping[str, EntryInput]
    results: Results
    combined: Mapping[str, KeyValue]
    facts: Facts

    def column(self, key: RankKey) -> Column:
        if key.type == "head_to_head":
            return Column(key.id, key.order, lambda group: self._duels(key, group))
        values = self._values(key)
        return Column(key.id, key.order, lambda _: values)

    def _values(self, key: RankKey) -> Values:
        if key.type == "points":
            return self.combined
        if key.type == "draw":
            return {code: Fraction(n) for code, n in self.facts.draws.items()}
        if key.type == "decision":
            return {code: Fraction(n) for code, n in self.facts.decisions.items()}
        if key.type == "extra_run":
            return self.facts.extra_runs.get(key.round, {})
        return {code: self._value(key, entry) for code, entry in self.entries.items()}

    def _value(self, key: RankKey, entry: EntryInput) -> KeyValue:
        if key.type == "earliest":
            return self._moment(entry)
        rule = self.policy.rounds[key.round]
        result = self.results.get(key.round, {}).get(entry.code, RoundResult())
        match key.type:
            case "round":
                if key.of == "rank":
                    return None if result.rank is None else Fraction(result.rank)
                return result.value if key.of == "value" else result.points
            case "attempts_sorted":
                best_first = ordered(result.numbered, rule.attempts.order)
                return tuple(value for _, value in best_first) or None
            case "iterated_drop":
                return iterated_drop(rule.attempts, result.numbered) if result.numbered else None
        value = item_value(rule, key, entry, result)
        if key.type == "closest":
            target = self.facts.targets.get(key.target)
            return None if value is None or target is None else abs(value - target)
        return value

    def _moment(self, entry: EntryInput) -> Fraction | None:
        """The entry's own time, else the latest of its counted attempts."""
        if entry.at is not None:
            return Fraction(entry.at)
        moments = [
            attempt.at
            for code, results in self.results.items()
            if entry.code in results
            for attempt in entry.rounds.get(code, ())
            if attempt.at is not None
            and any(t.counted and t.number == attempt.number for t in results[entry.code].traces)
        ]
        return Fraction(max(moments)) if moments else None

    def _duels(self, key: RankKey, group: Sequence[str]) -> Values:
        """What each won against the others of the tied group."""
        won = self.facts.duels.get(key.round, {})
        return {a: sum((won.get((a, b), Fraction(0)) for b in group), Fraction(0)) for a in group}


def item_value(
    rule: RoundPolicy, key: RankKey, entry: EntryInput, result: RoundResult
) -> Fraction | None:
    """An item over the entry's counting attempts; within one attempt the mean of the sheets."""
    attempts = {a.number: a for a in entry.rounds.get(rule.code, ())}
    counting = [attempts[n] for n, _ in sorted(result.numbered) if attempts[n].state == "done"]
    if key.reduce == "best_attempt":
        best = ordered(result.numbered, rule.attempts.order)[:1]
        counting = [attempts[n] for n, _ in best if attempts[n].state == "done"]
    elif key.reduce == "last":
        counting = counting[-1:]
    values = [v for a in counting if (v := _within(a, key.item)) is not None]
    if key.reduce in ("sum", "mean"):
        # An attempt that counts as zero though it was not done is worth zero here too.
        values += [Fraction(0) for n, _ in result.numbered if attempts[n].state != "done"]
    if not values:
        return None
    return _REDUCE[key.reduce](values) if key.reduce in _REDUCE else values[0]


def _within(attempt: AttemptInput, item: str) -> Fraction | None:
    own = attempt.values.get(item)
    if isinstance(own, Fraction | int):
        return Fraction(own)
    found = [s.values.get(item) for s in attempt.sheets if s.state == "scored"]
    numbers = [Fraction(v) for v in found if isinstance(v, Fraction | int)]
    return mean(numbers) if numbers else None


_REDUCE: Mapping[str, Callable[[list[Fraction]], Fraction]] = {
    "sum": lambda values: sum(values, Fraction(0)),
    "mean": mean,
    "max": max,
    "min": min,
}
