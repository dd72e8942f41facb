"""Reads of the history: what somebody may see of it, and the names of what its paths point to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.audit.services import root_of
from accounts.models import AuditEvent
from contests.models import Contest, Organization
from contests.paths import made_for_contest, named
from contests.permissions import AuditPolicy, Person


def events(user: Person, asked: Mapping[str, Any]) -> QuerySet[AuditEvent]:
    """What `user` may see, newest first, of what is `asked` for (`AuditQuerySerializer`)."""
    rows = AuditEvent.objects.filter(AuditPolicy.readable(user)).select_related("actor", "subject")
    if slug := asked.get("contest"):
        contest = Contest.objects.filter(slug=slug).first()
        rows = rows.filter(root=made_for_contest(contest)) if contest else rows.none()
    if about := asked.get("about"):
        rows = rows.filter(about__startswith=about)
        if (root := root_of(about)).count("/") == 2 and about.startswith(root):
            rows = rows.filter(root=root)  # the path may begin like others; the root is indexed
    if kind := asked.get("kind"):
        rows = rows.filter(kind=kind) if "." in kind else rows.filter(kind__startswith=f"{kind}.")
    if name := asked.get("person"):
        rows = rows.filter(Q(actor__username__iexact=name) | Q(subject__username__iexact=name))
    if since := asked.get("since"):
        rows = rows.filter(at__gte=_midnight(since))
    if until := asked.get("until"):
        rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
    return rows.order_by("-pk")


def _midnight(day: date) -> datetime:
    """Where people look at the clock."""
    return datetime.combine(day, time(), ZoneInfo(settings.DISPLAY_TIME_ZONE))


@dataclass(frozen=True, slots=True)
class Places:
    """What the roots of some events are."""

    contests: Mapping[str, Contest]
    organizations: Mapping[str, Organization]


def places(rows: Iterable[AuditEvent]) -> Places:
    """The contests and organizations that `rows` are about, in a query each."""
    numbers: dict[str, set[int]] = {"contest": set(), "organization": set()}
    for row in rows:
        kind, _, number = row.root.rstrip("/").partition("/")
        if kind in numbers:
            numbers[kind].add(int(number))
    contests = Contest.objects.filter(pk__in=numbers["contest"])
    organizations = Organization.objects.filter(pk__in=numbers["organization"])
    return Places(
        {made_for_contest(each): each for each in contests},
        {named(each): each for each in organizations},
    )
