"""Cards and one-time links that let a judge in: what they are made for, and how long they last.

What they are and how they open a session stands in accounts; who may give them out in
`judging.permissions`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import SignInCard, SignInLink, User
from accounts.services import issue_card, issue_link
from contests.services import made_for_contest
from judging.errors import JudgeWithoutUser
from judging.models import Judge


def issue_judge_card(
    *, judge: Judge, by: User, expires_at: datetime | None = None
) -> tuple[SignInCard, str]:
    """A card for the seat's person, and its secret. It lasts until the judging closes, at most.

    Raises JudgeWithoutUser and what `issue_card` raises.
    """
    return issue_card(**_common(judge, by, expires_at))


def issue_judge_link(
    *, judge: Judge, by: User, expires_at: datetime | None = None
) -> tuple[SignInLink, str, str]:
    """A one-time link for the seat's person, its secret and its PIN.

    Raises JudgeWithoutUser and what `issue_link` raises.
    """
    return issue_link(**_common(judge, by, expires_at))


def made_for_judge(judge: Judge) -> str:
    """What a card of this seat is made for."""
    return f"{made_for_contest(judge.contest)}judge/{judge.pk}/"


def _common(judge: Judge, by: User, expires_at: datetime | None) -> dict[str, Any]:
    if judge.user is None:
        raise JudgeWithoutUser
    return {
        "user": judge.user,
        "created_by": by,
        "label": f"{judge.contest.title} – {judge.code}"[:100],
        "made_for": made_for_judge(judge),
        "expires_at": _end(judge, expires_at),
    }


def _end(judge: Judge, asked: datetime | None) -> datetime | None:
    """No later than the judging; after it (for an appeal) as long as any card."""
    close = judge.contest.judging_close_at
    if close is None or close <= timezone.now():
        return asked
    return close if asked is None else min(asked, close)
