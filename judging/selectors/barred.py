"""Who may be given which entry: the roles that score, and the pairs that must not meet."""

from __future__ import annotations

from judging.models import ConflictOfInterest, Judge
from submissions.models import Mentor, Participant

FILLING_ROLES = (Judge.Role.JUDGE, Judge.Role.REFEREE)
"""Roles that entries are given to without being asked for by name."""


def conflicts(contest_id: int) -> frozenset[tuple[int, int]]:
    """Pairs (judge, entry) that must not meet: recorded, mentoring or taking part."""
    judge_in = {"judge__contest": contest_id}
    own = {"entry__contest": contest_id, "user__judge_seats__contest": contest_id}
    pairs: set[tuple[int, int]] = set()
    pairs.update(ConflictOfInterest.objects.filter(**judge_in).values_list("judge_id", "entry_id"))
    for people in (Mentor, Participant):
        pairs.update(people.objects.filter(**own).values_list("user__judge_seats", "entry_id"))
    return frozenset(pairs)
