"""Reads of entries, works and files; each owns its joins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any, cast

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from common.prepared import Prepared
from contests.models import Contest
from contests.permissions import OVERSEE, Person, granted
from submissions import consents
from submissions.models import (
    Attachment,
    Entry,
    Invitation,
    Mentor,
    NameConsent,
    Participant,
    PeopleRequest,
    Submission,
)
from submissions.naming import hidden_names, without_names
from submissions.permissions import EntryPolicy, InvitationPolicy


def entries(user: Person) -> QuerySet[Entry]:
    """The entries that `user` may read, with what a list shows."""
    return (
        Entry.objects.filter(EntryPolicy.readable(user))
        .select_related("contest", "division", "organization", "team")
        .prefetch_related("participants")
    )


def entries_with_people(user: Person) -> QuerySet[Entry]:
    """Like `entries`, with all that one entry's page shows."""
    return (
        Entry.objects.filter(EntryPolicy.readable(user))
        .select_related("contest", "division", "organization", "team")
        .prefetch_related(
            Prefetch("participants", Participant.objects.select_related("user")),
            Prefetch("mentors", Mentor.objects.select_related("user")),
            Prefetch(
                "invitations",
                Invitation.objects.select_related(
                    "entry__contest", "invited_by", "answered_by"
                ).order_by("pk"),
            ),
            "attachments",
        )
    )


def invitations(user: Person) -> QuerySet[Invitation]:
    """Those of the entries that `user` may read, the newest first."""
    return Invitation.objects.filter(InvitationPolicy.of_entries(user)).select_related(
        "entry__contest", "invited_by", "answered_by"
    )


def my_invitations(user: Person) -> QuerySet[Invitation]:
    """Those that wait for `user`, or that `user` accepted and the organiser did not decide yet."""
    pending = Q(state=Invitation.State.PENDING, expires_at__gt=timezone.now())
    return Invitation.objects.filter(
        pending | Q(state=Invitation.State.ASKED), InvitationPolicy.mine(user)
    ).select_related("entry__contest", "invited_by")


def people_requests(user: Person) -> QuerySet[PeopleRequest]:
    """Those of the entries that `user` may read, the newest first."""
    return PeopleRequest.objects.filter(InvitationPolicy.of_entries(user)).select_related(
        "entry__contest", "requested_by", "decided_by"
    )


def submissions(user: Person) -> QuerySet[Submission]:
    """The versions of the works whose entries `user` may read, the newest first."""
    readable = Entry.objects.filter(EntryPolicy.readable(user)).order_by().values("pk")
    return (
        Submission.objects.filter(entry__in=readable)
        .select_related("created_by")
        .prefetch_related("attachments")
        .order_by("entry", "-number")
    )


def participants(user: Person) -> QuerySet[Participant]:
    """The people of the entries that `user` may read, with what was recorded of their consent."""
    readable = Entry.objects.filter(EntryPolicy.readable(user)).exclude(state=Entry.State.SAMPLE)
    return (
        Participant.objects.filter(entry__in=readable.order_by().values("pk"))
        .select_related("entry__contest", "entry__organization")
        .prefetch_related(
            Prefetch("name_consents", NameConsent.objects.select_related("recorded_by"))
        )
    )


def overseen(user: Person, people: Iterable[Participant]) -> set[int]:
    """Ids of the contests of these people that `user` oversees; one query."""
    contests = {person.entry.contest_id for person in people}
    if user.is_staff:
        return contests
    return set(granted(user, *OVERSEE).filter(pk__in=contests).values_list("pk", flat=True))


def shown_names(contest: Contest) -> dict[str, Any]:
    """Of how many people the public sees a name, of how many not and why; and how many titles and
    team names are left out since they tell one that is not shown."""
    rule = contest.display_rule
    entries = {
        pk: texts
        for pk, *texts in Entry.objects.filter(contest=contest)
        .exclude(state__in=Entry.NOT_IN_FIELD)
        .values_list("pk", "title", "team__name")
    }
    rows = Participant.objects.filter(entry__contest=contest).exclude(
        entry__state__in=Entry.NOT_IN_FIELD
    )
    states = [one.state for one in consents.standings(rows).values()]
    found = consents.consents(contest)
    hidden = {pk: hidden_names(found.get(pk, ()), rule) for pk in entries}
    coded = rule == Contest.DisplayRule.CODE
    return {
        "display_rule": rule,
        "people": len(states),
        "named": 0 if coded else states.count("given"),
        "withdrawn": states.count("withdrawn"),
        "missing": states.count("none"),
        "titles": 0
        if coded
        else sum(
            without_names(text, hidden[pk]) != text
            for pk, texts in entries.items()
            for text in texts
        ),
    }


def attachments() -> QuerySet[Attachment]:
    """Every file with its entry; who may see one is asked of `AttachmentPolicy`."""
    return Attachment.objects.select_related("entry__contest")


EntryRow = tuple[int, str, int, str, str, int | None, int | None]
"""An entry as boards need it, of which there are thousands: `ENTRY_COLUMNS`."""

ENTRY_COLUMNS = ("pk", "code", "division_id", "state", "title", "team_id", "organization_id")


def entry_rows(contest: Contest) -> list[EntryRow]:
    """All entries that were submitted, sorted by code; those not ranked carry their state."""
    return sorted(cast(list[EntryRow], _rows.tuples(contest.pk)), key=itemgetter(1))


_rows = Prepared(
    lambda contest: (
        Entry.objects.filter(contest_id=contest)
        .exclude(state__in=Entry.NOT_IN_FIELD)
        .order_by()
        .values_list(*ENTRY_COLUMNS)
    )
)


def submission_times(contest: Contest) -> Mapping[int, datetime | None]:
    """When each entry was submitted, by its id."""
    entries = Entry.objects.filter(contest=contest).exclude(state__in=Entry.NOT_IN_FIELD)
    return dict(entries.order_by().values_list("pk", "submitted_at"))
