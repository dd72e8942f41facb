"""Standings: a pure function of a policy, the entries and the facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from scoring.field import (
    EntryInput,
    Facts,
    Key,
    KeyValue,
    RoundStanding,
    Standing,
    Standings,
    StandingState,
)
from scoring.keys import KeySource, Results
from scoring.methods.skating import overall_places
from scoring.ranking import Column, Values, refine
from scoring.rounds import RoundResult, round_results
from scoring.rules import Combine, Order, Policy, RankKey

__all__ = ["compute"]


def compute(
    policy: Policy,
    entries: Sequence[EntryInput],
    facts: Facts | None = None,
    round: str | None = None,  # noqa: A002 - the domain's word
) -> Standings:
    """Rank the entries by the policy, or by one round's points alone.

    Only active entries with points are ranked. An entry without a result in a combined round is
    unranked if that round's policy says so; otherwise the round adds nothing (or counts zero).
    KeyError for an unknown round; ValueError if two entries share a code.
    """
    by_code = {entry.code: entry for entry in entries}
    if len(by_code) < len(entries):
        raise ValueError("two entries share a code")
    combine, keys = policy.combine, policy.rank_keys
    if round is not None:
        order = policy.rounds[round].round.points_order
        combine = Combine("none", (round,), order, None)
        keys = (RankKey("points", "points", order),)
    names = [round] if round is not None else list(policy.rounds)

    def field_of(entry: EntryInput) -> str:
        return entry.division if policy.by_division else ""

    results = {name: round_results(policy.rounds[name], entries, field_of) for name in names}
    fields: dict[str, list[EntryInput]] = {}
    for entry in entries:
        fields.setdefault(field_of(entry), []).append(entry)
    combined: dict[str, KeyValue] = {}
    rankable: dict[str, list[str]] = {}
    for name, members in fields.items():
        rankable[name] = _present(policy, combine, results, members)
        combined |= _combined(policy, combine, results, rankable[name])
        rankable[name] = [c for c in rankable[name] if combined.get(c) is not None]
    source = KeySource(policy, by_code, results, combined, facts or Facts())
    make = _Rows.of(source, keys)
    rows: list[Standing] = []
    for name in sorted(fields):
        ranked = set(rankable[name])
        others = sorted(entry.code for entry in fields[name] if entry.code not in ranked)
        rows.extend(make.ranked(rankable[name]))
        rows.extend(make.row(code, {}) for code in others)
    return Standings(tuple(rows))


def _present(
    policy: Policy, combine: Combine, results: Results, entries: Sequence[EntryInput]
) -> list[str]:
    """Codes of the entries that a rank is possible for."""
    needed = [results[name] for name in combine.rounds if policy.rounds[name].missing == "unranked"]
    return [
        entry.code
        for entry in entries
        if entry.state == "active"
        and all([given[entry.code].points is not None for given in needed])  # noqa: C419 - faster
    ]


def _combined(
    policy: Policy, combine: Combine, results: Results, codes: Sequence[str]
) -> dict[str, KeyValue]:
    """Points of each entry of one field; None without any round."""
    if combine.method == "skating":
        return {**_skating(combine, results, codes)}
    if len(combine.rounds) == 1 and combine.method in ("weighted_sum", "none"):
        return {**_single(policy, combine, results, codes)}
    return {code: _own(policy, combine, results, code) for code in codes}


def _single(
    policy: Policy, combine: Combine, results: Results, codes: Sequence[str]
) -> dict[str, Fraction | None]:
    """The points of the only round, weighted and rounded."""
    (name,) = combine.rounds
    given = {code: results[name][code].points for code in codes}
    weight = Fraction(1) if combine.method == "none" else policy.rounds[name].weight
    if weight == 1 and combine.rounding is None:
        return given
    rounding = combine.rounding
    return {
        code: None if p is None else weight * p if rounding is None else rounding.of(weight * p)
        for code, p in given.items()
    }


def _own(policy: Policy, combine: Combine, results: Results, code: str) -> KeyValue:
    """Points of one entry from several rounds."""
    given = {name: results[name][code] for name in combine.rounds}
    present = {name: result for name, result in given.items() if result.points is not None}
    if not present:
        return None
    if combine.method == "lexicographic":
        return tuple(_facing(policy, name, result) for name, result in given.items())
    points = [r.points for r in present.values() if r.points is not None]
    weights = [policy.rounds[name].weight for name in present]
    if combine.method == "rank_sum":
        places = [Fraction(r.rank) for r in present.values() if r.rank is not None]
        value = sum((w * p for w, p in zip(weights, places, strict=True)), Fraction(0))
    elif combine.method == "product":
        value = prod(points, start=Fraction(1))
    else:
        value = sum((w * p for w, p in zip(weights, points, strict=True)), Fraction(0))
    return value if combine.rounding is None else combine.rounding.of(value)


def _facing(policy: Policy, name: str, result: RoundResult) -> Fraction | None:
    """Round points turned so that more is better."""
    if result.points is None:
        return None
    return result.points if policy.rounds[name].round.points_order == "desc" else -result.points


def _skating(combine: Combine, results: Results, codes: Sequence[str]) -> dict[str, Fraction]:
    """Rules 9-11 over the rounds' points as places; needs every round of every entry."""
    places: dict[str, list[Fraction]] = {}
    for code in codes:
        given = [results[name][code].points for name in combine.rounds]
        present = [p for p in given if p is not None]
        if len(present) == len(given):
            places[code] = present
    marks = {
        code: [mark for name in combine.rounds for mark in results[name][code].marks]
        for code in places
    }
    complete = len({len(given) for given in marks.values()}) == 1 and all(marks.values())
    return overall_places(places, marks if complete else None)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Makes standings' rows with the values of all rank keys."""

    source: KeySource
    columns: Sequence[Column]
    fixed: Mapping[str, Values]
    own: Sequence[tuple[str, Values | None, Order]]
    """Each key's id, its values unless they depend on the group, and its order."""

    @classmethod
    def of(cls, source: KeySource, keys: Sequence[RankKey]) -> "_Rows":
        columns = [source.column(key) for key in keys]
        pairs = zip(keys, columns, strict=True)
        fixed = {c.id: c.within(()) for k, c in pairs if k.type != "head_to_head"}
        own = [(k.id, fixed.get(k.id), k.order) for k in keys]
        return cls(source, columns, fixed, own)

    def ranked(self, codes: Sequence[str]) -> list[Standing]:
        """Rows of the entries that have a rank, best first."""
        duels: dict[tuple[str, str], KeyValue] = {}

        def seen(key: str, values: Values) -> None:
            if key not in self.fixed:
                duels.update({(entry, key): value for entry, value in values.items()})

        rows: list[Standing] = []
        for place in refine(codes, self.columns, seen):
            rank, tied = len(rows) + 1, len(place.entries) > 1
            for code in place.entries:
                rows.append(self.row(code, duels, rank, tied, place.decided_by))
        return rows

    def row(
        self,
        code: str,
        duels: Mapping[tuple[str, str], KeyValue],
        rank: int | None = None,
        tied: bool = False,
        decided_by: str | None = None,
    ) -> Standing:
        entry = self.source.entries[code]
        state: StandingState = "ranked"
        if rank is None:
            state = entry.state if entry.state in ("disqualified", "withdrawn") else "unranked"
        points = self.source.combined.get(code)
        keys = [
            Key(id_, duels.get((code, id_)) if values is None else values.get(code), order)
            for id_, values, order in self.own
        ]
        rounds = {}
        for name, results in self.source.results.items():
            result = results[code]
            rounds[name] = RoundStanding(result.value, result.points, result.rank, result.traces)
        return Standing(
            code,
            entry.division,
            rank,
            tied,
            state,
            points if isinstance(points, Fraction) else None,
            tuple(keys),
            rounds,
            decided_by,
        )
