"""What lists of the contests app can be narrowed by."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone

from common.search import holding
from contests.models import (
    Campaign,
    Contest,
    Division,
    Organization,
    OrganizationUserGrant,
    Round,
    ScoringForm,
    ScoringPolicy,
)
from contests.permissions import ORGANIZATION_GRANTS, granted, spoken_for
from contests.phases import entries_open_at


class OrganizationFilter(filters.FilterSet):
    search = filters.CharFilter(method="by_search")
    kind = filters.ChoiceFilter(choices=Organization.Kind.choices)
    may = filters.ChoiceFilter(
        choices=[(grant, grant) for grant in ORGANIZATION_GRANTS],
        method="by_may",
        help_text="those for which the person holds this grant",
    )

    class Meta:
        model = Organization
        fields: list[str] = []

    def by_search(
        self,
        queryset: QuerySet[Organization],
        name: str,
        value: str,
    ) -> QuerySet[Organization]:
        return queryset.filter(holding(value, "name", "name_en", "code"))

    def by_may(
        self,
        queryset: QuerySet[Organization],
        name: str,
        value: str,
    ) -> QuerySet[Organization]:
        return queryset.filter(spoken_for(self.request.user, value))


class OrganizationGrantFilter(filters.FilterSet):
    organization = filters.CharFilter(
        method="by_organization", help_text="what holds for it, of those above it too"
    )

    class Meta:
        model = OrganizationUserGrant
        fields: list[str] = []

    def by_organization(
        self, queryset: QuerySet[OrganizationUserGrant], name: str, value: str
    ) -> QuerySet[OrganizationUserGrant]:
        here = Organization.objects.filter(code=value).first()
        if here is None:
            return queryset.none()
        above = here.ancestors(include_self=True).values_list("pk", flat=True)
        return queryset.filter(content_object__in=list(above))


class CampaignFilter(filters.FilterSet):
    organization = filters.CharFilter("organization__code")

    class Meta:
        model = Campaign
        fields: list[str] = []


class ContestFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=Contest.Kind.choices)
    state = filters.ChoiceFilter(choices=Contest.State.choices)
    campaign = filters.CharFilter("campaign__slug")
    organization = filters.CharFilter("organization__code")
    mine = filters.ChoiceFilter(
        choices=[
            ("manage", "the person manages them"),
            ("judge", "the person judges or chairs in them"),
            ("enter", "they take entries now"),
        ],
        method="by_mine",
    )

    class Meta:
        model = Contest
        fields: list[str] = []

    def by_mine(
        self,
        queryset: QuerySet[Contest],
        name: str,
        value: str,
    ) -> QuerySet[Contest]:
        if value == "enter":
            return queryset.filter(entries_open_at(timezone.now()))
        grants = ("manage",) if value == "manage" else ("judge", "chair")
        return queryset.filter(pk__in=granted(self.request.user, *grants).values("pk"))


class DivisionFilter(filters.FilterSet):
    contest = filters.CharFilter("contest__slug", required=True)

    class Meta:
        model = Division
        fields: list[str] = []


class RoundFilter(filters.FilterSet):
    contest = filters.CharFilter("contest__slug", required=True)

    class Meta:
        model = Round
        fields: list[str] = []


class FormFilter(filters.FilterSet):
    contest = filters.CharFilter("contest__slug", required=True)

    class Meta:
        model = ScoringForm
        fields: list[str] = []


class PolicyFilter(filters.FilterSet):
    contest = filters.CharFilter("contest__slug", required=True)

    class Meta:
        model = ScoringPolicy
        fields: list[str] = []
