"""What the other judges of an attempt gave, for a judge who has submitted and looked.

Comments never leave here: they are for the entry's people, not for the panel.
"""

from __future__ import annotations

from typing import Any

from judging.definitions import form_of
from judging.errors import PeersBeforeSubmit, PeersHidden, PeersUnseen
from judging.models import Scoresheet
from judging.selectors.awaited import NOT_COUNTED_ROLES, SUBMITTED_STATES
from scoring.exact import text
from scoring.form import evaluate


def check_may_look(sheet: Scoresheet) -> None:
    """Raises PeersHidden where nobody looks, PeersBeforeSubmit until the own sheet is handed in.

    Who abstained gave nothing to compare. A calibration's marks are for its spread alone, which
    the head judge opens.
    """
    if not sheet.judge.contest.peers_after_submit or sheet.attempt.round.calibration:
        raise PeersHidden
    if sheet.state not in SUBMITTED_STATES or sheet.kind != Scoresheet.Kind.SCORED:
        raise PeersBeforeSubmit


def peers(sheet: Scoresheet) -> list[dict[str, Any]]:
    """The others' submitted sheets of the sheet's attempt, by judge code.

    Raises PeersHidden, PeersBeforeSubmit, and PeersUnseen if the look was not recorded.
    """
    check_may_look(sheet)
    if not sheet.peers_seen.exists():
        raise PeersUnseen
    others = (
        Scoresheet.objects.filter(attempt=sheet.attempt_id, state__in=SUBMITTED_STATES)
        .exclude(judge=sheet.judge_id)
        .select_related("judge", "form_version")
        .order_by("judge__code")
    )
    return [_shown(other) for other in others]


def _shown(sheet: Scoresheet) -> dict[str, Any]:
    judge = sheet.judge
    scored = sheet.kind == Scoresheet.Kind.SCORED
    return {
        "id": sheet.pk,
        "judge": {"code": judge.code, "full_name": judge.full_name, "role": judge.role},
        "counted": judge.role not in NOT_COUNTED_ROLES,
        "kind": sheet.kind,
        "points": text(sheet.points) if scored and sheet.points is not None else None,
        "items": _items(sheet) if scored else [],
    }


def _items(sheet: Scoresheet) -> list[dict[str, Any]]:
    results = evaluate(form_of(sheet.form_version), sheet.values).items
    return [
        {
            "item": item,
            "value": sheet.values.get(item),
            "points": None if result.points is None else text(result.points),
        }
        for item, result in results.items()
    ]
