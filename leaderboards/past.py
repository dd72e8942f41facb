"""Standings as they were at an instant, told from what was written up to it.

Sheets by their revisions, forms and attempts by their changes, overrides and discrepancies by their
events, decisions and policies by their age. Nothing is stored when the instant comes, so nothing can be
stored too late: whoever asks, and whenever, gets the same. Entries are as they are now, so that
who was taken out or withdrew is gone from the past as well; roles of judges likewise. What came with the
contest in a package, its instant told by nobody, was there from the beginning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from contests.models import Contest, FormVersion, ScoringPolicy
from judging.definitions import form_of
from judging.models import (
    Attempt,
    AttemptChange,
    Discrepancy,
    DiscrepancyEvent,
    FormChange,
    OverrideEvent,
    ScoreOverride,
    ScoresheetRevision,
)
from judging.selectors.awaited import NOT_COUNTED_ROLES, SUBMITTED_STATES
from judging.selectors.field import Attempts, item_value, milliseconds, rounds_reading_items
from leaderboards.computing import Computed, facts, known_at, policy_in_force
from scoring.discrepancy import Ruling
from scoring.field import NOTHING, AttemptInput, EntryInput, ItemValue, SheetInput
from scoring.form import Form, evaluate
from scoring.policy import parse_policy
from scoring.severity import with_severity
from scoring.standings import compute
from submissions.models import Entry
from submissions.selectors import entry_rows

_SETTLED = (
    Discrepancy.State.DISCUSSED,
    Discrepancy.State.MINUTED,
    Discrepancy.State.RESOLVED,
)


def compute_at(
    contest: Contest,
    *,
    at: datetime,
    round_code: str | None = None,
    again: Collection[str] = (),
) -> Computed:
    """The standings of `contest` at `at`, with all traces.

    Entries whose codes are in `again` count, though they were taken out since.

    Raises PolicyMissing, PolicyUnusable, RoundUnknown.
    """
    stored, policy = policy_in_force(contest, round_code, at=at)
    if changed := _changed_since(contest, at):
        policy = parse_policy(stored.definition, _forms_at(contest, changed))
    entries = field_at(contest, policy=stored, at=at, round_code=round_code, again=again)
    known = facts(contest, at=at)
    entries, severity = with_severity(policy, entries, round_code)
    standings = compute(policy, entries, known, round=round_code)
    return Computed(standings, policy, stored, entries, known, entry_rows(contest), severity)


def _changed_since(contest: Contest, at: datetime) -> QuerySet[FormChange]:
    """Changes of rounds' forms after `at`, the latest first."""
    later = FormChange.objects.filter(round__contest=contest)
    return later.exclude(known_at("created_at", contest, at)).order_by("-pk")


def _forms_at(contest: Contest, changed: QuerySet[FormChange]) -> dict[str, Form]:
    """The form of each round before the first of these changes, by the round's code."""
    rounds = contest.rounds.select_related("form_version")
    versions = {round_.code: round_.form_version for round_ in rounds}
    for change in changed.select_related("round", "before"):
        versions[change.round.code] = change.before
    return {code: form_of(version) for code, version in versions.items()}


def field_at(
    contest: Contest,
    *,
    policy: ScoringPolicy,
    at: datetime,
    round_code: str | None = None,
    again: Collection[str] = (),
) -> tuple[EntryInput, ...]:
    """The field as `judging.selectors.field` has it, of what was there at `at`."""
    where: dict[str, Any] = {"entry__contest": contest}
    if round_code is not None:
        where["round__code"] = round_code
    overrides = _overrides(contest, where, at)
    rounds: defaultdict[int, dict[str, tuple[AttemptInput, ...]]] = defaultdict(dict)
    for (entry_id, code), tries in attempts_at(contest, where, policy=policy, at=at).items():
        rounds[entry_id][code] = tries
    entries = Entry.objects.filter(known_at("submitted_at", contest, at), contest=contest)
    listed = entries.exclude(state__in=Entry.NOT_IN_FIELD).order_by("code")
    return tuple(
        EntryInput(
            code=code,
            division=division,
            state="active" if state == Entry.State.SUBMITTED or code in again else state,  # type: ignore[arg-type]
            at=milliseconds(submitted_at),
            rounds=rounds.get(pk, NOTHING),
            overrides=overrides.get(pk, NOTHING),
        )
        for pk, code, division, state, submitted_at in listed.values_list(
            "pk", "code", "division__code", "state", "submitted_at"
        )
    )


