"""Gives and takes the grants on a contest; the only place that writes guardian's tables."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.models import User
from accounts.services import end_ways_in
from contests.errors import LastManager
from contests.models import Contest, ContestGroupGrant, ContestUserGrant
from contests.paths import made_for_contest
from contests.permissions import GRANTS


@transaction.atomic
def grant(*, contest: Contest, name: str, to: User | Group) -> None:
    """Give the grant `name` (one of `GRANTS`) on `contest`; giving it again changes nothing.

    Cards and links given out before would open what they were not made for, so they end.
    """
    permission = _permission(name)
    if _is_held(contest, name, to):
        return
    assign_perm(permission, to, contest)
    _record(Kind.GRANT_GIVEN, contest, name, to)
    for user in to.user_set.all() if isinstance(to, Group) else (to,):
        end_ways_in(user=user)


@transaction.atomic
def revoke_grant(*, contest: Contest, name: str, of: User | Group) -> None:
    """Take the grant `name` away. The last manager keeps theirs (LastManager)."""
    permission = _permission(name)
    if name == "manage":
        Contest.objects.select_for_update(no_key=True).get(pk=contest.pk)  # one after the other
    if not _is_held(contest, name, of):
        return
    remove_perm(permission, of, contest)
    _record(Kind.GRANT_TAKEN, contest, name, of)
    if name == "manage" and not _has_manager(contest):
        raise LastManager  # takes the removal back


def _record(kind: Kind, contest: Contest, name: str, whose: User | Group) -> None:
    group = whose.name if isinstance(whose, Group) else None
    record(
        kind,
        subject=None if isinstance(whose, Group) else whose,
        about=made_for_contest(contest),
        facts={"grant": name, "group": group},
    )


def _permission(name: str) -> str:
    if name not in GRANTS:
        raise ValueError(f"no such grant: {name}")
    return f"contests.{name}"


def _is_held(contest: Contest, name: str, by: User | Group) -> bool:
    held = {"content_object": contest, "permission__codename": name}
    if isinstance(by, Group):
        return ContestGroupGrant.objects.filter(group=by, **held).exists()
    return ContestUserGrant.objects.filter(user=by, **held).exists()


def _has_manager(contest: Contest) -> bool:
    held = {"content_object": contest, "permission__codename": "manage"}
    return (
        ContestUserGrant.objects.filter(**held).exists()
        or ContestGroupGrant.objects.filter(**held).exists()
    )
