"""Overrides: a value in place of what the sheets give, effective once a second person agreed.

Every step is an event. The sheets themselves are never touched.
"""

from __future__ import annotations

from fractions import Fraction

from django.db import transaction

from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.models import User
from accounts.two_people import behind_this_session, require_two_people
from contests.models import Round, ScoringPolicy
from contests.selectors import current_policy
from contests.services import made_for_contest
from judging.errors import (
    OtherContest,
    OverrideClosed,
    OverrideLive,
    OverrideStale,
    ProposerUnknown,
    SecondPersonRequired,
)
from judging.models import OverrideEvent, RoundResult, ScoreOverride
from judging.selectors.effects import effect_of_override
from judging.services.results import lock_result, reduce_result
from judging.services.settling import required_reason
from submissions.models import Entry

State = ScoreOverride.State
LIVE = (State.PROPOSED, State.EFFECTIVE)
_ENDS = {
    State.EFFECTIVE: Kind.OVERRIDE_APPROVED,
    State.REJECTED: Kind.OVERRIDE_REJECTED,
    State.VOID: Kind.OVERRIDE_ENDED,
}


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
    effect = effect_of_override(entry, round_, after)
    override = ScoreOverride.objects.create(
        entry=entry,
        round=round_,
        before=effect.before,
        after=after,
        reason=reason,
        ranks=effect.ranks,
        proposed_by=actor,
        proposed_in=behind_this_session(),
    )
    OverrideEvent.objects.create(
        override=override, state=State.PROPOSED, reason=reason, actor=actor
    )
    _record(Kind.OVERRIDE_PROPOSED, override, actor)
    return override


@transaction.atomic
def approve_override(*, override_id: int, actor: User) -> ScoreOverride:
    """Let a proposed override take effect; by another person than who proposed it.

    Raises OverrideClosed, ProposerUnknown, SecondPersonRequired, OverrideStale, and what
    `require_two_people` raises.
    """
    override, result = _held(override_id, State.PROPOSED)
    if override.proposed_by is None:
        raise ProposerUnknown
    if override.proposed_by_id == actor.pk:
        raise SecondPersonRequired
    prefix = made_for_contest(override.round.contest)
    override.approver_appointed_by = require_two_people(
        override.proposed_by, override.proposed_in, actor, prefix
    )
    policy = current_policy(override.round.contest)
    effect = effect_of_override(override.entry, override.round, override.after, stored=policy)
    if effect.before != override.before:
        raise OverrideStale(entry=override.entry.code)
    override.ranks, override.approved_by = effect.ranks, actor
    _end(override, State.EFFECTIVE, actor, "")
    return _reduced(override, result, policy, actor)


@transaction.atomic
def reject_override(*, override_id: int, actor: User, reason: str) -> ScoreOverride:
    """Turn a proposal down, or take it back. Raises OverrideClosed, ReasonRequired."""
    override, _ = _held(override_id, State.PROPOSED)
    _end(override, State.REJECTED, actor, required_reason(reason))
    return override


@transaction.atomic
def void_override(*, override_id: int, actor: User, reason: str) -> ScoreOverride:
    """End an override in effect: the sheets speak again. Raises OverrideClosed, ReasonRequired."""
    override, result = _held(override_id, State.EFFECTIVE)
    _end(override, State.VOID, actor, required_reason(reason))
    return _reduced(override, result, current_policy(override.round.contest), actor)


def _held(override_id: int, expected: str) -> tuple[ScoreOverride, RoundResult]:
    place = ScoreOverride.objects.values_list("entry_id", "round_id").get(pk=override_id)
    result = lock_result(entry_id=place[0], round_id=place[1])
    override = ScoreOverride.objects.select_related("entry", "round__contest", "proposed_by").get(
        pk=override_id
    )
    if override.state != expected:
        raise OverrideClosed
    return override, result


def _end(override: ScoreOverride, state: str, actor: User, reason: str) -> None:
    override.state = state
    override.save()
    OverrideEvent.objects.create(override=override, state=state, reason=reason, actor=actor)
    _record(_ENDS[State(state)], override, actor)


def _record(kind: Kind, override: ScoreOverride, actor: User) -> None:
    """The history knows of which entry, and no mark."""
    record(
        kind,
        actor=actor,
        about=f"{made_for_contest(override.round.contest)}override/{override.pk}/",
        facts={
            "entry": override.entry.code,
            "round": override.round.code,
            "appointed_by": ", ".join(override.approver_appointed_by)
            if kind == Kind.OVERRIDE_APPROVED
            else "",
        },
    )


def _reduced(
    override: ScoreOverride, result: RoundResult, policy: ScoringPolicy | None, actor: User
) -> ScoreOverride:
    """The override, with the entry's result reduced anew."""
    reduce_result(result=result, policy=policy, code=override.round.code, actor=actor)
    return override
