"""Overrides: a value in place of what the sheets give, effective once a second person agreed.

Every step is an event. The sheets themselves are never touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction

from accounts.models import User
from contests.models import Contest, Round
from contests.selectors import current_policy
from judging.definitions import policy_of
from judging.errors import (
    EntryNotJudged,
    OtherContest,
    OverrideClosed,
    OverrideLive,
    OverrideStale,
    RoundNotScored,
    SecondPersonRequired,
)
from judging.models import OverrideEvent, RoundResult, ScoreOverride
from judging.selectors.field import field
from judging.services.results import lock_result, reduce_result
from judging.services.settling import required_reason
from scoring.field import EntryInput, Standings
from scoring.severity import with_severity
from scoring.standings import compute
from submissions.models import Entry

State = ScoreOverride.State
LIVE = (State.PROPOSED, State.EFFECTIVE)


@transaction.atomic
def propose_override(
    *, entry: Entry, round_: Round, actor: User, after: Fraction, reason: str
) -> ScoreOverride:
    """Ask for a value of the entry in the round; nothing changes until another person approves.

    Raises OtherContest, EntryNotJudged, RoundNotScored, OverrideLive, ReasonRequired.
    """
    if entry.contest_id != round_.contest_id:
        raise OtherContest
    reason = required_reason(reason)
    lock_result(entry_id=entry.pk, round_id=round_.pk)
    if ScoreOverride.objects.filter(entry=entry, round=round_, state__in=LIVE).exists():
        raise OverrideLive(entry=entry.code, round=round_.code)
    effect = _effect(round_.contest, entry.code, round_.code, after)
    override = ScoreOverride.objects.create(
        entry=entry,
        round=round_,
        before=effect.before,
        after=after,
        reason=reason,
        ranks=effect.ranks,
        proposed_by=actor,
    )
    OverrideEvent.objects.create(
        override=override, state=State.PROPOSED, reason=reason, actor=actor
    )
    return override


@transaction.atomic
def approve_override(*, override_id: int, actor: User) -> ScoreOverride:
    """Let a proposed override take effect; by another person than who proposed it.

    Raises OverrideClosed, SecondPersonRequired, OverrideStale.
    """
    override, result = _held(override_id, State.PROPOSED)
    if override.proposed_by_id == actor.pk:
        raise SecondPersonRequired
    round_ = override.round
    effect = _effect(round_.contest, override.entry.code, round_.code, override.after)
    if effect.before != override.before:
        raise OverrideStale(entry=override.entry.code)
    override.ranks, override.approved_by = effect.ranks, actor
    return _end(override, result, State.EFFECTIVE, actor, "")


@transaction.atomic
def reject_override(*, override_id: int, actor: User, reason: str) -> ScoreOverride:
    """Turn a proposal down, or take it back. Raises OverrideClosed, ReasonRequired."""
    override, result = _held(override_id, State.PROPOSED)
    return _end(override, result, State.REJECTED, actor, required_reason(reason))


@transaction.atomic
def void_override(*, override_id: int, actor: User, reason: str) -> ScoreOverride:
    """End an override in effect: the sheets speak again. Raises OverrideClosed, ReasonRequired."""
    override, result = _held(override_id, State.EFFECTIVE)
    return _end(override, result, State.VOID, actor, required_reason(reason))


def _held(override_id: int, expected: str) -> tuple[ScoreOverride, RoundResult]:
    place = ScoreOverride.objects.values_list("entry_id", "round_id").get(pk=override_id)
    result = lock_result(entry_id=place[0], round_id=place[1])
    override = ScoreOverride.objects.select_related("entry", "round__contest").get(pk=override_id)
    if override.state != expected:
        raise OverrideClosed
    return override, result


def _end(
    override: ScoreOverride, result: RoundResult, state: str, actor: User, reason: str
) -> ScoreOverride:
    override.state = state
    override.save()
    OverrideEvent.objects.create(override=override, state=state, reason=reason, actor=actor)
    if state != State.REJECTED:
        round_ = override.round
        reduce_result(
            result=result, policy=current_policy(round_.contest), code=round_.code, actor=actor
        )
    return override


@dataclass(frozen=True, slots=True)
class _Effect:
    before: Fraction | None
    ranks: list[dict[str, object]]


def _effect(contest: Contest, entry: str, round_code: str, after: Fraction) -> _Effect:
    """The entry's value now, and every rank that the override would change.

    Ranks are those that the sheets give: draws and committee decisions split ties later.
    """
    stored = current_policy(contest)
    policy = None if stored is None else policy_of(stored)
    if policy is None or round_code not in policy.rounds:
        raise RoundNotScored(round=round_code)
    entries = field(contest, policy=stored)
    if all(each.code != entry for each in entries):
        raise EntryNotJudged(entry=entry)
    entries, _ = with_severity(policy, entries)
    now = compute(policy, entries)
    then = compute(policy, [_overridden(each, entry, round_code, after) for each in entries])
    return _Effect(now.of(entry).rounds[round_code].value, _changed(now, then))


def _overridden(each: EntryInput, entry: str, round_code: str, after: Fraction) -> EntryInput:
    if each.code != entry:
        return each
    return each._replace(overrides={**each.overrides, round_code: after})


def _changed(now: Standings, then: Standings) -> list[dict[str, object]]:
    before = {row.entry: row.rank for row in now.rows}
    return [
        {"entry": row.entry, "before": before[row.entry], "after": row.rank}
        for row in then.rows
        if before[row.entry] != row.rank
    ]
