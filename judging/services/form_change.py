"""A round's form after its first sheet: another version, with its effect shown before.

Sheets that hold on the new version get a revision with their new points; others go back to their
judge with what still holds. Every value that falls away stays in the sheet's earlier revision.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from common.preconditions import request_digest, server_key
from contests.models import FormVersion, Round
from contests.selectors import current_policy
from contests.services import check_form_version, mark_form_version_used, use_form_version
from judging.errors import FormEffectStale
from judging.models import FormChange, RoundResult, Scoresheet, ScoresheetRevision
from judging.selectors.form_change import FormEffect, SheetEffect, form_effect
from judging.services.results import hold, reduce_result
from judging.services.settling import required_reason
from scoring.exact import text


@transaction.atomic
def preview_form_version(*, round_: Round, form_version: FormVersion) -> FormEffect:
    """What the change would do; writes nothing. Raises what `change_form_version` raises first."""
    return form_effect(check_form_version(round=round_, form_version=form_version), form_version)


@transaction.atomic
def change_form_version(
    *, round_: Round, form_version: FormVersion, actor: User, reason: str, basis: str
) -> FormEffect:
    """Do what the preview with this `basis` showed.

    Raises FormEffectStale if anything moved since, ReasonRequired, RoundLocked, OtherContest,
    PolicyInvalid.
    """
    reason = required_reason(reason)[:300]
    held = check_form_version(round=round_, form_version=form_version)
    results = hold(RoundResult.objects.filter(round=held))
    effect = form_effect(held, form_version)
    if effect.basis != basis:
        raise FormEffectStale
    change = FormChange.objects.create(
        round=held,
        before=held.form_version,
        after=form_version,
        reason=reason,
        effect=told(effect),
        actor=actor,
    )
    use_form_version(round=held, form_version=form_version)
    for each in effect.sheets:
        _move(each, change, actor)
    if effect.sheets:
        mark_form_version_used(form_version=form_version)
    policy = current_policy(held.contest)
    for result in results:
        reduce_result(result=result, policy=policy, code=held.code, actor=actor)
    return effect


def _move(effect: SheetEffect, change: FormChange, actor: User) -> None:
    """Put one sheet on the new version; a written one by an appended revision."""
    sheet = effect.sheet
    sheet.form_version = change.after
    if effect.outcome == "empty":
        sheet.save()
        return
    sheet.values, sheet.comments = effect.values, effect.comments
    sheet.points, sheet.complete = effect.points, effect.complete
    if effect.outcome == "reopened":
        sheet.state = Scoresheet.State.REOPENED
    sheet.revision += 1
    sheet.save()
    asked = {"form_version": change.after_id, "reason": change.reason}
    ScoresheetRevision.objects.create(
        scoresheet=sheet,
        number=sheet.revision,
        operation=server_key("form", change.pk, sheet.pk),
        request_sha256=request_digest(sheet.pk, "form-version", asked),
        state=sheet.state,
        kind=sheet.kind,
        values=sheet.values,
        comments=sheet.comments,
        points=sheet.points,
        actor=actor,
        reason=change.reason,
    )


def told(effect: FormEffect) -> dict[str, Any]:
    """The effect as plain JSON, for the record and for people; faults carry the items' labels."""
    touched = [each for each in effect.sheets if each.outcome != "empty"]
    return {
        "basis": effect.basis,
        "before": effect.before.number,
        "after": effect.after.number,
        "counts": {
            outcome: sum(each.outcome == outcome for each in effect.sheets)
            for outcome in ("moved", "reopened", "draft", "empty")
        },
        "sheets": [
            {
                "id": each.sheet.pk,
                "judge": each.sheet.judge.code,
                "entry": each.sheet.attempt.entry.code,
                "attempt": each.sheet.attempt.number,
                "outcome": each.outcome,
                "points_before": None if (was := each.was) is None else text(was),
                "points_after": None if each.points is None else text(each.points),
                "dropped": list(each.dropped),
                "faults": [
                    {
                        "code": fault.code,
                        "item": fault.item,
                        "value": each.had.get(fault.item or ""),
                    }
                    for fault in each.faults
                ],
            }
            for each in touched
        ],
        "ranks": list(effect.ranks),
    }
