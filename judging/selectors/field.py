"""The field: entries with their attempts and counted sheets, as the scoring core wants them.

A handful of queries whatever the number of rows. Never ranks and never reduces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import repeat
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from common.fields import stored_number
from common.prepared import Prepared
from contests.models import Contest, Division, FormVersion, Round, ScoringPolicy
from judging.definitions import form_of, rules_of
from judging.models import (
    Attempt,
    Discrepancy,
    RoundResult,
    ScoreOverride,
    Scoresheet,
)
from judging.selectors.awaited import AWAITED, NOT_COUNTED_ROLES, SUBMITTED_STATES
from scoring.discrepancy import Ruling
from scoring.exact import number
from scoring.field import NOTHING, AttemptInput, EntryInput, ItemValue, SheetInput
from scoring.form import evaluate
from scoring.policy import Policy
from submissions.models import Entry
from submissions.selectors import EntryRow, submission_times

_ITEM_KEYS = frozenset({"item", "time", "closest"})
_INSIDE_KEYS = _ITEM_KEYS | {"attempts_sorted", "iterated_drop"}
_ENTRY_STATES = {Entry.State.SUBMITTED.value: "active"}  # the others have the core's own words

Attempts = Mapping[tuple[int, str], tuple[AttemptInput, ...]]
"""Attempts by entry id and round code, in the order of their numbers."""


def field(
    contest: Contest,
    *,
    policy: ScoringPolicy | None,
    division: str | None = None,
    round_code: str | None = None,
) -> tuple[EntryInput, ...]:
    """All entries that were submitted, sorted by code; those not ranked carry their state."""
    where: dict[str, Any] = {"entry__contest": contest}
    if division is not None:
        where["entry__division__code"] = division
    if round_code is not None:
        where["round__code"] = round_code
    overrides = overrides_where(where)
    rounds: defaultdict[int, dict[str, tuple[AttemptInput, ...]]] = defaultdict(dict)
    for (entry_id, code), inputs in attempts_where(where, policy).items():
        rounds[entry_id][code] = inputs
    rows = _entries(contest, division).values_list(
        "pk", "code", "division__code", "state", "submitted_at"
    )
    return tuple(
        EntryInput(
            code=code,
            division=division_code,
            state=_ENTRY_STATES.get(state, state),  # type: ignore[arg-type]
            at=milliseconds(submitted_at),
            rounds=rounds.get(pk, {}),
            overrides=overrides.get(pk, {}),
        )
        for pk, code, division_code, state, submitted_at in rows
    )


def stored_field(
    contest: Contest,
    *,
    rows: Sequence[EntryRow],
    policy: ScoringPolicy,
    round_code: str | None = None,
    traced: str | None = None,
) -> tuple[EntryInput, ...]:
    """The field of the contest's entry rows as `field` has it, with the stored results in place of attempts and sheets.

    It gives the same standings, and traces for the entry with the code `traced` alone. Attempts
    are read where the policy looks into them and where a result is not of today's rule.
    """
    rules = rules_of(policy)
    codes = set(rules.policy.rounds) if round_code is None else {round_code}
    inside = _rounds_read_inside(rules.policy) if round_code is None else frozenset()
    whole = {c for c in codes if c in inside or rules.policy.rounds[c].needs_field}
    reduced: defaultdict[int, dict[str, Fraction | None]] = defaultdict(dict)
    stale: defaultdict[str, list[int]] = defaultdict(list)
    for round_id, code in _rounds(contest.pk):
        if code not in codes or code in whole:
            continue
        of_today = rules.bases[code]
        for entry_id, value, basis in _results.tuples(round_id):
            if basis == of_today:
                reduced[entry_id][code] = None if value is None else stored_number(value)
            else:
                stale[code].append(entry_id)
    places = [{"entry__contest": contest, "round__code": code} for code in sorted(whole)]
    for code, entry_ids in stale.items():
        places += [
            {"entry_id__in": chunk, "round__code": code} for chunk in _chunks(entry_ids, 5000)
        ]
    if traced is not None:
        places.append({"entry__contest": contest, "entry__code": traced})
    rounds: defaultdict[int, dict[str, tuple[AttemptInput, ...]]] = defaultdict(dict)
    for where in places:
        for (entry_id, code), inputs in attempts_where(where, policy).items():
            rounds[entry_id][code] = inputs
            reduced[entry_id].pop(code, None)
    overrides = _overrides(_overrides_of_contest(contest.pk))
    timed = any(key.type == "earliest" for key in rules.policy.rank_keys)
    times = submission_times(contest) if timed else {}
    at = {pk: milliseconds(instant) for pk, instant in times.items()}
    divisions = dict(_divisions(contest.pk))
    if not rows:
        return ()
    pks, names, division_ids, states, *_ = zip(*rows, strict=True)
    columns = (  # by columns, since a field has thousands
        names,
        map(divisions.__getitem__, division_ids),
        map(_ENTRY_STATES.get, states, states),
        map(at.get, pks),
        map(rounds.get, pks, repeat(NOTHING)),
        map(overrides.get, pks, repeat(NOTHING)),
        map(reduced.get, pks, repeat(NOTHING)),
        repeat(NOTHING, len(rows)),
    )
    return tuple(map(EntryInput._make, zip(*columns, strict=True)))


_rounds = Prepared(
    lambda contest: Round.objects.filter(contest_id=contest).order_by().values_list("pk", "code")
)
_results = Prepared(
    lambda round_: (
        RoundResult.objects.filter(round_id=round_)
        .order_by()
        .values_list("entry_id", "value", "basis")
    )
)
_divisions = Prepared(
    lambda contest: Division.objects.filter(contest_id=contest).order_by().values_list("pk", "code")
)


def _entries(contest: Contest, division: str | None = None) -> QuerySet[Entry]:
    entries = Entry.objects.filter(contest=contest).exclude(state__in=Entry.NOT_IN_FIELD)
    if division is not None:
        entries = entries.filter(division__code=division)
    return entries.order_by("code")


def _rounds_read_inside(policy: Policy) -> frozenset[str]:
    """Codes of the rounds where a rank key looks at attempts, not only at the round's value."""
    return frozenset(key.round for key in policy.rank_keys if key.type in _INSIDE_KEYS)


