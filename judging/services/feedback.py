"""Judges' comments for the entrants: holding one back, releasing a round's to divisions.

What is released is copied word for word; a sheet that is written later tells nothing until the next
release. Private comments are never copied. Nobody's words are altered.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from accounts.models import User
from contests.models import Division, Round
from judging.errors import CommentMissing, CommentPrivate, FeedbackNothing, OtherContest
from judging.models import FeedbackRelease, FeedbackRuling, ReleasedComment, Scoresheet
from judging.selectors.feedback import Said, held_comments, said_in
from judging.selectors.feedback import private_items as private_items_of
from judging.services.rounds import hold_round
from judging.services.settling import required_reason


@transaction.atomic
def rule_comment(
    *, sheet: Scoresheet, item: str, actor: User, held: bool, reason: str = ""
) -> FeedbackRuling:
    """Hold a comment back (with a reason) or let it through; at once, released or not.

    Raises CommentMissing, CommentPrivate, ReasonRequired.
    """
    if not sheet.comments.get(item, "").strip():
        raise CommentMissing
    if item in private_items_of(sheet.form_version.form_id):
        raise CommentPrivate
    reason = required_reason(reason)[:300] if held else reason.strip()[:300]
    return FeedbackRuling.objects.create(
        scoresheet=sheet, item=item, held=held, reason=reason, actor=actor
    )


@transaction.atomic
def release_feedback(
    *, round_: Round, divisions: Iterable[Division], actor: User, reason: str = ""
) -> list[FeedbackRelease]:
    """Show the round's comments, as they are now, to the entrants of these divisions.

    Raises OtherContest, FeedbackNothing.
    """
    wanted = list(divisions)
    _check(round_, wanted)
    hold_round(round_.pk)  # one release at a time
    held = held_comments(round_)
    by_division: dict[int, list[Said]] = {division.pk: [] for division in wanted}
    for said in said_in(round_):
        if said.division in by_division and not said.private and said.key not in held:
            by_division[said.division].append(said)
    if not any(by_division.values()):
        raise FeedbackNothing
    voices = _Voices({said.entry for each in by_division.values() for said in each})
    releases = []
    for division in wanted:
        release = FeedbackRelease.objects.create(
            round=round_, division=division, released=True, reason=reason.strip()[:300], actor=actor
        )
        # Judges get their numbers in an order that says nothing of seats or sheets.
        comments = sorted(
            by_division[division.pk], key=lambda said: _shuffled(said.entry, said.judge)
        )
        ReleasedComment.objects.bulk_create(
            [
                ReleasedComment(
                    release=release,
                    entry_id=said.entry,
                    scoresheet_id=said.sheet,
                    form_version_id=said.form_version,
                    item=said.item,
                    voice=voices.of(said.entry, said.judge),
                    words=said.words,
                )
                for said in comments
            ],
            batch_size=1000,
        )
        releases.append(release)
    return releases


@transaction.atomic
def withdraw_feedback(
    *, round_: Round, divisions: Iterable[Division], actor: User, reason: str
) -> list[FeedbackRelease]:
    """Take a release back. Raises OtherContest, ReasonRequired."""
    wanted = list(divisions)
    _check(round_, wanted)
    reason = required_reason(reason)[:300]
    return [
        FeedbackRelease.objects.create(
            round=round_, division=division, released=False, reason=reason, actor=actor
        )
        for division in wanted
    ]


def _check(round_: Round, divisions: list[Division]) -> None:
    if any(division.contest_id != round_.contest_id for division in divisions):
        raise OtherContest


class _Voices:
    """The number of each judge before each entry; one that was told once stays."""

    def __init__(self, entries: set[int]) -> None:
        known = ReleasedComment.objects.filter(entry__in=entries).order_by("pk")
        self._numbers: dict[int, dict[int, int]] = {entry: {} for entry in entries}
        for entry, judge, voice in known.values_list("entry_id", "scoresheet__judge_id", "voice"):
            self._numbers[entry][judge] = voice

    def of(self, entry: int, judge: int) -> int:
        numbers = self._numbers[entry]
        return numbers.setdefault(judge, max(numbers.values(), default=0) + 1)


def _shuffled(entry: int, judge: int) -> bytes:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"feedback {entry} {judge}".encode(), hashlib.sha256).digest()
