"""Reducing one entry's sheets to its result in one round, under the lock on that result's row.

The row is the lock of everything that it is reduced from: whoever changes a sheet or an attempt
takes it first (`lock_result`), so a reader never reduces half of two concurrent writes. Who needs
several takes them in one order (`hold`), after the rounds that they hold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from contests.models import Contest, ScoringPolicy
from contests.selectors import current_policy
from judging.definitions import form_of, policy_of, rules_of
from judging.models import Attempt, Judge, RoundResult, Scoresheet, ScoresheetRevision
from judging.selectors.field import (
    AWAITED,
    SUBMITTED_STATES,
    attempts_of,
    attempts_where,
    counted_sheets,
    override_of,
)
from judging.services import discrepancies
from scoring.exact import rounded, text
from scoring.field import AttemptInput
from scoring.form import evaluate
from scoring.policy import Policy
from scoring.rounds import reduce_round

_SORT_DIGITS = 8
_SORT_LIMIT = Decimal(10) ** 15  # what the decimal column can hold


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored figure that its revisions do not bear out."""

    where: str
    stored: str
    computed: str


def lock_result(*, entry_id: int, round_id: int) -> RoundResult:
    """The entry's result row, locked until the transaction ends; made if it is not there."""
    found = RoundResult.objects.select_for_update().filter(entry_id=entry_id, round_id=round_id)
    try:
        return found.get()
    except RoundResult.DoesNotExist:
        RoundResult.objects.get_or_create(entry_id=entry_id, round_id=round_id)
        return found.get()


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
    attempts = attempts_of(result.entry_id, result.round_id, policy)
    if parsed is not None and code in parsed.rounds:
        attempts = discrepancies.refresh(
            entry_id=result.entry_id,
            round_id=result.round_id,
            rule=parsed.rounds[code],
            attempts=attempts,
            actor=actor,
        )
    value, expected, submitted = _reduced(result, parsed, code, attempts)
    result.value = value
    result.sort_value = sort_value(value)
    result.basis = rules.bases.get(code, "") if rules else ""
    result.sheets_expected, result.sheets_submitted = expected, submitted
    result.revision += 1
    result.save()


def sort_value(value: Fraction | None) -> Decimal | None:
    """The value as the decimal that the database sorts by; null where it does not fit."""
    if value is None:
        return None
    places = rounded(value, _SORT_DIGITS, "half_even")
    decimal = Decimal(places.numerator) / Decimal(places.denominator)
    return decimal if abs(decimal) < _SORT_LIMIT else None


def _reduced(
    result: RoundResult, parsed: Policy | None, code: str, attempts: Sequence[AttemptInput]
) -> tuple[Fraction | None, int, int]:
    expected, submitted = counted_sheets(result.entry_id, result.round_id)
    if parsed is None or code not in parsed.rounds or parsed.round_needs_field(code):
        return None, expected, submitted
    override = override_of(result.entry_id, result.round_id)
    return reduce_round(parsed.rounds[code], attempts, override), expected, submitted


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
    counts: defaultdict[tuple[int, int], Counter[bool]] = defaultdict(Counter)
    rows = Scoresheet.objects.filter(AWAITED, attempt__entry__contest=contest)
    for entry_id, round_id, state in rows.values_list(
        "attempt__entry_id", "attempt__round_id", "state"
    ):
        counts[entry_id, round_id][state in SUBMITTED_STATES] += 1
    rounds = {round_.code: round_.pk for round_ in contest.rounds.all()}
    results: list[RoundResult] = []
    for (entry_id, code), tries in attempts.items():
        value = None
        if parsed and code in parsed.rounds:
            tries = discrepancies.refresh(
                entry_id=entry_id,
                round_id=rounds[code],
                rule=parsed.rounds[code],
                attempts=tries,
                actor=None,
            )
            if not parsed.round_needs_field(code):
                value = reduce_round(parsed.rounds[code], tries)
        count = counts[entry_id, rounds[code]]
        results.append(
            RoundResult(
                entry_id=entry_id,
                round_id=rounds[code],
                value=value,
                sort_value=sort_value(value),
                basis=rules.bases.get(code, "") if rules else "",
                sheets_expected=count.total(),
                sheets_submitted=count[True],
                revision=1,
            )
        )
    RoundResult.objects.bulk_create(results, batch_size=2000)


