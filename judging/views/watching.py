"""Entries with their flags, and the judges' agreement, for those who oversee the judging."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from common.filters import LARGEST_ID, IdFilter
from common.pagination import CursorPagination
from common.search import holding
from contests.models import Contest
from contests.permissions import ContestPolicy
from judging import selectors
from judging.models import RoundResult
from judging.permissions import JudgingPolicy
from judging.serializers.watching import AgreementSerializer, WatchedEntrySerializer
from judging.views.common import person, require, valid


class WatchedEntryFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="round__contest__slug")
    round = IdFilter(field_name="round")
    division = filters.CharFilter(field_name="entry__division__code")
    search = filters.CharFilter(method="filter_search")
    flagged = filters.BooleanFilter(method="filter_flagged")

    def filter_search(
        self, rows: QuerySet[RoundResult], name: str, words: str
    ) -> QuerySet[RoundResult]:
        return rows.filter(holding(words, "entry__code", "entry__title"))

    def filter_flagged(
        self, rows: QuerySet[RoundResult], name: str, only: bool
    ) -> QuerySet[RoundResult]:
        return rows.filter(selectors.flagged()) if only else rows


class InOrder(CursorPagination):
    """As the entries were given to judges: in the order of their codes."""

    ordering = "pk"


class WatchedEntryViewSet(GenericViewSet[RoundResult]):
    queryset = RoundResult.objects.none()
    serializer_class = WatchedEntrySerializer
    filterset_class = WatchedEntryFilter
    pagination_class = InOrder

    def get_queryset(self) -> QuerySet[RoundResult]:
        return selectors.watched_entries(person(self.request))

    @extend_schema(responses=WatchedEntrySerializer(many=True))
    def list(self, request: Request) -> Response:
        """Entries round by round: marks side by side, their spread, flags by the policy's rule."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        context: dict[str, Any] = {
            **self.get_serializer_context(),
            "watched": selectors.watched(rows),
        }
        return self.get_paginated_response(
            WatchedEntrySerializer(rows, many=True, context=context).data
        )


class AgreementQuerySerializer(serializers.Serializer[Any]):
    contest = serializers.CharField()
    round = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    division = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    panel = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)


class AgreementView(APIView):
    """How far the judges of a round agree, panel by panel and criterion by criterion."""

    @extend_schema(parameters=[AgreementQuerySerializer], responses=AgreementSerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = valid(AgreementQuerySerializer(data=request.query_params))
        readable = Contest.objects.filter(ContestPolicy.readable(person(request)))
        contest = get_object_or_404(readable, slug=asked.pop("contest"))
        require(JudgingPolicy.can_oversee(person(request), contest))
        rounds = contest.rounds.select_related("form_version")
        round_ = get_object_or_404(rounds, pk=asked.pop("round"))
        return Response(AgreementSerializer(selectors.agreement(round_, **asked), many=True).data)
