"""Who may read and change an entry: its people by fact, organisers by their grants.

Judges are not told here: their right to read is a fact of the judging app, which answers
`submissions.view_entry` by a backend of its own.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from contests.blinding import withheld
from contests.permissions import OVERSEE, ContestPolicy, Person, granted
from submissions.models import Attachment, Entry, Mentor, Participant


class EntryPolicy:
    """What a person may do with an entry."""

    @staticmethod
    def own(user: Person) -> Q:
        """The entries in which `user` takes part or which they mentor."""
        if not user.is_authenticated or not user.is_active:
            return Q(pk__in=[])
        return Q(pk__in=Participant.objects.filter(user=user.pk).values("entry")) | Q(
            pk__in=Mentor.objects.filter(user=user.pk).values("entry")
        )

    @staticmethod
    def readable(user: Person) -> Q:
        """Own entries, and those of contests that `user` manages, chairs or observes."""
        if not user.is_authenticated or not user.is_active:
            return Q(pk__in=[])
        if user.is_staff:
            return Q()
        return EntryPolicy.own(user) | Q(contest__in=granted(user, *OVERSEE).values("pk"))

    @staticmethod
    def is_own(user: Person, entry: Entry) -> bool:
        """Whether `user` takes part in the entry or mentors it."""
        if not user.is_authenticated or not user.is_active:
            return False
        return (
            Participant.objects.filter(entry=entry, user=user.pk).exists()
            or Mentor.objects.filter(entry=entry, user=user.pk).exists()
        )

    @staticmethod
    def can_read(user: Person, entry: Entry) -> bool:
        return EntryPolicy.is_own(user, entry) or ContestPolicy.can_oversee(user, entry.contest)

    @staticmethod
    def can_organise(user: Person, entry: Entry) -> bool:
        """Change it at any time, disqualify it, bring it back."""
        return ContestPolicy.can_manage(user, entry.contest)

    @staticmethod
    def can_change(user: Person, entry: Entry) -> bool:
        """Change and submit it; that the window is open is the services' affair."""
        return EntryPolicy.is_own(user, entry) or EntryPolicy.can_organise(user, entry)


class InvitationPolicy:
    """Whose an invitation is: of the account with the user name, of the entry's people, of organisers."""

    @staticmethod
    def mine(user: Person) -> Q:
        """Those for `user`; who took the name after it was written was not meant."""
        if not isinstance(user, User) or not user.is_active:
            return Q(pk__in=[])
        return Q(username=user.username.casefold(), created_at__gte=user.date_joined)

    @staticmethod
    def of_entries(user: Person) -> Q:
        """Rows with an `entry` that `user` may read."""
        if user.is_authenticated and user.is_staff:
            return Q()
        readable = Entry.objects.filter(EntryPolicy.readable(user)).order_by().values("pk")
        return Q(entry__in=readable)


class AttachmentPolicy:
    """Who may fetch a file."""

    @staticmethod
    def can_read(user: Person, attachment: Attachment) -> bool:
        """Public files everybody; others those who read the entry.

        Who reads it by a fact from elsewhere (a judge) gets files that were submitted, no drafts.
        In a blind contest that judge is given them by the sheet alone, and the public, of whom each
        judge is one, has them with the results.
        """
        entry = attachment.entry
        if EntryPolicy.can_read(user, entry):
            return True
        if attachment.public and ContestPolicy.can_read(user, entry.contest):
            return not withheld(entry.contest)
        return (
            attachment.submission_id is not None
            and user.is_authenticated
            and not entry.contest.blind
            and user.has_perm("submissions.view_entry", entry)
        )

    @staticmethod
    def hides_name(user: Person, attachment: Attachment) -> bool:
        """A public file's name could tell its author: the entry's people, organisers and judges see it."""
        entry = attachment.entry
        if EntryPolicy.can_read(user, entry):
            return False
        return not (user.is_authenticated and user.has_perm("submissions.view_entry", entry))


class EntryFacts:
    """Authorisation backend: `submissions.view_entry` and `submissions.change_entry` on an entry."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Signs nobody in."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        if not isinstance(obj, Entry):
            return False
        if perm == "submissions.view_entry":
            return EntryPolicy.can_read(user_obj, obj)
        return perm == "submissions.change_entry" and EntryPolicy.can_change(user_obj, obj)
