"""Saying what the public sees of live boards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.errors import Fault
from contests.models import Contest
from contests.services import update_contest
from leaderboards.errors import FreezeInvalid
from leaderboards.models import BoardRule


@dataclass(frozen=True, slots=True)
class RoundRule:
    """What the public sees of one round's board."""

    round: str
    hidden: bool = False
    top: int | None = None
    freeze_at: datetime | None = None


@transaction.atomic
def set_board_rules(
    *,
    contest: Contest,
    actor: User,
    live: bool,
    top: int | None = None,
    freeze_at: datetime | None = None,
    rounds: Sequence[RoundRule] = (),
) -> list[BoardRule]:
    """Replace all rules of the contest's boards. A round that is not named follows the contest.

    Raises FreezeInvalid, and what changing a contest raises.
    """
    contest = update_contest(contest=contest, live_standings=live)
    known = {round_.code: round_ for round_ in contest.rounds.all()}
    seen: set[str] = set()
    for place, rule in enumerate(rounds):
        if rule.round not in known or rule.round in seen:
            raise FreezeInvalid(
                round=rule.round, errors=[Fault(FreezeInvalid.text, f"/rounds/{place}/round")]
            )
        seen.add(rule.round)
    BoardRule.objects.filter(contest=contest).delete()
    rows = [BoardRule(contest=contest, top=top, freeze_at=freeze_at, changed_by=actor)]
    rows += [
        BoardRule(
            contest=contest,
            round=known[rule.round],
            hidden=rule.hidden,
            top=rule.top,
            freeze_at=rule.freeze_at,
            changed_by=actor,
        )
        for rule in rounds
    ]
    for row in rows:
        row.save()
    return rows
