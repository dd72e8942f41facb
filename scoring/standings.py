"""Standings: a pure function of a policy, the entries and the facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from operator import attrgetter

from scoring.field import (
    EntryInput,
    Facts,
    KeyColumn,
    KeyValue,
    Place,
    Standings,
)
from scoring.keys import KeySource, Results
from scoring.methods.skating import overall_places
from scoring.ranking import Column, Values, refine
from scoring.rounds import RoundResult, round_results
from scoring.rules import Combine, Policy, RankKey

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

    field_of = attrgetter("division") if policy.by_division else _whole
    results = {name: round_results(policy.rounds[name], entries, field_of) for name in names}
    needed = [results[name] for name in combine.rounds if policy.rounds[name].missing == "unranked"]
    without = {code for given in needed for code, result in given.items() if result.points is None}
    fields: dict[str, list[EntryInput]] = {}
    for entry in entries:
        fields.setdefault(field_of(entry), []).append(entry)
    combined: dict[str, KeyValue] = {}
    rankable: dict[str, list[str]] = {}
    for name, members in fields.items():
        rankable[name] = [
            entry.code for entry in members if entry.state == "active" and entry.code not in without
        ]
        combined |= _combined(policy, combine, results, rankable[name])
        rankable[name] = [c for c in rankable[name] if combined.get(c) is not None]
    source = KeySource(policy, by_code, results, combined, facts or Facts())
    ranking = _Ranking.of(source, keys)
    places: list[Place] = []
    for name in sorted(fields):
        ranked = set(rankable[name])
        others = sorted(entry.code for entry in fields[name] if entry.code not in ranked)
        places.extend(ranking.ranked(rankable[name]))
        places.extend(ranking.unranked(code) for code in others)
    return Standings(tuple(places), combined, ranking.key_columns(), results)


def _whole(_: EntryInput) -> str:
    return ""


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
class _Ranking:
    """Ranks each field by all keys, and keeps what head to head gave within the tied groups."""

    entries: Mapping[str, EntryInput]
    keys: Sequence[RankKey]
    columns: Sequence[Column]
    duels: Mapping[str, dict[str, KeyValue]]

    @classmethod
    def of(cls, source: KeySource, keys: Sequence[RankKey]) -> "_Ranking":
        columns = [source.column(key) for key in keys]
        duels: dict[str, dict[str, KeyValue]] = {
            key.id: {} for key in keys if key.type == "head_to_head"
        }
        return cls(source.entries, keys, columns, duels)

    def ranked(self, codes: Sequence[str]) -> list[Place]:
        """The entries that have a rank, best first."""

        def seen(key: str, values: Values) -> None:
            if key in self.duels:
                self.duels[key].update(values)

        entries, places = self.entries, list[Place]()
        for members, decided_by in refine(codes, self.columns, seen):
            rank, tied = len(places) + 1, len(members) > 1
            places += [
                Place(code, entries[code].division, rank, tied, "ranked", decided_by)
                for code in members
            ]
        return places

    def unranked(self, code: str) -> Place:
        entry = self.entries[code]
        out = entry.state in ("disqualified", "withdrawn")
        return Place(code, entry.division, None, False, entry.state if out else "unranked")  # type: ignore[arg-type]

    def key_columns(self) -> tuple[KeyColumn, ...]:
        pairs = zip(self.keys, self.columns, strict=True)
        return tuple(
            KeyColumn(k.id, self.duels[k.id] if k.id in self.duels else c.within(()), k.order)
            for k, c in pairs
        )