def attempts_where(where: Mapping[str, Any], policy: ScoringPolicy | None) -> Attempts:
    """The attempts that match `where` (lookups from Attempt) with their counted sheets.

    A pending attempt with a counted sheet is done: the judges' word makes it so.
    """
    return _put_together(
        _attempt_rows(**where), _sheet_rows(**where), _rulings_where(where, policy), policy
    )


def attempts_of(
    entry_id: int, round_id: int, policy: ScoringPolicy | None
) -> tuple[tuple[AttemptInput, ...], int, int]:
    """One entry's attempts in one round, as `attempts_where` has them.

    With how many sheets count when all are in, and how many of them are.
    """
    sheets = _sheets_of_entry(entry_id, round_id)
    found = _put_together(
        _attempts_of_entry(entry_id, round_id),
        [row for *row, state, _ in sheets if state in SUBMITTED_STATES],
        _rulings_where({"entry_id": entry_id, "round_id": round_id}, policy),
        policy,
    )
    states = [state for *_, state, awaited in sheets if awaited]
    submitted = sum(state in SUBMITTED_STATES for state in states)
    return next(iter(found.values()), ()), len(states), submitted


def _attempt_rows(**where: Any) -> QuerySet[Attempt, Any]:
    return (
        Attempt.objects.filter(**where)
        .order_by("entry_id", "round_id", "number")
        .values_list(
            "pk", "entry_id", "round__code", "number", "state", "values", "performed_at",
            "side__values",
        )
    )  # fmt: skip


_SHEET = ("pk", "attempt_id", "judge__code", "kind", "points", "attempt__round__code")


def _sheet_rows(**where: Any) -> QuerySet[Scoresheet, Any]:
    """Counted sheets of the attempts that match `where`."""
    return _sheets_where(**where).filter(state__in=SUBMITTED_STATES).values_list(*_SHEET)


def _sheets_where(**where: Any) -> QuerySet[Scoresheet]:
    """Sheets of the judges that count, begun or submitted."""
    return (
        Scoresheet.objects.filter(
            **{f"attempt__{lookup}": value for lookup, value in where.items()}
        )
        .exclude(judge__role__in=NOT_COUNTED_ROLES)
        .order_by("attempt_id", "judge__code")
    )


_attempts_of_entry = Prepared(lambda entry, round_: _attempt_rows(entry_id=entry, round_id=round_))
_sheets_of_entry = Prepared(
    lambda entry, round_: (
        _sheets_where(entry_id=entry, round_id=round_)
        .annotate(awaited=ExpressionWrapper(AWAITED, BooleanField()))
        .values_list(*_SHEET, "state", "awaited")
    )
)


def _put_together(
    rows: Iterable[Sequence[Any]],
    sheet_rows: Iterable[Sequence[Any]],
    rulings: Mapping[int, Ruling],
    policy: ScoringPolicy | None,
) -> Attempts:
    sheets = _sheets(list(sheet_rows), rounds_reading_items(policy))
    found: defaultdict[tuple[int, str], list[AttemptInput]] = defaultdict(list)
    for pk, entry_id, code, attempt_number, state, own, performed_at, of_side in rows:
        values = {**(of_side or {}), **own}  # what the attempt itself says goes before its side
        counted = tuple(sheets.get(pk, ()))
        if state == Attempt.State.PENDING and counted:
            state = Attempt.State.DONE.value
        found[entry_id, code].append(
            AttemptInput(
                number=attempt_number,
                state=state,
                values={item: item_value(value) for item, value in values.items()},
                sheets=counted,
                at=milliseconds(performed_at),
                ruling=rulings.get(pk),
            )
        )
    return {key: tuple(attempts) for key, attempts in found.items()}


