"""Makes the whole demo, or what is missing of it; a second run changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from contest_platform.demo import published, robots, running
from contest_platform.demo.accounts import make_accounts
from contest_platform.demo.places import Places, make_places
from contest_platform.demo.stage import Plan, Stage
from contests.models import Campaign, Contest
from contests.permissions import ORGANIZATION_GRANTS
from contests.phases import phase
from contests.services import create_campaign, grant_organization, update_contest
from jobs.worker import run_pending

CAMPAIGN: Final = "demo-hoc-tap-suot-doi"
SCENES: Final[tuple[tuple[Plan, Callable[[Stage], None]], ...]] = (
    (running.UPCOMING, running.make_upcoming),
    (running.ENTERING, running.make_entering),
    (running.JUDGING, running.make_judging),
    (robots.PROPOSED, robots.make_proposed),
    (robots.LIVE, robots.make_live),
    (published.AWARDED, published.make_awarded),
    (published.CEREMONY, published.make_ceremony),
    (published.CERTIFIED, published.make_certified),
)


def foreign_contests() -> int:
    """How many contests the database holds that are not of the demo, if it holds no demo yet."""
    if Campaign.objects.filter(slug=CAMPAIGN).exists():
        return 0
    return Contest.objects.exclude(slug__in=[plan.slug for plan, _ in SCENES]).count()


def build() -> Iterator[str]:
    """Makes what is missing, each contest whole or not at all; yields the titles it made.

    A demo that has grown old gets its windows moved, so that every phase is there to see.
    """
    now = timezone.now().replace(second=0, microsecond=0)
    with transaction.atomic():
        users = make_accounts()
        places = make_places()
        campaign = _campaign(places, now)
        for name in ORGANIZATION_GRANTS:  # of the whole tree: contests are its nation's and cities'
            grant_organization(organization=places.nation, name=name, to=users["tochuc"], by=None)
    existing = {
        contest.slug: contest
        for contest in Contest.objects.filter(slug__in=[plan.slug for plan, _ in SCENES])
    }
    for plan, make in SCENES:
        if contest := existing.get(plan.slug):
            _refresh(contest, plan, now)
            continue
        with transaction.atomic():
            make(Stage(plan, users, places, campaign, now))
        yield plan.title
    run_pending()  # thumbnails and certificates, so that the first look shows them


def _campaign(places: Places, now: datetime) -> Campaign:
    campaign = Campaign.objects.filter(slug=CAMPAIGN).first()
    if campaign is not None:
        return campaign
    today = now.date()
    return create_campaign(
        slug=CAMPAIGN,
        title=f"Tuần lễ hưởng ứng học tập suốt đời năm {today.year}",
        title_en=f"Lifelong Learning Week {today.year}",
        organization=places.nation,
        starts_on=today - timedelta(days=3),
        ends_on=today + timedelta(days=3),
    )


def _refresh(contest: Contest, plan: Plan, now: datetime) -> None:
    fresh: dict[str, Any] = plan.windows(now)
    wanted = Contest(state=contest.state, **fresh)
    if contest.state == Contest.State.OPEN and phase(contest, now) != phase(wanted, now):
        update_contest(contest=contest, **fresh)
