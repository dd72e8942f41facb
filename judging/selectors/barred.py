"""Who may be given which entry: the roles that score, and the pairs that must not meet."""

from __future__ import annotations

from contests.models import Round
from judging.definitions import form_of
from judging.models import ConflictOfInterest, Judge
from submissions.models import Mentor, Participant

_ROLE_OF_SOURCE = (("judge", Judge.Role.JUDGE), ("referee", Judge.Role.REFEREE))


def filling_roles(round_: Round) -> tuple[str, ...]:
    """Roles that the round's entries are given to without being asked for by name.

    The form says whom its items come from: referees score rounds with items of theirs and no
    others. Where there are no referees at all, judges stand in.
    """
    items = form_of(round_.form_version).items.values()
    sources = {item.source for item in items if item.kind != "computed"}
    roles = [role.value for source, role in _ROLE_OF_SOURCE if source in sources]
    if Judge.Role.JUDGE.value in roles:
        return tuple(roles)
    referees = Judge.objects.filter(contest=round_.contest_id, active=True, role=Judge.Role.REFEREE)
    return tuple(roles) if roles and referees.exists() else (*roles, Judge.Role.JUDGE.value)


def conflicts(contest_id: int) -> frozenset[tuple[int, int]]:
    """Pairs (judge, entry) that must not meet: recorded, mentoring or taking part."""
    judge_in = {"judge__contest": contest_id}
    pairs: set[tuple[int, int]] = {
        *own_entries(contest_id, Mentor),
        *own_entries(contest_id, Participant),
    }
    pairs.update(ConflictOfInterest.objects.filter(**judge_in).values_list("judge_id", "entry_id"))
    return frozenset(pairs)


def own_entries(
    contest_id: int, people: type[Mentor] | type[Participant]
) -> frozenset[tuple[int, int]]:
    """Pairs (judge, entry) of judges who are among the entry's `people` by their account."""
    rows = people._default_manager.filter(
        entry__contest=contest_id, user__judge_seats__contest=contest_id
    )
    return frozenset(rows.values_list("user__judge_seats", "entry_id"))
