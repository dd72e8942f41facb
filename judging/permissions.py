"""Who may see and write a scoresheet, told from facts: assigned, active, not in conflict.

A right never outlives its fact. Nobody but the judge and those who oversee the contest sees a
judge's scores. Never writes anything.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from common.prepared import Prepared
from contests.blinding import hidden_from
from contests.models import Contest
from contests.permissions import (
    GRANTS,
    OVERSEE,
    ContestPolicy,
    OrganizationPolicy,
    Person,
    granted,
    holds,
)
from judging.blind import hides
from judging.models import Attempt, ConflictOfInterest, Judge, JudgeAssignment, Scoresheet
from submissions.models import Entry, Mentor, Participant


def unconflicted(judge: str, entry: str) -> Q:
    """Rows whose judge has no conflict with the entry, by the paths to both.

    Who mentors the entry or takes part in it is in conflict without anybody saying so.
    """
    return Q(
        ~Exists(ConflictOfInterest.objects.filter(judge=OuterRef(judge), entry=OuterRef(entry)))
        & ~Exists(Mentor.objects.filter(user__judge_seats=OuterRef(judge), entry=OuterRef(entry)))
        & ~Exists(
            Participant.objects.filter(user__judge_seats=OuterRef(judge), entry=OuterRef(entry))
        )
    )


def signed_in(user: Person) -> bool:
    return user.is_authenticated and user.is_active


def _own(user_id: int) -> Q:
    assigned = JudgeAssignment.objects.filter(
        judge=OuterRef("judge"),
        entry=OuterRef("attempt__entry"),
        round=OuterRef("attempt__round"),
    )
    return (
        Q(judge__user=user_id, judge__active=True)
        & ~Q(judge__role=Judge.Role.OBSERVER)
        & Q(Exists(assigned))
        & Q(unconflicted("judge", "attempt__entry"))
    )


_owned = Prepared(
    lambda user, sheet: Scoresheet.objects.filter(_own(user), pk=sheet).order_by().values_list("pk")
)


class ScoresheetPolicy:
    """What a person may do with a scoresheet."""

    @staticmethod
    def own(user: Person) -> Q:
        """The sheets that `user` is to score now."""
        return _own(user.pk) if signed_in(user) and user.pk else Q(pk__in=[])

    @staticmethod
    def readable(user: Person) -> Q:
        """Own sheets, and those of contests that `user` manages, chairs or observes."""
        if not signed_in(user):
            return Q(pk__in=[])
        if user.is_staff:
            return Q()
        overseen = granted(user, *OVERSEE).values("pk")
        return ScoresheetPolicy.own(user) | Q(judge__contest__in=overseen)

    @staticmethod
    def owns(user: Person, sheet_id: int) -> bool:
        return bool(signed_in(user) and user.pk and _owned(user.pk, sheet_id))

    @staticmethod
    def is_own(user: Person, sheet: Scoresheet) -> bool:
        return ScoresheetPolicy.owns(user, sheet.pk)

    @staticmethod
    def can_read(user: Person, sheet: Scoresheet) -> bool:
        return ContestPolicy.can_oversee(user, sheet.judge.contest) or ScoresheetPolicy.is_own(
            user, sheet
        )

    @staticmethod
    def can_write(user: Person, sheet: Scoresheet) -> bool:
        """Its judge alone: nobody, not even staff, scores in another's name."""
        return ScoresheetPolicy.is_own(user, sheet)

    @staticmethod
    def can_chair(user: Person, sheet: Scoresheet) -> bool:
        """Reopen it, void it."""
        return ContestPolicy.can_chair(user, sheet.judge.contest)

    @staticmethod
    def is_blind(user: Person, sheet: Scoresheet) -> bool:
        """Whether the entry's people must stay unknown to this reader."""
        blind = hidden_from(user, sheet.judge.contest)
        return hides(sheet.attempt.entry, blind=blind)


class JudgingPolicy:
    """What a person may do with a contest's judging as a whole."""

    @staticmethod
    def can_arrange(user: Person, contest: Contest) -> bool:
        """Seats, panels, conflicts, assignments."""
        return holds(user, contest, "manage", "chair")

    @staticmethod
    def can_issue_card(user: Person, judge: Judge) -> bool:
        """Give out a card that signs in as the seat's person.

        A card opens all that its person may do. So nobody but staff gives one out for somebody
        who has a password, or who is anything where `user` does not arrange the judging, or more
        than a judge where `user` does not manage the contest.
        """
        if not JudgingPolicy.can_arrange(user, judge.contest):
            return False
        person = judge.user
        if user.is_staff or person is None:
            return True
        if person.has_usable_password() or OrganizationPolicy.speaks(person):
            return False
        arranged = granted(user, "manage", "chair").values("pk")
        return not (
            Judge.objects.filter(user=person).exclude(contest__in=arranged).exists()
            or Participant.objects.filter(user=person).exclude(entry__contest__in=arranged).exists()
            or Mentor.objects.filter(user=person).exclude(entry__contest__in=arranged).exists()
            or granted(person, *GRANTS).exclude(pk__in=arranged).exists()
            or granted(person, "manage", "publish", "issue_certificates")
            .exclude(pk__in=granted(user, "manage").values("pk"))
            .exists()
        )

    @staticmethod
    def can_oversee(user: Person, contest: Contest) -> bool:
        return ContestPolicy.can_oversee(user, contest)

    @staticmethod
    def can_chair(user: Person, contest: Contest) -> bool:
        return ContestPolicy.can_chair(user, contest)

    @staticmethod
    def can_referee(user: Person, contest: Contest) -> bool:
        """Add attempts and set their states."""
        if JudgingPolicy.can_arrange(user, contest):
            return True
        return (
            signed_in(user)
            and contest.judges.filter(
                user=user.pk, active=True, role__in=[Judge.Role.REFEREE, Judge.Role.HEAD]
            ).exists()
        )

    @staticmethod
    def has_seat(user: Person) -> bool:
        """Whether `user` judges anywhere."""
        return signed_in(user) and Judge.objects.filter(user=user.pk, active=True).exists()

    @staticmethod
    def overseen(user: Person) -> Q:
        """Rows with a `contest` that `user` oversees."""
        if not signed_in(user):
            return Q(pk__in=[])
        return Q() if user.is_staff else Q(contest__in=granted(user, *OVERSEE).values("pk"))


