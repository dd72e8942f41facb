"""How contests and organizations are named where no foreign key can point up to them: in what cards
and links are made for, and in the history."""

from __future__ import annotations

from contests.models import Contest, Organization


def made_for_contest(contest: Contest | int) -> str:
    """How what belongs to `contest` (or its id) begins."""
    return f"contest/{contest if isinstance(contest, int) else contest.pk}/"


def named(organization: Organization) -> str:
    """How the history names what happened to `organization`."""
    return f"organization/{organization.pk}/"
