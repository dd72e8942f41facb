"""Contests for tests, made by the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from contests.models import Contest, Organization
from contests.services import (
    create_contest,
    create_organization,
    grant,
    grant_organization,
    update_contest,
)
from tests.factories.accounts import make_user

_numbers = count(1)


def make_organization(
    name: str = "Trường THCS Sao Mai", kind: str = "school", parent: Organization | None = None
) -> Organization:
    return create_organization(code=f"don-vi-{next(_numbers)}", kind=kind, name=name, parent=parent)


def make_contest(
    kind: str = "digital_content",
    *,
    title: str = "Sáng tạo nội dung số",
    by: User | None = None,
    state: str = Contest.State.OPEN,
    **changes: Any,
) -> Contest:
    """An open contest whose windows are all open, unless `changes` say otherwise."""
    contest = create_contest(
        preset_kind=kind, title=title, organization=make_organization(), by=by, **changes
    )
    if by is not None:
        let_certify(by, contest.organization)
    return update_contest(contest=contest, state=state)


def make_organiser(contest: Contest, full_name: str = "Lê Thị Tổ Chức") -> User:
    """Who holds what a contest's creator holds."""
    user = make_user(full_name)
    for name in ("manage", "publish", "issue_certificates"):
        grant(contest=contest, name=name, to=user)
    let_certify(user, contest.organization)
    return user


def make_officer(contest: Contest, *grants: str) -> User:
    """Who holds exactly `grants`; who issues certificates may speak for the organization too."""
    user = make_user("Phạm Văn Giám Sát")
    for name in grants:
        grant(contest=contest, name=name, to=user)
    if "issue_certificates" in grants:
        let_certify(user, contest.organization)
    return user


def let_certify(user: User, organization: Organization) -> None:
    """Certificates may go out in the organization's name."""
    grant_organization(organization=organization, name="certify", to=user, by=None)


def hours(number: float) -> datetime:
    """The instant in `number` hours from now."""
    return timezone.now() + timedelta(hours=number)
