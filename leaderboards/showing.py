"""What the public sees of a contest's live board at an instant: hidden, live, its top, or frozen.

The rules of the contest and of its rounds are read together, and the strictest counts: the board
of the whole contest would tell the points of a round that is hidden or frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from common.prepared import Prepared
from contests.models import Contest
from leaderboards import publicity
from leaderboards.models import BoardRule


@dataclass(frozen=True, slots=True)
class Showing:
    """`frozen_at` is an instant in the past."""

    hidden: bool
    top: int | None = None
    frozen_at: datetime | None = None


def showing(contest: Contest, round_code: str | None, now: datetime) -> Showing:
    """What the public may see at `now` of the board, as long as nothing of it is published.

    While approved results wait for their instant or their ceremony, a live board would tell them:
    it is hidden then, and a frozen one stays as it is. That of a blind contest would name the entry
    behind each score that a judge has given: it is hidden throughout.
    """
    if contest.blind:
        return Showing(hidden=True)
    rows = _rules(contest.pk) if round_code is None else _rules_of_round(contest.pk, round_code)
    if not contest.live_standings or any(hidden for hidden, _, _ in rows):
        return Showing(hidden=True)
    freeze_at = min((at for _, _, at in rows if at is not None), default=None)
    top = min((top for _, top, _ in rows if top is not None), default=None)
    if freeze_at is not None and freeze_at <= now:
        return Showing(hidden=False, top=top, frozen_at=freeze_at)
    if publicity.waits(contest, round_code, now):
        return Showing(hidden=True)
    return Showing(hidden=False, top=top)


def _rows(contest: int, of: Q) -> QuerySet[BoardRule, Any]:
    rules = BoardRule.objects.filter(of, contest_id=contest)
    return rules.order_by().values_list("hidden", "top", "freeze_at")


_rules = Prepared(lambda contest: _rows(contest, Q()))
_rules_of_round = Prepared(
    lambda contest, code: _rows(contest, Q(round=None) | Q(round__code=code)), int, str
)


def freeze_of(contest: Contest, round_code: str | None) -> datetime | None:
    """The instant at which the board is or was frozen, whoever looks at it."""
    rules = BoardRule.objects.filter(contest=contest, freeze_at__isnull=False)
    if round_code is not None:
        rules = rules.filter(Q(round=None) | Q(round__code=round_code))
    return rules.order_by("freeze_at").values_list("freeze_at", flat=True).first()
