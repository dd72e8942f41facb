"""Appeals in the API: filing by entrants, deciding by those who run the judging."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.confirming import require_second_factor
from common.filters import IdFilter
from common.preconditions import etag, expected_revision
from contests.models import Contest
from leaderboards import services
from leaderboards.appealing import candidates, window
from leaderboards.models import Appeal, AppealWindow
from leaderboards.permissions import AppealPolicy, StandingsPolicy
from leaderboards.selectors import appeals
from leaderboards.serializers.appeals import (
    AppealAcceptSerializer,
    AppealConcludeSerializer,
    AppealFileSerializer,
    AppealReasonSerializer,
    AppealSerializer,
    AppealWindowSerializer,
    OfficeAppealDetailSerializer,
    OfficeAppealSerializer,
)
from leaderboards.views.common import person, readable_contest, require, valid
from submissions.models import Entry
from submissions.permissions import EntryPolicy


class AppealFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="entry__contest__slug")
    entry = IdFilter(field_name="entry")
    state = filters.ChoiceFilter(choices=Appeal.State.choices)


class AppealViewSet(GenericViewSet[Appeal]):
    queryset = Appeal.objects.none()
    serializer_class = AppealSerializer
    filterset_class = AppealFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Appeal]:
        return appeals(self.request.user)

    @extend_schema(responses=OfficeAppealSerializer(many=True))
    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        seen: dict[int, bool] = {}
        rows = []
        for appeal in page:
            contest = appeal.entry.contest
            if contest.pk not in seen:
                seen[contest.pk] = StandingsPolicy.sees_all(request.user, contest)
            shape = OfficeAppealSerializer if seen[contest.pk] else AppealSerializer
            rows.append(shape(appeal, context=self.get_serializer_context()).data)
        return self.get_paginated_response(rows)

    @extend_schema(responses=OfficeAppealDetailSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self._detail(self.get_object())

    @extend_schema(request=AppealFileSerializer, responses={201: OfficeAppealDetailSerializer})
    def create(self, request: Request) -> Response:
        data = valid(AppealFileSerializer(data=request.data))
        entry: Entry = data.pop("entry")
        require(EntryPolicy.is_own(request.user, entry))
        appeal = services.file_appeal(
            entry=entry, round_=data.pop("round"), actor=person(request), **data
        )
        return self._detail(appeal, status.HTTP_201_CREATED)

    @extend_schema(request=AppealAcceptSerializer, responses=OfficeAppealDetailSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        return self._decided(request, AppealAcceptSerializer, services.accept_appeal)

    @extend_schema(request=AppealReasonSerializer, responses=OfficeAppealDetailSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        return self._decided(request, AppealReasonSerializer, services.decline_appeal)

    @extend_schema(request=AppealConcludeSerializer, responses=OfficeAppealDetailSerializer)
    @action(detail=True, methods=["post"])
    def conclude(self, request: Request, pk: str) -> Response:
        return self._decided(request, AppealConcludeSerializer, services.conclude_appeal)

    @extend_schema(request=None, responses=OfficeAppealDetailSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        return self._decided(request, None, services.approve_appeal, require_second_factor)

    def _decided(
        self,
        request: Request,
        shape: Any,
        verb: Any,
        confirmed: Callable[[Request], None] | None = None,
    ) -> Response:
        appeal = self.get_object()
        require(AppealPolicy.can_decide(request.user, appeal.entry.contest))
        if confirmed is not None:
            confirmed(request)
        data = {} if shape is None else valid(shape(data=request.data))
        revision = expected_revision(request)
        return self._detail(
            verb(appeal=appeal, actor=person(request), expected_revision=revision, **data)
        )

    def _detail(self, appeal: Appeal, code: int = status.HTTP_200_OK) -> Response:
        shown = self.get_queryset().get(pk=appeal.pk)
        headers = {"ETag": etag(shown.revision)}
        if not StandingsPolicy.sees_all(self.request.user, shown.entry.contest):
            return Response(AppealSerializer(shown).data, code, headers=headers)
        filed = shown.state == Appeal.State.FILED
        shown.candidates = list(candidates(shown.entry, shown.round)) if filed else []  # type: ignore[attr-defined]
        body = OfficeAppealDetailSerializer(shown, context=self.get_serializer_context()).data
        return Response(body, code, headers=headers)


class AppealWindowView(APIView):
    """When a contest takes appeals."""

    permission_classes = [IsAuthenticatedOrReadOnly]

    @extend_schema(responses=AppealWindowSerializer)
    def get(self, request: Request, slug: str) -> Response:
        return self._window(readable_contest(request, slug))

    @extend_schema(request=AppealWindowSerializer, responses=AppealWindowSerializer)
    def put(self, request: Request, slug: str) -> Response:
        contest = readable_contest(request, slug)
        require(StandingsPolicy.can_set_rules(request.user, contest))
        data = valid(AppealWindowSerializer(data=request.data))
        services.set_appeal_window(contest=contest, **data)
        return self._window(get_object_or_404(Contest, pk=contest.pk))

    def _window(self, contest: Contest) -> Response:
        rule = AppealWindow.objects.filter(contest=contest).first()
        now = timezone.now()
        found = window(contest, None, now)
        body = {
            "opens_at": rule.opens_at if rule else None,
            "closes_at": rule.closes_at if rule else None,
            "days": rule.days if rule else None,
            "open": found.is_open(now),
            "since": found.opens_at,
            "until": found.closes_at,
        }
        return Response(AppealWindowSerializer(body).data)
