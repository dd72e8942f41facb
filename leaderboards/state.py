"""What a board is made of, told as a state that moves whenever something of it does.

Asked for each board once a second, so the queries are few and built once. Sums of revisions, not
the latest moment: writes may become visible in another order than that of their clocks, and a sum
moves with each. Consents are part of it, titles and names are not. Never computes a board.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Sum

from common.prepared import Prepared
from contests.models import Contest
from contests.selectors import current_policy
from judging.models import RoundResult
from leaderboards.models import Decision, Publication
from leaderboards.publicity import publication_in_force
from leaderboards.showing import Showing, showing
from submissions import consents
from submissions.models import Entry


@dataclass(frozen=True, slots=True)
class LiveState:
    """Of a live board: `revision` is the sum of its results', `updated_at` of the latest of them."""

    revision: int
    updated_at: datetime | None
    moved: Hashable


@dataclass(frozen=True, slots=True)
class PublicState:
    """What the public sees of a board: what is published, else what is shown of the live one."""

    publication: Publication | None
    shown: Showing | None
    live: LiveState | None
    moved: Hashable


def public_state(contest: Contest, round_code: str | None, now: datetime) -> PublicState:
    """The state of what the public may see; the instants that change it are part of it."""
    publication = publication_in_force(contest, round_code, public_at=now)
    if publication is not None:
        names = (contest.display_rule, consents.moved())
        return PublicState(publication, None, None, (contest.title, names))
    shown = showing(contest, round_code, now)
    if shown.hidden:
        return PublicState(None, shown, None, contest.title)
    if shown.frozen_at is None:
        return PublicState(None, shown, live_state(contest, round_code), None)
    moved = (
        tuple(_entries(contest.pk)), contest.display_rule, contest.title, consents.moved(),
    )  # fmt: skip
    return PublicState(None, shown, None, moved)


def live_state(contest: Contest, round_code: str | None) -> LiveState:
    """The state of all that a live board is made of."""
    publication = publication_in_force(contest, round_code)
    policy = current_policy(contest)
    ((revision, updated_at, *results),) = _results(contest.pk) or [(0, None)]
    moved = (
        tuple(results),
        tuple(_entries(contest.pk)),
        tuple(_decisions(contest.pk)),
        policy and policy.pk,
        publication and publication.pk,
        contest.display_rule,
        contest.title,
        consents.moved(),
    )
    return LiveState(revision, updated_at, moved)


_results = Prepared(
    lambda contest: (
        RoundResult.objects.filter(round__contest_id=contest, round__calibration=False)
        .order_by()
        .values("round__contest_id")
        .annotate(
            revisions=Sum("revision"), at=Max("updated_at"), number=Count("pk"), last=Max("pk")
        )
        .values_list("revisions", "at", "number", "last")
    )
)
_entries = Prepared(
    lambda contest: (
        Entry.objects.filter(contest_id=contest)
        .order_by()
        .values("contest_id")
        .annotate(revisions=Sum("revision"), number=Count("pk"))
        .values_list("revisions", "number")
    )
)
_decisions = Prepared(
    lambda contest: (
        Decision.objects.filter(contest_id=contest).order_by("-pk").values_list("pk")[:1]
    )
)
