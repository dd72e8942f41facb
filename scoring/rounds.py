"""From sheets to round points: one round of a policy over its entries.

Order: sheet (rounded) - standardised - judges' reduction, or what the discrepancy protocol makes
of it, or the value that a severity model found for the attempt - attempt expression - attempts' reduction, or an override - round points. Statistics and ranks of a field are those of its active entries.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scoring import discrepancy
from scoring.errors import ExpressionError
from scoring.expression import Value, numeric
from scoring.field import AttemptInput, AttemptTrace, EntryInput, SheetInput, SheetTrace
from scoring.methods.attempts import Numbered, reduce_attempts
from scoring.methods.judges import reduce_marks
from scoring.methods.ranks import average_ranks, judge_ranks, ranks, share_of_best, z_scale
from scoring.methods.skating import majority_places
from scoring.rules import RANKING_JUDGES, RoundPolicy

Scales = Mapping[tuple[str, str], tuple[Fraction, Fraction]]
"""(factor, offset) by judge and division ("" when over all divisions)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An attempt's value from ranking methods, and the judges' ranks behind it."""

    value: Fraction
    marks: tuple[Fraction, ...]


@dataclass(slots=True)
class RoundResult:
    """One entry in one round, filled in step by step. `numbered` are its counting attempts, `marks` the judges' ranks."""

    value: Fraction | None = None
    points: Fraction | None = None
    rank: int | None = None
    numbered: tuple[Numbered, ...] = ()
    traces: tuple[AttemptTrace, ...] = ()
    marks: tuple[Fraction, ...] = ()


@dataclass(slots=True)
class _Context:
    """What an entry's reduction takes from the field."""

    scales: Scales = field(default_factory=dict)
    placed: Mapping[int, Placed] = field(default_factory=dict)
    division: str = ""
    override: Fraction | None = None
    adjusted: Mapping[int, Fraction] | None = None


def reduce_round(
    rule: RoundPolicy, attempts: Sequence[AttemptInput], override: Fraction | None = None
) -> Fraction | None:
    """An entry's value, for a round that does not need the field (else ValueError)."""
    if rule.needs_field:
        raise ValueError(f"round {rule.code} needs the whole field")
    return _reduce_entry(rule, attempts, _Context(override=override)).value


def round_results(
    rule: RoundPolicy, entries: Sequence[EntryInput], field_of: Callable[[EntryInput], str]
) -> dict[str, RoundResult]:
    """Every entry's result in the round; `field_of` names the field that it is ranked in."""
    scales = _scales(rule, entries)
    placed = _placed(rule, entries, field_of)
    results: dict[str, RoundResult] = {}
    fields: dict[str, dict[str, Fraction]] = {}
    name = rule.code
    for entry in entries:
        code, reduced = entry.code, entry.reduced
        if name in reduced:
            result = RoundResult(reduced[name])
        else:
            division = entry.division if _by_division(rule) else ""
            context = _Context(
                scales,
                placed.get(code, {}),
                division,
                entry.overrides.get(name),
                entry.adjusted.get(name),
            )
            result = _reduce_entry(rule, entry.rounds.get(name, ()), context)
        results[code] = result
        if entry.state == "active" and result.value is not None:
            fields.setdefault(field_of(entry), {})[code] = result.value
        else:
            result.points = _own_points(rule, result.value)
    for values in fields.values():
        points = _field_points(rule, values)
        known = {code: p for code, p in points.items() if p is not None}
        for code, place in ranks(known, rule.round.points_order).items():
            results[code].points, results[code].rank = known[code], place
    return results


def _by_division(rule: RoundPolicy) -> bool:
    return rule.standardise is not None and rule.standardise.over == "judge_division"


def _counts(rule: RoundPolicy, attempt: AttemptInput) -> bool:
    limit = rule.attempts.counted
    return attempt.state == "done" and (limit is None or attempt.number <= limit)


def _mark(rule: RoundPolicy, sheet: SheetInput) -> Fraction | None:
    return rule.at("sheet", sheet.points) if sheet.state == "scored" else None


