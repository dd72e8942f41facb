"""The judge's queue and the scoresheets in the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.models import ApiToken
from common.filters import IdFilter
from common.preconditions import etag, expected_revision, idempotency_key
from judging import selectors, services
from judging.models import Scoresheet
from judging.permissions import ScoresheetPolicy
from judging.serializers.scoresheets import (
    JudgingReasonSerializer,
    MyContestSerializer,
    QueueSerializer,
    RecordedSerializer,
    RevisionSerializer,
    ScoresheetSerializer,
    ScoresheetWriteSerializer,
)
from judging.views.common import answer, person, reader, require, valid

CONDITIONS = [
    OpenApiParameter("If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True),
    OpenApiParameter("Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True),
]


class QueueView(APIView):
    """The asker's own sheets in all contests, with the forms: a day of scoring in one answer."""

    @extend_schema(responses=QueueSerializer)
    def get(self, request: Request) -> Response:
        return Response(selectors.queue(person(request)))


class MyContestsView(APIView):
    """What the asker is in each contest."""

    @extend_schema(responses=MyContestSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(selectors.my_contests(person(request)))


class ScoresheetFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="judge__contest__slug")
    round = IdFilter(field_name="attempt__round")
    entry = IdFilter(method="by_entry")
    judge = IdFilter(field_name="judge")
    state = filters.ChoiceFilter(choices=Scoresheet.State.choices)

    def by_entry(
        self, queryset: QuerySet[Scoresheet], name: str, value: int
    ) -> QuerySet[Scoresheet]:
        """By its id, which a blind judge has no use for."""
        known = reader(self.request).knows("judge__contest")
        return queryset.filter(known, attempt__entry=value)

    def filter_queryset(self, queryset: QuerySet[Scoresheet]) -> QuerySet[Scoresheet]:
        """Sheets of calibration rounds only where their round is asked for."""
        found = super().filter_queryset(queryset)
        counted = self.form.cleaned_data.get("round") is None
        return found.filter(attempt__round__calibration=False) if counted else found


class ScoresheetViewSet(ListModelMixin, GenericViewSet[Scoresheet]):
    queryset = Scoresheet.objects.none()
    serializer_class = ScoresheetSerializer
    filterset_class = ScoresheetFilter
    lookup_value_regex = r"\d+"

    @property
    def token_scope(self) -> str:
        """Recording scores is less than opening what was submitted."""
        return ApiToken.Scope.SCORE if self.action == "update" else ApiToken.Scope.ORGANISE

    def get_queryset(self) -> QuerySet[Scoresheet]:
        return selectors.scoresheets(person(self.request))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "reader": reader(self.request)}

    def retrieve(self, request: Request, pk: str) -> Response:
        sheet = self.get_object()
        headers = {"ETag": etag(sheet.revision)}
        return Response(self.get_serializer(sheet).data, headers=headers)

    @extend_schema(
        request=ScoresheetWriteSerializer, responses=RecordedSerializer, parameters=CONDITIONS
    )
    def update(self, request: Request, pk: str) -> Response:
        if not ScoresheetPolicy.owns(person(request), int(pk)):
            self.get_object()  # 404 for a sheet that is not theirs to see
            require(False)
        revision, operation = expected_revision(request), idempotency_key(request)
        data = valid(ScoresheetWriteSerializer(data=request.data))
        return answer(
            services.record_scoresheet(
                sheet_id=int(pk),
                actor=person(request),
                expected_revision=revision,
                operation=operation,
                **{"comments": {}, **data},
            )
        )

    @extend_schema(
        request=JudgingReasonSerializer, responses=RecordedSerializer, parameters=CONDITIONS
    )
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        return self._with_reason(request, services.reopen_scoresheet)

    @extend_schema(
        request=JudgingReasonSerializer, responses=RecordedSerializer, parameters=CONDITIONS
    )
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        return self._with_reason(request, services.void_scoresheet)

    def _with_reason(self, request: Request, verb: Callable[..., services.Recorded]) -> Response:
        sheet = self.get_object()
        require(ScoresheetPolicy.can_chair(person(request), sheet))
        revision, operation = expected_revision(request), idempotency_key(request)
        data = valid(JudgingReasonSerializer(data=request.data))
        return answer(
            verb(
                sheet_id=sheet.pk,
                actor=person(request),
                expected_revision=revision,
                operation=operation,
                reason=data["reason"],
            )
        )

    @extend_schema(responses=RevisionSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def revisions(self, request: Request, pk: str) -> Response:
        rows = selectors.revisions(self.get_object())
        return Response(RevisionSerializer(rows, many=True).data)
