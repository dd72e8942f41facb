"""Writes organizations and campaigns, and who may speak for an organization, each with its event."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from guardian.shortcuts import assign_perm, remove_perm

from accounts.audit.kinds import Kind
from accounts.audit.services import record
from accounts.models import User
from common.errors import Fault
from common.language import Text
from common.text import single_line
from contests.errors import MayNotCreateFor, OrganizationFixed
from contests.models import (
    Campaign,
    Contest,
    Organization,
    OrganizationUserGrant,
)
from contests.paths import made_for_contest, named
from contests.permissions import ORGANIZATION_GRANTS, speaks_for


@transaction.atomic
def create_organization(
    *, code: str, kind: str, name: str, name_en: str = "", parent: Organization | None = None
) -> Organization:
    """A school, ward, city or the nation under `parent`."""
    organization: Organization = Organization.objects.create(
        code=code, kind=kind, name=single_line(name), name_en=single_line(name_en), parent=parent
    )
    return organization


@transaction.atomic
def create_campaign(
    *,
    slug: str,
    title: str,
    organization: Organization,
    starts_on: date,
    ends_on: date,
    title_en: str = "",
) -> Campaign:
    """A week or season that contests belong to."""
    return Campaign.objects.create(
        slug=slug,
        title=single_line(title),
        title_en=single_line(title_en),
        organization=organization,
        starts_on=starts_on,
        ends_on=ends_on,
    )


@transaction.atomic
def grant_organization(*, organization: Organization, name: str, to: User, by: User | None) -> None:
    """Give the grant `name` (one of `ORGANIZATION_GRANTS`); giving it again changes nothing."""
    if _held(organization, name, to):
        return
    assign_perm(f"contests.{name}", to, organization)
    record(
        Kind.GRANT_GIVEN,
        subject=to,
        actor=by,
        about=named(organization),
        facts={"grant": name},
    )


@transaction.atomic
def revoke_organization_grant(
    *, organization: Organization, name: str, of: User, by: User | None
) -> None:
    """Take the grant `name` away; what is not held changes nothing."""
    if not _held(organization, name, of):
        return
    remove_perm(f"contests.{name}", of, organization)
    record(
        Kind.GRANT_TAKEN,
        subject=of,
        actor=by,
        about=named(organization),
        facts={"grant": name},
    )


def _held(organization: Organization, name: str, user: User) -> bool:
    """Whether the person has this grant on this very organization, which is held meanwhile."""
    if name not in ORGANIZATION_GRANTS:
        raise ValueError(f"no such grant: {name}")
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    return OrganizationUserGrant.objects.filter(
        content_object=organization, user=user, permission__codename=name
    ).exists()


def move_contest(*, contest: Contest, to: Organization, by: User | None) -> None:
    """Record that the held `contest` becomes another organization's; the caller stores it.

    Without `by` it is the system that asks. Raises OrganizationFixed, MayNotCreateFor.
    """
    before = contest.organization
    if to == before:
        return
    if contest.organization_fixed_at is not None:
        raise OrganizationFixed(
            organization=before.name,
            errors=[Fault(_filled(OrganizationFixed.text, before), "/organization")],
        )
    for each in (before, to):
        if by is not None and not speaks_for(by, each, "create_contests"):
            raise may_not_create_for(each)
    record(
        Kind.CONTEST_MOVED,
        actor=by,
        about=made_for_contest(contest),
        facts={"from": before.name, "to": to.name},
    )


def may_not_create_for(organization: Organization) -> MayNotCreateFor:
    """The refusal, with the field that names the organization."""
    return MayNotCreateFor(
        organization=organization.name,
        errors=[Fault(_filled(MayNotCreateFor.text, organization), "/organization")],
    )


def _filled(text: Text, organization: Organization) -> dict[str, str]:
    return {
        language: words.format(organization=organization.name) for language, words in text.items()
    }


def fix_organization(*, contest: Contest) -> None:
    """From its first publication on a contest stays its organization's."""
    Contest.objects.filter(pk=contest.pk, organization_fixed_at=None).update(
        organization_fixed_at=timezone.now()
    )
