"""What lists of entries and submissions can be narrowed by."""

from __future__ import annotations

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from common.filters import IdFilter
from common.search import holding
from submissions import consents
from submissions.models import Entry, Invitation, Participant, PeopleRequest, Submission
from submissions.permissions import EntryPolicy


class EntryFilter(filters.FilterSet):
    contest = filters.CharFilter("contest__slug")
    division = filters.CharFilter("division__code")
    state = filters.ChoiceFilter(choices=Entry.State.choices)
    organization = filters.CharFilter("organization__code")
    search = filters.CharFilter(method="by_search")
    mine = filters.ChoiceFilter(choices=[("1", "own entries only")], method="by_mine")

    class Meta:
        model = Entry
        fields: list[str] = []

    def by_search(
        self,
        queryset: QuerySet[Entry],
        name: str,
        value: str,
    ) -> QuerySet[Entry]:
        """By code, title, team or a participant's name; nobody's name is read for other entries."""
        named = Participant.objects.filter(holding(value, "full_name"), entry=OuterRef("pk"))
        return queryset.filter(holding(value, "code", "title", "team__name") | Q(Exists(named)))

    def by_mine(
        self,
        queryset: QuerySet[Entry],
        name: str,
        value: str,
    ) -> QuerySet[Entry]:
        return queryset.filter(EntryPolicy.own(self.request.user))


class EntryPartFilter(filters.FilterSet):
    """Of rows that hang on an entry."""

    contest = filters.CharFilter("entry__contest__slug")
    entry = IdFilter("entry_id")


class InvitationFilter(EntryPartFilter):
    state = filters.ChoiceFilter(choices=Invitation.State.choices)

    class Meta:
        model = Invitation
        fields: list[str] = []


class PeopleRequestFilter(EntryPartFilter):
    state = filters.ChoiceFilter(choices=PeopleRequest.State.choices)

    class Meta:
        model = PeopleRequest
        fields: list[str] = []


class SubmissionFilter(filters.FilterSet):
    entry = IdFilter("entry_id", required=True)

    class Meta:
        model = Submission
        fields: list[str] = []


class ConsentFilter(filters.FilterSet):
    contest = filters.CharFilter("entry__contest__slug")
    entry = IdFilter("entry_id")
    search = filters.CharFilter(method="by_search")
    mine = filters.ChoiceFilter(choices=[("1", "the person alone")], method="by_mine")
    state = filters.ChoiceFilter(
        choices=[("given", "given"), ("withdrawn", "withdrawn"), ("none", "none")],
        method="by_state",
    )

    class Meta:
        model = Participant
        fields: list[str] = []

    def by_search(
        self,
        queryset: QuerySet[Participant],
        name: str,
        value: str,
    ) -> QuerySet[Participant]:
        """By name, class, or the entry's code or title."""
        return queryset.filter(
            holding(value, "full_name", "class_name", "entry__code", "entry__title")
        )

    def by_mine(
        self,
        queryset: QuerySet[Participant],
        name: str,
        value: str,
    ) -> QuerySet[Participant]:
        return queryset.filter(user=self.request.user.pk)

    def by_state(
        self,
        queryset: QuerySet[Participant],
        name: str,
        value: str,
    ) -> QuerySet[Participant]:
        """Of what the other filters leave: the state is computed, no column."""
        rows = queryset.select_related(None).prefetch_related(None)
        found = consents.standings(rows.order_by())
        return queryset.filter(pk__in=[pk for pk, one in found.items() if one.state == value])
