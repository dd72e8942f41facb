"""What was entered and decided for one entry up to an instant: sheets with their items, overrides,
what was said on discrepancies, appeals. Reads what is append-only; knows no viewer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from common.text import UNKNOWN
from contests.models import FormVersion, Round, ScoringPolicy
from judging.definitions import form_of
from judging.models import (
    DiscrepancyEvent,
    FormChange,
    OverrideEvent,
    ScoreOverride,
    ScoresheetRevision,
)
from judging.selectors.awaited import NOT_COUNTED_ROLES, SUBMITTED_STATES
from judging.services.results import item_comments
from leaderboards.computing import known_at
from leaderboards.models import Appeal, Publication
from leaderboards.past import attempts_at
from scoring.field import AttemptInput
from scoring.form import Evaluation, evaluate
from submissions.models import Entry

Place = tuple[str, int, str]
"""A sheet's round code, attempt number and judge code."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet's items as they counted, on the form that they were entered on."""

    judge_name: str
    version: FormVersion
    evaluation: Evaluation
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person wrote on a discrepancy; for those who run the contest."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Override:
    """A value in effect in place of a round's own. `reason` is for those who run the contest."""

    pk: int
    before: Fraction | None
    after: Fraction
    reason: str
    proposed_by: str
    approved_by: str
    appointed_by: Sequence[str]  # who appointed the approver
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """An entry up to an instant; by round code, and by attempt or sheet within it."""

    attempts: Mapping[str, Sequence[AttemptInput]]
    filled: Mapping[Place, Filled]
    judges: Mapping[str, str]
    said: Mapping[tuple[str, int], Sequence[Said]]
    overrides: Mapping[str, Override]
    appeals: Sequence[Appeal]


_CONCLUDED = (Appeal.State.UNCHANGED, Appeal.State.CHANGED, Appeal.State.DECLINED)


def history(
    entry: Entry, *, policy: ScoringPolicy, at: datetime, publication: Publication | None
) -> History:
    """All of it in a handful of queries. With a publication its appeals, whenever they ended."""
    attempts = attempts_at(entry.contest, {"entry": entry}, policy=policy, at=at)
    filled = _filled(entry, at)
    return History(
        attempts={code: tries for (_, code), tries in attempts.items()},
        filled=filled,
        judges={judge: sheet.judge_name for (_, _, judge), sheet in filled.items()},
        said=_said(entry, at),
        overrides=_overrides(entry, at),
        appeals=list(_appeals(entry, at, publication)),
    )


def _appeals(entry: Entry, at: datetime, publication: Publication | None) -> QuerySet[Appeal]:
    """Those that had ended; of published results those that ended before them or are about them,
    so that an amendment is not told before it is public."""
    ended = Appeal.objects.filter(
        known_at("events__created_at", entry.contest, at) if publication is None else Q(),
        entry=entry,
        state__in=_CONCLUDED,
        events__state=F("state"),
    )
    if publication is not None:
        about = Coalesce("amended__number", "publication__number")
        ended = ended.annotate(about=about).filter(about__lte=publication.number)
    return (
        ended.select_related("round", "judge")
        .prefetch_related("events", "attempt__scoresheets")
        .order_by("pk")
    )


def _filled(entry: Entry, at: datetime) -> dict[Place, Filled]:
    """Counted sheets, each as its last revision up to `at` left it."""
    rows = (
        ScoresheetRevision.objects.filter(
            known_at("created_at", entry.contest, at), scoresheet__attempt__entry=entry
        )
        .exclude(scoresheet__judge__role__in=NOT_COUNTED_ROLES)
        .select_related(
            "scoresheet__judge", "scoresheet__attempt__round", "scoresheet__form_version"
        )
        .order_by("scoresheet_id", "number")
    )
    last = {row.scoresheet_id: row for row in rows}
    found: dict[Place, Filled] = {}
    for row, version, done in _read(r for r in last.values() if r.state in SUBMITTED_STATES):
        sheet = row.scoresheet
        place = (sheet.attempt.round.code, sheet.attempt.number, sheet.judge.code)
        found[place] = Filled(sheet.judge.full_name, version, done, row.values)
    return found


def _read(
    rows: Iterable[ScoresheetRevision],
) -> Iterator[tuple[ScoresheetRevision, FormVersion, Evaluation]]:
    """Each on the form that gives its points: its sheet's, or one that this was changed from."""
    moved = []
    for row in rows:
        version = row.scoresheet.form_version
        done = _on(version, row)
        if done is None:
            moved.append(row)
        else:
            yield row, version, done
    former = _former_versions({row.scoresheet.attempt.round_id for row in moved})
    for row in moved:
        for version in former[row.scoresheet.attempt.round_id]:
            done = _on(version, row)
            if done is not None:
                yield row, version, done
                break


def _former_versions(rounds: Collection[int]) -> Mapping[int, list[FormVersion]]:
    """What the forms of these rounds were before they changed."""
    found: defaultdict[int, list[FormVersion]] = defaultdict(list)
    for change in FormChange.objects.filter(round__in=rounds).select_related("before"):
        found[change.round_id].append(change.before)
    return found


def _on(version: FormVersion, row: ScoresheetRevision) -> Evaluation | None:
    done = evaluate(form_of(version), row.values, item_comments(row.comments))
    return done if row.kind != "scored" or done.points == row.points else None


def _said(entry: Entry, at: datetime) -> Mapping[tuple[str, int], list[Said]]:
    rows = (
        DiscrepancyEvent.objects.filter(
            known_at("created_at", entry.contest, at), discrepancy__attempt__entry=entry
        )
        .exclude(reason="")
        .order_by("discrepancy_id", "number")
        .values_list(
            "discrepancy__attempt__round__code", "discrepancy__attempt__number", "reason",
            "actor__full_name", "created_at",
        )
    )  # fmt: skip
    found: defaultdict[tuple[str, int], list[Said]] = defaultdict(list)
    for code, number, words, by, when in rows:
        found[code, number].append(Said(words, by or UNKNOWN, when))
    return found


def _overrides(entry: Entry, at: datetime) -> dict[str, Override]:
    """Those in effect at `at`: approved by then, and not void."""
    rows = (
        OverrideEvent.objects.filter(
            known_at("created_at", entry.contest, at), override__entry=entry
        )
        .select_related("override__round", "override__proposed_by", "actor")
        .order_by("override_id", "pk")
    )
    last = {row.override_id: row for row in rows}
    return {
        row.override.round.code: Override(
            row.override.pk,
            row.override.before,
            row.override.after,
            row.override.reason,
            _full_name(row.override.proposed_by),
            _full_name(row.actor),
            row.override.approver_appointed_by,
            row.created_at,
        )
        for row in last.values()
        if row.state == ScoreOverride.State.EFFECTIVE
    }


def _full_name(user: User | None) -> str:
    return UNKNOWN if user is None else user.full_name


def rounds_of(entry: Entry) -> dict[str, Round]:
    """The contest's rounds by code, in their order, with their forms."""
    rounds = entry.contest.rounds.select_related("form_version").order_by("order", "code")
    return {round_.code: round_ for round_ in rounds}
