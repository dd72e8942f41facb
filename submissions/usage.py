"""How much of the disk entries, people and contests use, and how much they may.

Every file that is kept counts once: drafts, and each version. Refuses nothing; services do.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, Sum

from contests.models import Contest
from contests.permissions import ContestPolicy, Person
from submissions.models import Attachment, Entry


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes that are used and allowed; `whose` is "entry", "person" or "contest"."""

    whose: str
    used_bytes: int
    allowed_bytes: int

    @property
    def left_bytes(self) -> int:
        return max(0, self.allowed_bytes - self.used_bytes)


def usages(entry: Entry, user: Person | None) -> tuple[Usage, ...]:
    """The quotas that an upload to `entry` by `user` must keep; the entry's comes first.

    Who runs the contest uploads for many: that counts for the entry and the contest alone.
    """
    contest = entry.contest
    found = [Usage("entry", _used(Q(entry=entry)), entry_quota(contest))]
    if user is not None and not ContestPolicy.can_manage(user, contest):
        found.append(Usage("person", _used(Q(uploaded_by=user.pk)), settings.QUOTA_PERSON_BYTES))
    found.append(Usage("contest", _used(Q(entry__contest=contest)), contest_quota(contest)))
    return tuple(found)


def entry_quota(contest: Contest) -> int:
    return _own(contest, "entry_bytes", settings.QUOTA_ENTRY_BYTES)


def contest_quota(contest: Contest) -> int:
    return _own(contest, "contest_bytes", settings.QUOTA_CONTEST_BYTES)


def _own(contest: Contest, name: str, default: int) -> int:
    """What the contest says in its upload rule, else what the installation says."""
    return int(contest.upload_rule.get(name) or default)


def _used(which: Q) -> int:
    """Versions name the same file again, which lies on the disk once, with its copy for judges."""
    files = Attachment.objects.filter(which).exclude(file="").order_by()
    once = files.values("file", "size_bytes", "blind_bytes").distinct()
    sums = once.aggregate(files=Sum("size_bytes"), copies=Sum("blind_bytes"))
    return (sums["files"] or 0) + (sums["copies"] or 0)