def _sheets(
    rows: Sequence[Sequence[Any]], reading_items: frozenset[str]
) -> Mapping[int, list[SheetInput]]:
    """Counted sheets by attempt; items are evaluated only for rounds whose policy reads them."""
    items = _items_of([row[0] for row in rows if row[5] in reading_items])
    found: defaultdict[int, list[SheetInput]] = defaultdict(list)
    for pk, attempt_id, judge, kind, points, _ in rows:
        found[attempt_id].append(SheetInput(judge, points, items.get(pk, {}), kind))
    return found


def _rulings_where(where: Mapping[str, Any], policy: ScoringPolicy | None) -> Mapping[int, Ruling]:
    """What people ruled on discrepancies, by attempt; asked only where a round has the protocol."""
    rounds = {} if policy is None else policy.definition.get("rounds", {})
    if not any(rules.get("discrepancy") for rules in rounds.values()):
        return {}
    rows = Discrepancy.objects.filter(
        **{f"attempt__{lookup}": value for lookup, value in where.items()}
    ).select_related("third")
    return {row.attempt_id: ruling_of(row) for row in rows}


def ruling_of(row: Discrepancy) -> Ruling:
    """The row's decision as the core reads it; expects `third` joined."""
    return Ruling(
        marks={judge: Fraction(points) for judge, points in row.marks.items()},
        value=row.value,
        third=None if row.third is None else row.third.code,
        settled=row.state
        in (
            Discrepancy.State.DISCUSSED,
            Discrepancy.State.MINUTED,
            Discrepancy.State.RESOLVED,
        ),
    )


def overrides_where(where: Mapping[str, Any]) -> Mapping[int, Mapping[str, Fraction]]:
    """Overrides in effect that match `where` (lookups by entry and round): entry id, round code."""
    return _overrides(_override_rows(**where))


def _overrides(rows: Iterable[tuple[Any, ...]]) -> Mapping[int, Mapping[str, Fraction]]:
    found: defaultdict[int, dict[str, Fraction]] = defaultdict(dict)
    for entry_id, code, after in rows:
        found[entry_id][code] = after
    return found


def override_of(entry_id: int, round_id: int) -> Fraction | None:
    """The value in effect in place of an entry's own in a round, if there is one."""
    rows = _override_of_entry(entry_id, round_id)
    return rows[0][2] if rows else None


def _override_rows(**where: Any) -> QuerySet[ScoreOverride, Any]:
    rows = ScoreOverride.objects.filter(**where, state=ScoreOverride.State.EFFECTIVE)
    return rows.order_by().values_list("entry_id", "round__code", "after")


_override_of_entry = Prepared(lambda entry, round_: _override_rows(entry_id=entry, round_id=round_))
_overrides_of_contest = Prepared(lambda contest: _override_rows(entry__contest_id=contest))


def _items_of(sheets: list[int]) -> dict[int, dict[str, ItemValue]]:
    """Each sheet's item values as numbers, or option ids where the number alone would lose them."""
    found: dict[int, dict[str, ItemValue]] = {}
    versions: dict[int, FormVersion] = {}
    for chunk in _chunks(sheets, 5000):
        rows = list(
            Scoresheet.objects.filter(pk__in=chunk).values_list("pk", "values", "form_version_id")
        )
        versions |= FormVersion.objects.in_bulk({row[2] for row in rows} - versions.keys())
        for pk, values, version_id in rows:
            results = evaluate(form_of(versions[version_id]), values).items
            found[pk] = {item: result.number for item, result in results.items()}
    return found


def _chunks(rows: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def rounds_reading_items(policy: ScoringPolicy | None) -> frozenset[str]:
    """Codes of the rounds where the policy looks at single items, not only at sheets' points."""
    if policy is None:
        return frozenset()
    definition = policy.definition
    codes = {code for code, rules in definition.get("rounds", {}).items() if rules.get("attempt")}
    codes |= {
        key["round"] for key in definition.get("rank_keys", ()) if key.get("type") in _ITEM_KEYS
    }
    return frozenset(codes)


def item_value(value: object) -> ItemValue:
    """A JSON value of an attempt as the core reads it: exact number, text, or texts."""
    if isinstance(value, bool):
        return Fraction(int(value))
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    try:
        return number(value)
    except ValueError:
        return None if value is None else str(value)


def milliseconds(instant: datetime | None) -> int | None:
    """UTC epoch milliseconds."""
    return None if instant is None else round(instant.timestamp() * 1000)
