"""Who may read and run a contest, by grants on it, and who may speak for an organization, by grants
on it or on one above it.

Lists filter by `readable`, single objects by `can_*`; both say the same for every role.
Never writes a grant (those are `contests.services.grants` and `organizations`), never knows of entries or sheets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from guardian.shortcuts import get_perms

from accounts.models import AuditEvent, User
from contests.models import (
    Contest,
    ContestGroupGrant,
    ContestUserGrant,
    FormVersion,
    Organization,
    OrganizationGroupGrant,
    OrganizationUserGrant,
)
from contests.paths import made_for_contest

Person = User | AnonymousUser

GRANTS: Final = ("manage", "chair", "judge", "observe", "publish", "issue_certificates")
OFFICE: Final = ("manage", "chair", "observe", "publish", "issue_certificates")
"""The grants of those who run a contest; they see it before it opens."""

OVERSEE: Final = ("manage", "chair", "observe")
"""The grants of those who see every entry of a contest."""


ORGANIZATION_GRANTS: Final = ("create_contests", "certify")
"""The grants on an organization: whose contests one may create, in whose name certificates go out."""


def granted(user: Person, *grants: str) -> QuerySet[Contest]:
    """The contests on which `user` holds one of `grants`, alone or by a group."""
    if not user.is_authenticated:
        return Contest.objects.none()
    alone = ContestUserGrant.objects.filter(user_id=user.pk, permission__codename__in=grants)
    by_group = ContestGroupGrant.objects.filter(
        group__user=user.pk, permission__codename__in=grants
    )
    return Contest.objects.filter(
        Q(pk__in=alone.values("content_object")) | Q(pk__in=by_group.values("content_object"))
    ).order_by()


def grants_of(user: Person, contest: Contest) -> frozenset[str]:
    """All that `user` may do in `contest`; staff may do everything.

    Issuing certificates takes the grant of the contest's organization too.
    """
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if user.is_staff:
        return frozenset(GRANTS)
    held = frozenset(get_perms(user, contest)) & frozenset(GRANTS)
    if "issue_certificates" in held and not speaks_for(user, contest.organization, "certify"):
        return held - {"issue_certificates"}
    return held


def holds(user: Person, contest: Contest, *grants: str) -> bool:
    """Whether `user` is staff or holds one of `grants` on `contest`."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_staff or any(user.has_perm(f"contests.{grant}", contest) for grant in grants)


def speaks_for(user: Person, organization: Organization, *grants: str) -> bool:
    """Whether `user` is staff or holds one of `grants` on `organization` or on one above it."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_staff:
        return True
    held = _organizations_with(user, grants)
    here: int | None = organization.pk
    above: int | None = organization.parent_id
    while held and here is not None:  # a question for each step up the tree, of which there are few
        if here in held:
            return True
        here = above
        above = Organization.objects.filter(pk=here).values_list("parent", flat=True).first()
    return False


def spoken_for(user: Person, grant: str) -> Q:
    """The organizations for which `speaks_for` says yes."""
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    if user.is_staff:
        return Q()
    found = below = _organizations_with(user, (grant,))
    while below:  # a question for each step down the tree, of which there are few
        rows = Organization.objects.filter(parent__in=below).order_by().values_list("pk", flat=True)
        below = set(rows) - found
        found = found | below
    return Q(pk__in=found)


def _organizations_with(user: Person, grants: Sequence[str]) -> set[int]:
    """The organizations on which `user` holds one of `grants`, alone or by a group."""
    if not user.is_authenticated:
        return set()
    alone = OrganizationUserGrant.objects.filter(
        user_id=user.pk, permission__codename__in=grants
    ).values_list("content_object", flat=True)
    by_group = OrganizationGroupGrant.objects.filter(
        group__user=user.pk, permission__codename__in=grants
    ).values_list("content_object", flat=True)
    return set(alone.union(by_group))


class OrganizationPolicy:
    """Who speaks for organizations is given, taken and looked through by staff."""

    @staticmethod
    def can_grant(user: Person) -> bool:
        return bool(user.is_authenticated and user.is_active and user.is_staff)

    @staticmethod
    def speaks(user: Person) -> bool:
        """Whether `user` may speak for any organization."""
        return bool(user.is_authenticated and _organizations_with(user, ORGANIZATION_GRANTS))


class AuditPolicy:
    """Staff read the whole history, who manages a contest what happened in it."""

    @staticmethod
    def readable(user: Person) -> Q:
        if not user.is_authenticated or not user.is_active:
            return Q(pk__in=())
        if user.is_staff:
            return Q()
        managed = granted(user, "manage").values_list("pk", flat=True)
        return Q(root__in=[made_for_contest(pk) for pk in managed])

    @staticmethod
    def can_read(user: Person, event: AuditEvent) -> bool:
        if not user.is_authenticated or not user.is_active:
            return False
        kind, _, number = event.root.rstrip("/").partition("/")
        contest = Contest.objects.filter(pk=number).first() if kind == "contest" else None
        return user.is_staff or (contest is not None and holds(user, contest, "manage"))

    @staticmethod
    def reads_all(user: Person) -> bool:
        """Whether network addresses and sign-ins anywhere are for `user` too."""
        return bool(user.is_authenticated and user.is_active and user.is_staff)


class ContestPolicy:
    """What a person may do with a contest and all that hangs on it."""

    @staticmethod
    def readable(user: Person) -> Q:
        """Everything but drafts; a draft is for those who run it."""
        public = ~Q(state=Contest.State.DRAFT)
        if not user.is_authenticated or not user.is_active:
            return public
        return Q() if user.is_staff else public | Q(pk__in=granted(user, *OFFICE).values("pk"))

    @staticmethod
    def can_read(user: Person, contest: Contest) -> bool:
        return contest.state != Contest.State.DRAFT or holds(user, contest, *OFFICE)

    @staticmethod
    def can_read_form(user: Person, version: FormVersion) -> bool:
        """What counts is public, the answers to a quiz are not: its form is for who scores it."""
        contest = version.form.contest
        if holds(user, contest, *OVERSEE, "judge"):
            return True
        tells_answers = any(item["kind"] == "answer" for item in version.definition["items"])
        return ContestPolicy.can_read(user, contest) and not tells_answers

    @staticmethod
    def can_create(user: Person) -> bool:
        """For some organization; which, says `speaks_for`."""
        if not user.is_authenticated or not user.is_active:
            return False
        return user.is_staff or bool(_organizations_with(user, ("create_contests",)))

    @staticmethod
    def can_manage(user: Person, contest: Contest) -> bool:
        return holds(user, contest, "manage")

    @staticmethod
    def can_chair(user: Person, contest: Contest) -> bool:
        return holds(user, contest, "chair")

    @staticmethod
    def can_oversee(user: Person, contest: Contest) -> bool:
        """Sees every entry and every sheet: organisers, head judges, observers."""
        return holds(user, contest, *OVERSEE)

    @staticmethod
    def can_publish(user: Person, contest: Contest) -> bool:
        return holds(user, contest, "publish")

    @staticmethod
    def can_issue_certificates(user: Person, contest: Contest) -> bool:
        return holds(user, contest, "issue_certificates") and speaks_for(
            user, contest.organization, "certify"
        )