def attempts_at(
    contest: Contest, where: Mapping[str, Any], *, policy: ScoringPolicy, at: datetime
) -> Attempts:
    """The contest's attempts that match `where` (lookups from Attempt) with their counted sheets at `at`."""
    sheets = _sheets(contest, where, rounds_reading_items(policy), at)
    rulings = _rulings(contest, where, at)
    before = _attempts_before(contest, where, at)
    found: defaultdict[tuple[int, str], list[AttemptInput]] = defaultdict(list)
    rows = Attempt.objects.filter(**where).order_by("entry_id", "round_id", "number")
    for pk, entry_id, code, number, state, own, performed_at, of_side in rows.values_list(
        "pk", "entry_id", "round__code", "number", "state", "values", "performed_at", "side__values"
    ):
        if pk in before:
            state, own = before[pk]["state"], before[pk]["values"]
        counted = tuple(sheets.get(pk, ()))
        if state == Attempt.State.PENDING and counted:
            state = Attempt.State.DONE.value
        values = {**(of_side or {}), **own}
        found[entry_id, code].append(
            AttemptInput(
                number=number,
                state=state,  # type: ignore[arg-type]
                values={item: item_value(value) for item, value in values.items()},
                sheets=counted,
                at=milliseconds(performed_at),
                ruling=rulings.get(pk),
            )
        )
    return {key: tuple(tries) for key, tries in found.items()}


def _sheets(
    contest: Contest, where: Mapping[str, Any], reading_items: frozenset[str], at: datetime
) -> Mapping[int, list[SheetInput]]:
    """Counted sheets by attempt, each as its last revision up to `at` left it."""
    last: dict[int, tuple[Any, ...]] = {}
    rows = (
        ScoresheetRevision.objects.filter(
            known_at("created_at", contest, at),
            **{f"scoresheet__attempt__{lookup}": value for lookup, value in where.items()},
        )
        .exclude(scoresheet__judge__role__in=NOT_COUNTED_ROLES)
        .order_by("scoresheet__judge__code", "scoresheet_id", "number")
    )
    for pk, sheet, *rest in rows.values_list(
        "pk", "scoresheet_id", "scoresheet__attempt_id", "scoresheet__judge__code", "state", "kind",
        "points", "scoresheet__attempt__round__code",
    ):  # fmt: skip
        last[sheet] = (pk, *rest)
    counted = [row for row in last.values() if row[3] in SUBMITTED_STATES]
    read = [row[0] for row in counted if row[6] in reading_items]
    items = _items(read, _changed_since(contest, at))
    found: defaultdict[int, list[SheetInput]] = defaultdict(list)
    for pk, attempt, judge, _state, kind, points, _code in counted:
        found[attempt].append(SheetInput(judge, points, items.get(pk, {}), kind))
    return found


def _items(revisions: list[int], changed: QuerySet[FormChange]) -> dict[int, dict[str, ItemValue]]:
    """The item values of each revision, by the form that its sheet had before these changes."""
    found: dict[int, dict[str, ItemValue]] = {}
    versions: dict[int, FormVersion] = {}
    before = changed.filter(round=OuterRef("scoresheet__attempt__round")).order_by("pk")
    was = Coalesce(
        Subquery(before.values("before_id")[:1]),
        "scoresheet__form_version_id",
        output_field=BigIntegerField(),
    )
    for start in range(0, len(revisions), 5000):
        chunk = ScoresheetRevision.objects.filter(pk__in=revisions[start : start + 5000])
        rows = list(chunk.values_list("pk", "values", was))
        versions |= FormVersion.objects.in_bulk({row[2] for row in rows} - versions.keys())
        for pk, values, version in rows:
            results = evaluate(form_of(versions[version]), values).items
            found[pk] = {item: result.number for item, result in results.items()}
    return found


def _attempts_before(
    contest: Contest, where: Mapping[str, Any], at: datetime
) -> dict[int, Mapping[str, Any]]:
    """What the first change after `at` found, by attempt."""
    changes = AttemptChange.objects.filter(
        **{f"attempt__{lookup}": value for lookup, value in where.items()}
    ).exclude(known_at("created_at", contest, at))
    return dict(changes.order_by("-pk").values_list("attempt_id", "before"))


def _rulings(contest: Contest, where: Mapping[str, Any], at: datetime) -> dict[int, Ruling]:
    """What people had ruled on discrepancies, by attempt."""
    events = DiscrepancyEvent.objects.filter(
        known_at("created_at", contest, at),
        **{f"discrepancy__attempt__{lookup}": value for lookup, value in where.items()},
    ).select_related("discrepancy", "third")
    return {
        event.discrepancy.attempt_id: Ruling(
            marks={judge: Fraction(points) for judge, points in event.marks.items()},
            value=event.value,
            third=None if event.third is None else event.third.code,
            settled=event.state in _SETTLED,
        )
        for event in events.order_by("discrepancy_id", "number")
    }


def _overrides(
    contest: Contest, where: Mapping[str, Any], at: datetime
) -> dict[int, dict[str, Fraction]]:
    """Overrides that were in effect: entry id, round code."""
    events = OverrideEvent.objects.filter(
        known_at("created_at", contest, at),
        **{f"override__{lookup}": value for lookup, value in where.items()},
    )
    last: dict[int, tuple[Any, ...]] = {
        row[0]: row[1:]
        for row in events.order_by("override_id", "pk").values_list(
            "override_id", "state", "override__entry_id", "override__round__code", "override__after"
        )
    }
    found: defaultdict[int, dict[str, Fraction]] = defaultdict(dict)
    for state, entry, code, after in last.values():
        if state == ScoreOverride.State.EFFECTIVE:
            found[entry][code] = after
    return found
