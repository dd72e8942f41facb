"""Writes organizations and campaigns."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from common.text import single_line
from contests.models import Campaign, Organization


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
