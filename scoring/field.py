"""The field of a contest: what standings are computed from, and what comes out.

Plain frozen data; named tuples where there is one for every entry, since they are made fastest. Points are exact rationals; `at` is a UTC instant in epoch milliseconds; states
are words, never numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from scoring.discrepancy import Ruling

ItemValue = Fraction | str | tuple[str, ...] | None
SheetState = Literal["scored", "no_show", "abstained"]
AttemptState = Literal["done", "void", "disqualified", "surrogate", "no_show", "pending"]
EntryState = Literal["active", "withdrawn", "disqualified", "unranked"]
StandingState = Literal["ranked", "unranked", "disqualified", "withdrawn"]
KeyValue = Fraction | tuple[Fraction | None, ...] | None


@dataclass(frozen=True, slots=True)
class SheetInput:
    """One judge's sheet on one attempt; `values` holds the items' numbers or option ids."""

    judge: str
    points: Fraction | None
    values: Mapping[str, ItemValue] = field(default_factory=dict)
    state: SheetState = "scored"


@dataclass(frozen=True, slots=True)
class AttemptInput:
    """One attempt of an entry; `values` are those of the attempt itself (imported, measured).

    `ruling` is what people decided on its judges' discrepancy, if anything.
    """

    number: int
    state: AttemptState = "done"
    values: Mapping[str, ItemValue] = field(default_factory=dict)
    sheets: tuple[SheetInput, ...] = ()
    at: int | None = None
    ruling: Ruling | None = None


NOTHING: Mapping[str, Any] = MappingProxyType({})


class EntryInput(NamedTuple):
    """One entry with all its attempts by round code.

    `overrides` are values by round code that stand in place of what the attempts give.
    `reduced` holds the values of rounds that were reduced before, by `reduce_round` under the same
    rule: their attempts are not looked at. None is a round without a value.
    """

    code: str
    division: str = ""
    state: EntryState = "active"
    at: int | None = None
    rounds: Mapping[str, tuple[AttemptInput, ...]] = NOTHING
    overrides: Mapping[str, Fraction] = NOTHING
    reduced: Mapping[str, Fraction | None] = NOTHING


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known from outside the sheets.

    `targets` by "<round>.<item>" or by target name; `draws` and `decisions` by entry, lowest first;
    `duels[round][(a, b)]` is what a won against b; `extra_runs[round][entry]` is that run's value.
    """

    targets: Mapping[str, Fraction] = field(default_factory=dict)
    draws: Mapping[str, int] = field(default_factory=dict)
    decisions: Mapping[str, int] = field(default_factory=dict)
    duels: Mapping[str, Mapping[tuple[str, str], Fraction]] = field(default_factory=dict)
    extra_runs: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetTrace:
    """What became of one sheet. `dropped` says why it did not count: "high", "low", "state"."""

    judge: str
    points: Fraction | None
    standardised: Fraction | None
    counted: bool
    dropped: str | None = None


@dataclass(frozen=True, slots=True)
class AttemptTrace:
    """What became of one attempt."""

    number: int
    state: AttemptState
    value: Fraction | None
    counted: bool
    sheets: tuple[SheetTrace, ...] = ()


class RoundStanding(NamedTuple):
    """An entry in one round: its reduced value, round points and rank within its field."""

    value: Fraction | None
    points: Fraction | None
    rank: int | None
    attempts: tuple[AttemptTrace, ...] = ()


class Key(NamedTuple):
    """One rank key as applied: its id ("points", "round:final", "item:run.time"), value, order."""

    id: str
    value: KeyValue
    order: Literal["desc", "asc"]


class Standing(NamedTuple):
    """One entry's place. `decided_by` is the key that put it behind the entry above, if any."""

    entry: str
    division: str
    rank: int | None
    tied: bool
    state: StandingState
    points: Fraction | None
    keys: tuple[Key, ...]
    rounds: Mapping[str, RoundStanding]
    decided_by: str | None = None


class Place(NamedTuple):
    """Where one entry stands, without the numbers behind it; as in `Standing`."""

    entry: str
    division: str
    rank: int | None
    tied: bool
    state: StandingState
    decided_by: str | None = None


class RoundOutcome(Protocol):
    """One entry in one round, as `RoundStanding` tells it."""

    @property
    def value(self) -> Fraction | None: ...
    @property
    def points(self) -> Fraction | None: ...
    @property
    def rank(self) -> int | None: ...
    @property
    def traces(self) -> tuple[AttemptTrace, ...]: ...


class KeyColumn(NamedTuple):
    """One rank key over the field: its values by entry."""

    id: str
    values: Mapping[str, KeyValue]
    order: Literal["desc", "asc"]


@dataclass(frozen=True)
class Standings:
    """All entries, sorted by division, then rank (unranked last), then code.

    Kept in columns: who writes thousands of rows reads `places`, `points`, `keys` and `rounds` (by
    round, then entry); `rows` puts them together.
    """

    places: tuple[Place, ...]
    points: Mapping[str, KeyValue]
    keys: tuple[KeyColumn, ...]
    rounds: Mapping[str, Mapping[str, RoundOutcome]]

    @cached_property
    def rows(self) -> tuple[Standing, ...]:
        return tuple(self._row(place) for place in self.places)

    def of(self, entry: str) -> Standing:
        """The standing of one entry; KeyError if it is not in the field."""
        for place in self.places:
            if place.entry == entry:
                return self._row(place)
        raise KeyError(entry)

    def _row(self, place: Place) -> Standing:
        code = place.entry
        points = self.points.get(code)
        rounds = {}
        for name, results in self.rounds.items():
            result = results[code]
            rounds[name] = RoundStanding(result.value, result.points, result.rank, result.traces)
        return Standing(
            code,
            place.division,
            place.rank,
            place.tied,
            place.state,
            points if isinstance(points, Fraction) else None,
            tuple([Key(id_, values.get(code), order) for id_, values, order in self.keys]),
            rounds,
            place.decided_by,
        )