class ModerationPolicy:
    """Who sees and decides on discrepancies and overrides: both tell several judges' scores."""

    @staticmethod
    def readable(user: Person, contest: str) -> Q:
        """Rows of contests that `user` oversees, by the path to the contest."""
        if not signed_in(user):
            return Q(pk__in=[])
        return (
            Q() if user.is_staff else Q(**{f"{contest}__in": granted(user, *OVERSEE).values("pk")})
        )

    @staticmethod
    def can_settle(user: Person, contest: Contest) -> bool:
        """Settle a discrepancy, appoint the third marker."""
        return ContestPolicy.can_chair(user, contest)

    @staticmethod
    def can_override(user: Person, contest: Contest) -> bool:
        """Propose, approve, reject and void an override; two people are asked for elsewhere."""
        return JudgingPolicy.can_arrange(user, contest)


class PaperPolicy:
    """Who prints paper sheets and types them in: those who arrange the judging.

    Observers see scores and have no part in making them; a judge never types in others' sheets.
    """

    @staticmethod
    def readable(user: Person) -> Q:
        if not signed_in(user):
            return Q(pk__in=[])
        if user.is_staff:
            return Q()
        return Q(scoresheet__judge__contest__in=granted(user, "manage", "chair").values("pk"))

    @staticmethod
    def can_type(user: Person, contest: Contest) -> bool:
        return JudgingPolicy.can_arrange(user, contest)

    @staticmethod
    def can_decide(user: Person, contest: Contest) -> bool:
        """See both transcripts and say what holds; that it is a third person is asked elsewhere."""
        return ContestPolicy.can_chair(user, contest)


class FeedbackPolicy:
    """Who reads all of judges' comments, and who lets them out to the entrants."""

    @staticmethod
    def can_read_all(user: Person, contest: Contest) -> bool:
        return ContestPolicy.can_oversee(user, contest)

    @staticmethod
    def can_release(user: Person, contest: Contest) -> bool:
        return ContestPolicy.can_chair(user, contest)


class AttemptPolicy:
    """Who sees attempts: those who oversee, referees, and the judges of the entry."""

    @staticmethod
    def readable(user: Person) -> Q:
        if not signed_in(user):
            return Q(pk__in=[])
        if user.is_staff:
            return Q()
        refereed = Judge.objects.filter(
            user=user.pk, active=True, role__in=[Judge.Role.REFEREE, Judge.Role.HEAD]
        ).values("contest")
        return (
            Q(round__contest__in=granted(user, *OVERSEE).values("pk"))
            | Q(round__contest__in=refereed)
            | Q(Exists(_assignments(user, entry="entry").filter(round=OuterRef("round"))))
        )

    @staticmethod
    def can_read(user: Person, attempt: Attempt) -> bool:
        return Attempt.objects.filter(AttemptPolicy.readable(user), pk=attempt.pk).exists()


def _assignments(user: Person, *, entry: str) -> Any:
    """The live assignments of `user` to the outer row's entry."""
    return JudgeAssignment.objects.filter(
        unconflicted("judge", "entry"),
        judge__user=user.pk,
        judge__active=True,
        entry=OuterRef(entry),
    )


def judges_entry(user: Person, entry: Entry) -> bool:
    """Whether `user` is assigned to the entry, active and not in conflict."""
    if not signed_in(user):
        return False
    return JudgeAssignment.objects.filter(
        unconflicted("judge", "entry"), judge__user=user.pk, judge__active=True, entry=entry
    ).exists()


class ScoresheetFacts:
    """Authorisation backend: rights on scoresheets, and a judge's right to read an entry."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Signs nobody in."""

    def has_perm(self, user_obj: Person, perm: str, obj: Any = None) -> bool:
        if isinstance(obj, Scoresheet):
            if perm == "judging.view_scoresheet":
                return ScoresheetPolicy.can_read(user_obj, obj)
            return perm == "judging.change_scoresheet" and ScoresheetPolicy.can_write(user_obj, obj)
        return (
            isinstance(obj, Entry)
            and perm == "submissions.view_entry"
            and judges_entry(user_obj, obj)
        )
