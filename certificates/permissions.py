"""Who sees, issues and fetches certificates.

The office of a contest (grants issue_certificates and manage) sees all of it, and its holders of
issue_certificates write, if they may speak for the contest's organization. A participant, and the mentor of their entry, see the own ones.
"""

from __future__ import annotations

from django.db.models import Q

from certificates.models import Certificate
from contests.models import Contest
from contests.permissions import ContestPolicy, Person, granted, holds, speaks_for
from submissions.models import Mentor, Participant

_NOBODY = Q(pk__in=[])
_READ = ("issue_certificates", "manage")


def _active(user: Person) -> bool:
    return bool(user.is_authenticated and user.is_active)


class IssuingPolicy:
    """Templates and batches of a contest."""

    @staticmethod
    def readable(user: Person, contest: str = "contest") -> Q:
        """Rows whose contest, at the path `contest`, the user issues for or manages."""
        if not _active(user):
            return _NOBODY
        if user.is_staff:
            return Q()
        return Q(**{f"{contest}__in": granted(user, *_READ).values("pk")})

    @staticmethod
    def can_read(user: Person, contest: Contest) -> bool:
        return holds(user, contest, *_READ)

    @staticmethod
    def can_issue(user: Person, contest: Contest) -> bool:
        """Makes templates and batches, revokes, reissues: in the name of the contest's organization."""
        return ContestPolicy.can_issue_certificates(user, contest)

    @staticmethod
    def issues_for(user: Person, contest: Contest) -> bool:
        """Issues for the contest, whether or not they may speak for its organization."""
        return holds(user, contest, "issue_certificates")


class CertificatePolicy:
    """Single certificates."""

    @staticmethod
    def office(user: Person) -> Q:
        """Those of the contests that the user issues for or manages."""
        return IssuingPolicy.readable(user, "publication__contest")

    @staticmethod
    def own(user: Person) -> Q:
        """A person's, the team's of their entry, all of the entries that they mentor, and what a
        mentor or a judge was thanked with."""
        if not _active(user):
            return _NOBODY
        taking_part = Participant.objects.filter(user=user.pk)
        return (
            Q(participant__in=taking_part.values("pk"))
            | Q(team=True, entry__in=taking_part.values("entry"))
            | Q(
                per__in=("participant", "team"),
                entry__in=Mentor.objects.filter(user=user.pk).values("entry"),
            )
            | Q(mentor__user=user.pk)
            | Q(judge__user=user.pk)
        )

    @staticmethod
    def held(user: Person) -> Q:
        """Given to the person themself or to their team; not what they only mentored."""
        if not _active(user):
            return _NOBODY
        teams = Participant.objects.filter(user=user.pk).values("entry")
        return (
            Q(participant__user=user.pk)
            | Q(team=True, entry__in=teams)
            | Q(mentor__user=user.pk)
            | Q(judge__user=user.pk)
        )

    @staticmethod
    def has_badge(user: Person) -> Q:
        """Held, in force, and of a contest that gives Open Badges."""
        return CertificatePolicy.held(user) & Q(
            state=Certificate.State.ISSUED, publication__contest__badge_switch__isnull=False
        )

    @staticmethod
    def can_take_badge(user: Person, certificate: Certificate) -> bool:
        """A badge names its holder, so that only the holder fetches it, neither office nor mentor."""
        return Certificate.objects.filter(CertificatePolicy.held(user), pk=certificate.pk).exists()

    @staticmethod
    def readable(user: Person) -> Q:
        if _active(user) and user.is_staff:
            return Q()  # joined to another by "or", an empty Q would say nothing
        return CertificatePolicy.office(user) | CertificatePolicy.own(user)

    @staticmethod
    def is_own(user: Person, certificate: Certificate) -> bool:
        if not _active(user):
            return False
        entry = certificate.entry_id
        taking_part = Participant.objects.filter(user=user.pk)
        return (
            taking_part.filter(certificates=certificate).exists()
            or (certificate.team and taking_part.filter(entry=entry).exists())
            or (
                certificate.per in ("participant", "team")
                and Mentor.objects.filter(user=user.pk, entry=entry).exists()
            )
            or user.pk
            in (
                certificate.mentor.user_id if certificate.mentor else None,
                certificate.judge.user_id if certificate.judge else None,
            )
        )

    @staticmethod
    def can_read(user: Person, certificate: Certificate) -> bool:
        contest = certificate.publication.contest
        return IssuingPolicy.can_read(user, contest) or CertificatePolicy.is_own(user, certificate)

    @staticmethod
    def can_download(user: Person, certificate: Certificate) -> bool:
        """The office fetches every file; others only those that are in force."""
        if IssuingPolicy.can_read(user, certificate.publication.contest):
            return True
        valid = certificate.state == Certificate.State.ISSUED
        return valid and CertificatePolicy.is_own(user, certificate)

    @staticmethod
    def can_change(user: Person, certificate: Certificate) -> bool:
        """In the name of whose register it stands in, be the contest another's by now."""
        contest = certificate.publication.contest
        return IssuingPolicy.can_issue(user, contest) and (
            certificate.register.organization_id == contest.organization_id
            or speaks_for(user, certificate.register.organization, "certify")
        )

    @staticmethod
    def can_ask_correction(user: Person, certificate: Certificate) -> bool:
        """The holder and the mentor ask; the office corrects by itself."""
        return CertificatePolicy.is_own(user, certificate)
