"""Who sees which standings, and who decides, proposes and approves."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from contests.blinding import RESULTS
from contests.models import Contest
from contests.permissions import ContestPolicy, Person, granted, holds
from leaderboards.models import Appeal, Decision, Publication
from leaderboards.publicity import in_force, publication_in_force
from submissions.models import Mentor, Participant
from submissions.permissions import EntryPolicy

SEES_ALL = ("manage", "chair", "observe", "publish")
"""Grants whose holders see live standings and full names."""


class StandingsPolicy:
    """What a person may see of a contest's standings."""

    @staticmethod
    def sees_all(user: Person, contest: Contest) -> bool:
        return holds(user, contest, *SEES_ALL)

    @staticmethod
    def can_compare(user: Person, contest: Contest) -> bool:
        """See the standings as they would be under other policies, and the judges' severity."""
        return holds(user, contest, "manage", "chair", "publish")

    @staticmethod
    def can_decide(user: Person, contest: Contest) -> bool:
        return holds(user, contest, "manage", "chair")

    @staticmethod
    def can_propose(user: Person, contest: Contest) -> bool:
        return holds(user, contest, "chair", "publish")

    @staticmethod
    def can_approve(user: Person, contest: Contest) -> bool:
        return ContestPolicy.can_publish(user, contest)

    @staticmethod
    def can_set_rules(user: Person, contest: Contest) -> bool:
        """Say what the public sees of live boards, and when it may appeal."""
        return ContestPolicy.can_manage(user, contest)

    @staticmethod
    def can_present(user: Person, contest: Contest) -> bool:
        """Run the ceremony of a publication; it was approved by somebody else already."""
        return holds(user, contest, "manage", "chair", "publish")


class PublicationPolicy:
    """What is public by now is everybody's; the rest is seen by those who run the contest."""

    @staticmethod
    def readable(user: Person) -> Q:
        contests = Contest.objects.filter(ContestPolicy.readable(user)).order_by()
        public = in_force(timezone.now()) & Q(contest__in=contests.values("pk"))
        if not user.is_authenticated or not user.is_active:
            return public
        if user.is_staff:
            return Q()
        return public | Q(contest__in=granted(user, *SEES_ALL).values("pk"))

    @staticmethod
    def can_read(user: Person, publication: Publication) -> bool:
        if StandingsPolicy.sees_all(user, publication.contest):
            return True
        public = Publication.objects.filter(in_force(timezone.now()), pk=publication.pk)
        return public.exists() and ContestPolicy.can_read(user, publication.contest)


class PublicationFacts:
    """Authorisation backend: whether a contest's results are public, for the apps below."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Signs nobody in."""

    def has_perm(self, user_obj: Person, perm: str, obj: Any = None) -> bool:
        if perm != RESULTS or not isinstance(obj, Contest):
            return False
        return publication_in_force(obj, None, public_at=timezone.now()) is not None


class DecisionPolicy:
    """Decisions are seen by those who see all of the contest."""

    @staticmethod
    def readable(user: Person) -> Q:
        if not user.is_authenticated or not user.is_active:
            return Q(pk__in=[])
        return Q() if user.is_staff else Q(contest__in=granted(user, *SEES_ALL).values("pk"))

    @staticmethod
    def can_read(user: Person, decision: Decision) -> bool:
        return StandingsPolicy.sees_all(user, decision.contest)


class AppealPolicy:
    """An appeal is seen by its entry's people and by those who run the contest."""

    @staticmethod
    def readable(user: Person) -> Q:
        if not user.is_authenticated or not user.is_active:
            return Q(pk__in=[])
        if user.is_staff:
            return Q()
        return (
            Q(entry__in=Participant.objects.filter(user=user.pk).values("entry"))
            | Q(entry__in=Mentor.objects.filter(user=user.pk).values("entry"))
            | Q(entry__contest__in=granted(user, *SEES_ALL).values("pk"))
        )

    @staticmethod
    def can_read(user: Person, appeal: Appeal) -> bool:
        return EntryPolicy.is_own(user, appeal.entry) or StandingsPolicy.sees_all(
            user, appeal.entry.contest
        )

    @staticmethod
    def can_decide(user: Person, contest: Contest) -> bool:
        """Accept, decline, conclude, approve; a new value takes two people, asked for elsewhere."""
        return holds(user, contest, "manage", "chair")
