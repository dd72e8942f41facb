"""What another version of a round's form would do to the sheets that are there. Never writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from contests.models import FormVersion, Round
from contests.selectors import current_policy, policy_with
from judging.definitions import OUT_OF_DOMAIN, form_of, policy_of
from judging.models import Scoresheet
from judging.selectors.awaited import SUBMITTED_STATES
from judging.selectors.field import field
from scoring.errors import Problem
from scoring.exact import text
from scoring.field import EntryInput, SheetInput, Standings
from scoring.form import Evaluation, Form, evaluate
from scoring.severity import with_severity
from scoring.standings import compute


@dataclass(frozen=True, slots=True)
class SheetEffect:
    """One sheet on the new form. `outcome`: "moved" (stays as it is), "reopened" (its judge is
    asked again), "draft" (was no more than one), "empty" (nothing was entered).

    `values`, `comments`, `points` are what it holds then, `had` and `was` the values and points
    before; `dropped` are the items that the form lost, `faults` what its judge must look at.
    """

    sheet: Scoresheet
    outcome: str
    values: dict[str, Any]
    comments: dict[str, str]
    points: Fraction | None
    complete: bool
    dropped: tuple[str, ...]
    faults: tuple[Problem, ...]
    was: Fraction | None
    had: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FormEffect:
    """The effect on a whole round; `basis` is the digest of all that it was told from."""

    round: Round
    before: FormVersion
    after: FormVersion
    sheets: tuple[SheetEffect, ...]
    ranks: tuple[dict[str, Any], ...]
    basis: str


def form_effect(round_: Round, version: FormVersion) -> FormEffect:
    """Every sheet evaluated on the new version, and the ranks that would move.

    Ranks are those that the sheets give: draws and committee decisions split ties later. Raises
    PolicyInvalid where the policy names an item that the version has not.
    """
    form = form_of(version)
    sheets = list(
        Scoresheet.objects.filter(attempt__round=round_)
        .select_related("judge", "attempt__entry", "form_version")
        .order_by("attempt__entry__code", "attempt__number", "judge__code")
    )
    effects = tuple(_effect(sheet, form) for sheet in sheets)
    ranks = _ranks(round_, version, effects)
    return FormEffect(
        round_, round_.form_version, version, effects, ranks, _basis(round_, version, sheets)
    )


def _effect(sheet: Scoresheet, form: Form) -> SheetEffect:
    if sheet.revision == 0:
        return SheetEffect(sheet, "empty", {}, {}, None, False, (), (), None, {})
    if sheet.kind != Scoresheet.Kind.SCORED:
        return SheetEffect(
            sheet, "moved", sheet.values, sheet.comments, None, True, (), (), None, {}
        )
    dropped = tuple(name for name in sheet.values if name not in form.items)
    values = {name: value for name, value in sheet.values.items() if name in form.items}
    comments = {
        name: words for name, words in sheet.comments.items() if not name or name in form.items
    }
    first = _evaluated(form, values, comments)
    outside = {problem.item for problem in first.problems if problem.code in OUT_OF_DOMAIN}
    values = {name: value for name, value in values.items() if name not in outside}
    evaluation = _evaluated(form, values, comments)
    faults = tuple(
        problem
        for problem in first.problems
        if problem.severity == "block" and problem.code != "empty"
    )
    outcome = "moved"
    if sheet.state in (Scoresheet.State.DRAFT, Scoresheet.State.REOPENED):
        outcome = "draft"
    elif sheet.state in SUBMITTED_STATES and not evaluation.complete:
        outcome = "reopened"
    return SheetEffect(
        sheet, outcome, values, comments, evaluation.points, evaluation.complete, dropped, faults,
        sheet.points, sheet.values,
    )  # fmt: skip


def _evaluated(form: Form, values: Mapping[str, Any], comments: Mapping[str, str]) -> Evaluation:
    return evaluate(form, values, {name: words for name, words in comments.items() if name})


def _ranks(
    round_: Round, version: FormVersion, effects: tuple[SheetEffect, ...]
) -> tuple[dict[str, Any], ...]:
    """[{entry, division, before, after, value_before, value_after}] of entries that change."""
    stored = current_policy(round_.contest)
    then_policy = policy_with(round_, version)
    if stored is None or then_policy is None or round_.code not in then_policy.rounds:
        return ()
    now_policy = policy_of(stored)
    entries = field(round_.contest, policy=stored)
    form = form_of(version)
    sheets = {
        (each.sheet.attempt.entry.code, each.sheet.attempt.number, each.sheet.judge.code): each
        for each in effects
    }
    moved = [_entry_then(each, round_.code, sheets, form) for each in entries]
    now = compute(now_policy, with_severity(now_policy, entries)[0])
    then = compute(then_policy, with_severity(then_policy, moved)[0])
    return tuple(_changed(now, then, round_.code))


def _entry_then(
    entry: EntryInput,
    code: str,
    sheets: Mapping[tuple[str, int, str], SheetEffect],
    form: Form,
) -> EntryInput:
    attempts = []
    for attempt in entry.rounds.get(code, ()):
        kept = []
        for given in attempt.sheets:
            effect = sheets[entry.code, attempt.number, given.judge]
            if effect.outcome == "moved":
                kept.append(_sheet_then(given, effect, form))
        # An attempt that was done by its sheets alone waits for them again.
        state = attempt.state
        if state == "done" and attempt.sheets and not kept:
            state = "pending"
        attempts.append(replace(attempt, sheets=tuple(kept), state=state))
    return entry._replace(rounds={**entry.rounds, code: tuple(attempts)})


def _sheet_then(given: SheetInput, effect: SheetEffect, form: Form) -> SheetInput:
    if not given.values:
        return replace(given, points=effect.points)
    items = _evaluated(form, effect.values, effect.comments).items
    numbers = {name: result.number for name, result in items.items()}
    return replace(given, points=effect.points, values=numbers)


def _changed(now: Standings, then: Standings, code: str) -> list[dict[str, Any]]:
    before = {row.entry: row for row in now.rows}
    found = []
    for row in then.rows:
        old = before[row.entry]
        values = [_value(each.rounds.get(code)) for each in (old, row)]
        if old.rank != row.rank or values[0] != values[1]:
            found.append(
                {
                    "entry": row.entry,
                    "division": row.division,
                    "before": old.rank,
                    "after": row.rank,
                    "value_before": values[0],
                    "value_after": values[1],
                }
            )
    return found


def _value(standing: Any) -> str | None:
    return None if standing is None or standing.value is None else text(standing.value)


def _basis(round_: Round, version: FormVersion, sheets: list[Scoresheet]) -> str:
    policy = current_policy(round_.contest)
    told = [
        round_.pk,
        round_.form_version_id,
        version.pk,
        None if policy is None else policy.pk,
        [[sheet.pk, sheet.revision, sheet.form_version_id] for sheet in sheets],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