def counted_marks(
    rule: RoundPolicy, entry: EntryInput
) -> Iterator[tuple[AttemptInput, SheetInput, Fraction]]:
    """Every mark that counts for the entry in the round, rounded as a sheet is."""
    for attempt in entry.rounds.get(rule.code, ()):
        if _counts(rule, attempt):
            for sheet in attempt.sheets:
                if (mark := _mark(rule, sheet)) is not None:
                    yield attempt, sheet, mark


def _scales(rule: RoundPolicy, entries: Sequence[EntryInput]) -> Scales:
    """Each judge's scale from the sheets on active entries (population deviation)."""
    standard = rule.standardise
    if standard is None:
        return {}
    marks: dict[tuple[str, str], list[Fraction]] = {}
    for entry in entries:
        if entry.state != "active":
            continue
        division = entry.division if standard.over == "judge_division" else ""
        for _, sheet, mark in counted_marks(rule, entry):
            marks.setdefault((sheet.judge, division), []).append(mark)
    return {
        judge: z_scale(values, standard.mean, standard.deviation) for judge, values in marks.items()
    }


def _placed(
    rule: RoundPolicy, entries: Sequence[EntryInput], field_of: Callable[[EntryInput], str]
) -> dict[str, dict[int, Placed]]:
    """Values by the judges' ranks, for each attempt number within each field."""
    result: dict[str, dict[int, Placed]] = {}
    if rule.judges.method not in RANKING_JUDGES:
        return result
    marks: dict[tuple[str, int], dict[str, dict[str, Fraction]]] = {}
    for entry in entries:
        for attempt in entry.rounds.get(rule.code, ()) if entry.state == "active" else ():
            if _counts(rule, attempt):
                given = {s.judge: m for s in attempt.sheets if (m := _mark(rule, s)) is not None}
                marks.setdefault((field_of(entry), attempt.number), {})[entry.code] = given
    for (_, number), given_marks in marks.items():
        by_judge = judge_ranks(given_marks, rule.judges.order)
        if rule.judges.method == "majority":
            values = majority_places(by_judge)
        else:
            values = {entry: sum(given, Fraction(0)) for entry, given in by_judge.items()}
        for entry_code, given_ranks in by_judge.items():
            if len(given_ranks) >= rule.judges.minimum_sheets:
                place = Placed(values[entry_code], given_ranks)
                result.setdefault(entry_code, {})[number] = place
    return result


def _reduce_entry(
    rule: RoundPolicy, attempts: Sequence[AttemptInput], context: _Context
) -> RoundResult:
    numbered: list[Numbered] = []
    traces: list[AttemptTrace] = []
    for attempt in sorted(attempts, key=lambda a: a.number):
        value, sheets, raw = _attempt_value(rule, attempt, context)
        traces.append(AttemptTrace(attempt.number, attempt.state, value, False, sheets, raw))
        if value is not None:
            numbered.append((attempt.number, value))
    chosen = {a.number for a in attempts if a.values.get("chosen") not in (None, 0, "")}
    value, used = reduce_attempts(rule.attempts, numbered, chosen)
    if value is None and rule.missing == "zero":
        value = Fraction(0)
    if context.override is not None:
        value = context.override
    traces = [replace(t, counted=True) if t.number in used else t for t in traces]
    marks = tuple(m for n in sorted(used) if n in context.placed for m in context.placed[n].marks)
    return RoundResult(value, None, None, tuple(numbered), tuple(traces), marks)


def _attempt_value(
    rule: RoundPolicy, attempt: AttemptInput, context: _Context
) -> tuple[Fraction | None, tuple[SheetTrace, ...], Fraction | None]:
    """The attempt's value, what became of its sheets, and the raw value if a model replaced it."""
    limit = rule.attempts.counted
    if limit is not None and attempt.number > limit:
        return None, (), None
    if not _counts(rule, attempt):
        states = {"disqualified": rule.attempts.disqualified, "no_show": rule.attempts.no_show}
        return (Fraction(0) if states.get(attempt.state) == "zero" else None), (), None
    marks: list[tuple[str, Fraction]] = []
    shown: list[tuple[SheetInput, Fraction | None]] = []
    for sheet in attempt.sheets:
        mark = _mark(rule, sheet)
        if mark is not None and rule.standardise is not None:
            factor, offset = context.scales.get(
                (sheet.judge, context.division), (Fraction(0), rule.standardise.mean)
            )
            mark = factor * mark + offset
        shown.append((sheet, mark))
        if mark is not None:
            marks.append((sheet.judge, mark))
    dropped: dict[str, str] = {}
    if rule.judges.method in RANKING_JUDGES:
        place = context.placed.get(attempt.number)
        value = None if place is None else place.value
    elif attempt.sheets:
        value, dropped = _reduced(rule, attempt, marks)
    else:
        value = _number(attempt.values.get("value"))
    value, raw = rule.at("judges", value), None
    if context.adjusted is not None and attempt.sheets and value is not None:
        value, raw, dropped = context.adjusted.get(attempt.number), value, {}
    traces = tuple(
        SheetTrace(
            sheet.judge,
            sheet.points,
            mark if rule.standardise is not None else None,
            mark is not None and sheet.judge not in dropped and value is not None,
            "state" if mark is None else dropped.get(sheet.judge),
        )
        for sheet, mark in shown
    )
    return rule.at("attempt", _expressed(rule, attempt, value)), traces, raw