def rebuild(*, contests: Iterable[Contest], write: bool = False) -> list[Difference]:
    """Compare sheets with their revisions and results with their sheets; with `write` mend them."""
    differences: list[Difference] = []
    for contest in contests:
        policy = current_policy(contest)
        parsed = policy_of(policy) if policy else None
        pairs = (
            Attempt.objects.filter(round__contest=contest)
            .order_by("entry_id", "round_id")
            .values_list("entry_id", "round_id", "entry__code", "round__code")
            .distinct()
        )
        for entry_id, round_id, entry_code, round_code in pairs:
            where = f"{contest.slug}/{entry_code}/{round_code}"
            with transaction.atomic():
                result = lock_result(entry_id=entry_id, round_id=round_id)
                known = len(differences)
                differences += _sheet_differences(result, where, write=write)
                attempts = attempts_of(result.entry_id, result.round_id, policy)
                if parsed is not None and round_code in parsed.rounds:
                    differences += [
                        Difference(f"{where}/{attempt}", stored, computed)
                        for attempt, stored, computed in discrepancies.differences(
                            entry_id=entry_id,
                            round_id=round_id,
                            rule=parsed.rounds[round_code],
                            attempts=attempts,
                        )
                    ]
                before = (result.value, result.sheets_expected, result.sheets_submitted)
                after = _reduced(result, parsed, round_code, attempts)
                if before != after:
                    differences.append(Difference(where, _words(before), _words(after)))
                if write and len(differences) > known:
                    reduce_result(result=result, policy=policy, code=round_code)
    return differences


def _words(figures: tuple[Fraction | None, int, int]) -> str:
    value, expected, submitted = figures
    return f"{'-' if value is None else text(value)} ({submitted} of {expected} sheets)"


def _sheet_differences(result: RoundResult, where: str, *, write: bool) -> list[Difference]:
    """Sheets whose state, values or points are not those of their last revision."""
    found: list[Difference] = []
    sheets = list(
        Scoresheet.objects.filter(
            attempt__entry_id=result.entry_id, attempt__round_id=result.round_id, revision__gt=0
        ).select_related("form_version", "judge", "attempt")
    )
    latest: dict[int, ScoresheetRevision] = {}
    for revision in ScoresheetRevision.objects.filter(scoresheet__in=sheets).order_by("number"):
        latest[revision.scoresheet_id] = revision
    for sheet in sheets:
        place = f"{where}/{sheet.attempt.number}/{sheet.judge.code}"
        last = latest.get(sheet.pk)
        if last is None:
            found.append(Difference(place, f"revision {sheet.revision}", "no revision"))
            continue
        points = None
        if last.kind == Scoresheet.Kind.SCORED:
            points = evaluate(
                form_of(sheet.form_version), last.values, item_comments(last.comments)
            ).points
        stored = (
            sheet.revision,
            sheet.state,
            sheet.kind,
            sheet.values,
            sheet.comments,
            sheet.points,
        )
        computed = (last.number, last.state, last.kind, last.values, last.comments, points)
        if stored != computed:
            found.append(Difference(place, str(stored), str(computed)))
            if write:
                sheet.revision, sheet.state, sheet.kind = last.number, last.state, last.kind
                sheet.values, sheet.comments, sheet.points = last.values, last.comments, points
                sheet.complete = points is not None or last.kind != Scoresheet.Kind.SCORED
                sheet.save()
    return found


def item_comments(comments: dict[str, str]) -> dict[str, str]:
    """The comments on items; the one under "" is on the whole sheet and no item's."""
    return {item: words for item, words in comments.items() if item}
