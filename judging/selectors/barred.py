"""Who may be given which entry: the roles that score, and the pairs that must not meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from common.text import plain
from contests.models import Round
from judging.definitions import form_of
from judging.models import ConflictDeclaration, ConflictLift, ConflictOfInterest, Judge
from submissions.models import Entry, Mentor, Participant

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
    """Pairs (judge, entry) that must not meet: recorded, declared, mentoring or taking part."""
    judge_in = {"judge__contest": contest_id}
    pairs: set[tuple[int, int]] = {
        *own_entries(contest_id, Mentor),
        *own_entries(contest_id, Participant),
        *declared(contest_id),
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


def declared(contest_id: int) -> frozenset[tuple[int, int]]:
    """Pairs (judge, entry) of the declarations that hold, but for those that were lifted."""
    held = ConflictDeclaration.objects.filter(
        judge__contest=contest_id, applied_at__isnull=False
    ).select_related("organization")
    named = entries_named(contest_id, held)
    pairs = {(each.judge_id, entry) for each in held for entry in named[each.pk]}
    if not pairs:
        return frozenset()
    lifted = ConflictLift.objects.filter(judge__contest=contest_id)
    return frozenset(pairs - set(lifted.values_list("judge_id", "entry_id")))


def entries_named(
    contest_id: int, declarations: Iterable[ConflictDeclaration]
) -> dict[int, frozenset[int]]:
    """The entries of each declaration: from its school or one below it, or with the person or team
    of its name, however that is marked and cased."""
    declarations = list(declarations)
    found: dict[int, frozenset[int]] = {}
    by_name = _by_name(contest_id) if any(each.name for each in declarations) else {}
    for each in declarations:
        if each.organization is None:
            found[each.pk] = frozenset(by_name.get(plain(each.name), ()))
            continue
        places = each.organization.descendants(include_self=True).values_list("pk", flat=True)
        entries = Entry.objects.filter(contest=contest_id, organization__in=list(places))
        found[each.pk] = frozenset(entries.order_by().values_list("pk", flat=True))
    return found


def _by_name(contest_id: int) -> dict[str, set[int]]:
    names: defaultdict[str, set[int]] = defaultdict(set)
    of_contest = {"entry__contest": contest_id}
    for rows in (
        Participant.objects.filter(**of_contest).values_list("full_name", "entry_id"),
        Mentor.objects.filter(**of_contest).values_list("full_name", "entry_id"),
        Entry.objects.filter(contest=contest_id, team__isnull=False).values_list(
            "team__name", "pk"
        ),
    ):
        for name, entry in rows.order_by():
            names[plain(name)].add(entry)
    return names