def _reduced(
    rule: RoundPolicy, attempt: AttemptInput, marks: list[tuple[str, Fraction]]
) -> tuple[Fraction | None, dict[str, str]]:
    """The judges' value; under a discrepancy protocol what its band says."""
    found = None
    if rule.discrepancy:
        found = discrepancy.assess(rule.discrepancy, marks, attempt.ruling)
    if found is None or (found.settled and found.band.result == "judges"):
        first = marks if found is None else [m for m in marks if m[0] in found.marks]
        return reduce_marks(rule.judges, first)
    return discrepancy.value(found, marks, attempt.ruling), {}


def discrepancy_of(rule: RoundPolicy, attempt: AttemptInput) -> discrepancy.Assessment | None:
    """An attempt under its round's discrepancy protocol; None where there is none to apply."""
    if not rule.discrepancy or not _counts(rule, attempt):
        return None
    marks = [(s.judge, mark) for s in attempt.sheets if (mark := _mark(rule, s)) is not None]
    return discrepancy.assess(rule.discrepancy, marks, attempt.ruling)


def _expressed(rule: RoundPolicy, attempt: AttemptInput, value: Fraction | None) -> Fraction | None:
    """The attempt's expression; without a value (missing operand, division by zero) None."""
    if rule.attempt is None:
        return value
    sheets = [s for s in sorted(attempt.sheets, key=lambda s: s.judge) if s.state == "scored"]

    def lookup(name: str) -> Value:
        if name == "value":
            return value
        for values in (attempt.values, *(s.values for s in sheets)):
            found = values.get(name)
            if found is not None:
                return found if isinstance(found, str | tuple) else Fraction(found)
        return None

    try:
        result = rule.attempt.run(lookup)
        return None if isinstance(result, str | tuple) else numeric(result)
    except ExpressionError:
        return None


def _number(value: object) -> Fraction | None:
    return Fraction(value) if isinstance(value, Fraction | int) else None


def _own_points(rule: RoundPolicy, value: Fraction | None) -> Fraction | None:
    """Round points that depend on the entry alone."""
    if value is None:
        return None
    if rule.round.method == "raw":
        return rule.at("round", value)
    if rule.round.method == "share_of_max" and rule.round.maximum is not None:
        return rule.at("round", rule.round.scale * value / rule.round.maximum)
    return None


def _field_points(rule: RoundPolicy, values: Mapping[str, Fraction]) -> dict[str, Fraction | None]:
    """Round points of one field, rounded where the policy says so."""
    method = rule.round
    if method.method == "raw" and "round" not in rule.rounding:
        return dict(values)
    if method.method == "share_of_best":
        points = share_of_best(values, method.order, method.scale)
    elif method.method == "rank":
        points = {code: Fraction(rank) for code, rank in ranks(values, method.order).items()}
    elif method.method == "rank_average":
        points = average_ranks(values, method.order)
    elif method.method == "z":
        sign = 1 if method.order == "desc" else -1
        facing = [sign * v for v in values.values()]
        factor, offset = z_scale(facing, method.mean, method.deviation)
        points = {code: factor * sign * v + offset for code, v in values.items()}
    else:
        return {code: _own_points(rule, value) for code, value in values.items()}
    return {code: rule.at("round", value) for code, value in points.items()}
