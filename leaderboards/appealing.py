"""When a contest takes appeals, and who may mark an entry anew. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from contests.models import Contest, Round
from judging.models import Judge, Scoresheet
from judging.selectors.awaited import NOT_COUNTED_ROLES
from judging.selectors.barred import conflicts
from leaderboards.models import Appeal, AppealWindow, Publication
from leaderboards.publicity import publication_in_force
from submissions.models import Entry


@dataclass(frozen=True, slots=True)
class Window:
    """When appeals against `publication` are taken; without one there is nothing to appeal."""

    publication: Publication | None
    opens_at: datetime | None
    closes_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        return (
            self.publication is not None
            and self.closes_at is not None
            and (self.opens_at is None or self.opens_at <= now)
            and now < self.closes_at
        )


def window(contest: Contest, round_: Round | None, now: datetime) -> Window:
    """The window of the results that are public now: the contest's, else those of the round."""
    publication = publication_in_force(contest, None, public_at=now)
    if publication is None and round_ is not None:
        publication = publication_in_force(contest, round_.code, public_at=now)
    rule = AppealWindow.objects.filter(contest=contest).first()
    if rule is None or publication is None or publication.published_at is None:
        return Window(publication, None, None)
    closes_at = rule.closes_at
    if closes_at is None and rule.days is not None:
        closes_at = publication.published_at + timedelta(days=rule.days)
    return Window(publication, rule.opens_at or publication.published_at, closes_at)


def candidates(entry: Entry, round_: Round) -> QuerySet[Judge]:
    """Who may mark the entry anew: judges of the contest who never had a sheet of it."""
    marked = Scoresheet.objects.filter(attempt__entry=entry, attempt__round=round_)
    barred = [judge for judge, of in conflicts(entry.contest_id) if of == entry.pk]
    return (
        Judge.objects.filter(contest=entry.contest_id, active=True)
        .exclude(role__in=NOT_COUNTED_ROLES)
        .exclude(pk__in=barred)
        .exclude(pk__in=marked.values("judge"))
        .order_by("code")
    )


def remarked(contest: Contest) -> Mapping[str, set[tuple[str, int]]]:
    """Attempts that were made for appeals: (round code, number), by entry code."""
    found: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    rows = Appeal.objects.filter(entry__contest=contest, attempt__isnull=False).order_by()
    for entry, code, number in rows.values_list("entry__code", "round__code", "attempt__number"):
        found[entry].add((code, number))
    return found
