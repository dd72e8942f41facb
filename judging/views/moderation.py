"""Discrepancies, overrides, recusals and heartbeats in the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.confirming import require_second_factor
from accounts.models import ApiToken
from common.filters import IdFilter
from common.preconditions import etag, expected_revision
from judging import selectors, services
from judging.models import Discrepancy, Recusal, ScoreOverride
from judging.permissions import JudgingPolicy, ModerationPolicy, ScoresheetPolicy
from judging.serializers.moderation import (
    DiscrepancySerializer,
    EffectSerializer,
    HeartbeatAnswerSerializer,
    HeartbeatSerializer,
    OverridePreviewSerializer,
    OverrideReasonSerializer,
    OverrideSerializer,
    OverrideWriteSerializer,
    RecusalSerializer,
    RecusalWriteSerializer,
    SettleSerializer,
    SubstituteSerializer,
    ThirdSerializer,
)
from judging.views.common import IF_MATCH, person, reader, require, require_arranger, valid


class DiscrepancyFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="attempt__round__contest__slug")
    round = IdFilter(field_name="attempt__round")
    entry = IdFilter(field_name="attempt__entry")
    state = filters.ChoiceFilter(choices=Discrepancy.State.choices)


class DiscrepancyViewSet(ListModelMixin, GenericViewSet[Discrepancy]):
    """For those who oversee the contest: a judge is not told what the others gave."""

    queryset = Discrepancy.objects.none()
    serializer_class = DiscrepancySerializer
    filterset_class = DiscrepancyFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Discrepancy]:
        return selectors.discrepancies(person(self.request))

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._answer(self.get_object())

    @extend_schema(request=SettleSerializer, responses=DiscrepancySerializer, parameters=IF_MATCH)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Response:
        """Note what the discussion or the minute came to."""
        row = self._chaired(request)
        revision = expected_revision(request)
        data = valid(SettleSerializer(data=request.data))
        services.settle_discrepancy(
            discrepancy_id=row.pk, actor=person(request), expected_revision=revision, **data
        )
        return self._answer(self.get_object())

    @extend_schema(request=ThirdSerializer, responses=DiscrepancySerializer, parameters=IF_MATCH)
    @action(detail=True, methods=["post"])
    def third(self, request: Request, pk: str) -> Response:
        """Appoint the third marker."""
        row = self._chaired(request)
        revision = expected_revision(request)
        data = valid(ThirdSerializer(data=request.data))
        services.appoint_third(
            discrepancy_id=row.pk, actor=person(request), expected_revision=revision, **data
        )
        return self._answer(self.get_object())

    @extend_schema(responses=SubstituteSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def markers(self, request: Request, pk: str) -> Response:
        """Who could mark a third time, the least loaded first."""
        found = selectors.third_markers(self._chaired(request))
        return Response(SubstituteSerializer(found, many=True).data)

    def _chaired(self, request: Request) -> Discrepancy:
        row = self.get_object()
        require(ModerationPolicy.can_settle(person(request), row.attempt.round.contest))
        return row

    def _answer(self, row: Discrepancy) -> Response:
        return Response(self.get_serializer(row).data, headers={"ETag": etag(row.revision)})


class OverrideFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="round__contest__slug")
    round = IdFilter(field_name="round")
    entry = IdFilter(field_name="entry")
    state = filters.ChoiceFilter(choices=ScoreOverride.State.choices)


class OverrideViewSet(ListModelMixin, GenericViewSet[ScoreOverride]):
    queryset = ScoreOverride.objects.none()
    serializer_class = OverrideSerializer
    filterset_class = OverrideFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[ScoreOverride]:
        return selectors.overrides(person(self.request))

    @extend_schema(request=OverrideWriteSerializer, responses={201: OverrideSerializer})
    def create(self, request: Request) -> Response:
        """Propose; the answer tells whose ranks it would change."""
        data = valid(OverrideWriteSerializer(data=request.data))
        require(ModerationPolicy.can_override(person(request), data["round"].contest))
        override = services.propose_override(
            entry=data["entry"],
            round_=data["round"],
            actor=person(request),
            after=data["after"],
            reason=data["reason"],
        )
        return self._answer(override, status.HTTP_201_CREATED)

    @extend_schema(request=OverridePreviewSerializer, responses=EffectSerializer)
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """What a value would change; nothing is kept."""
        data = valid(OverridePreviewSerializer(data=request.data))
        require(ModerationPolicy.can_override(person(request), data["round"].contest))
        effect = selectors.effect_of_override(data["entry"], data["round"], data["after"])
        return Response(EffectSerializer(effect).data)

    @extend_schema(request=None, responses=OverrideSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Let it take effect; by another person than who proposed it."""
        override = self._own(request)
        require_second_factor(request)
        return self._answer(
            services.approve_override(override_id=override.pk, actor=person(request))
        )

    @extend_schema(request=OverrideReasonSerializer, responses=OverrideSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        override = self._own(request)
        data = valid(OverrideReasonSerializer(data=request.data))
        return self._answer(
            services.reject_override(override_id=override.pk, actor=person(request), **data)
        )

    @extend_schema(request=OverrideReasonSerializer, responses=OverrideSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, pk: str) -> Response:
        """End an override in effect."""
        override = self._own(request)
        data = valid(OverrideReasonSerializer(data=request.data))
        return self._answer(
            services.void_override(override_id=override.pk, actor=person(request), **data)
        )

    def _own(self, request: Request) -> ScoreOverride:
        override = self.get_object()
        require(ModerationPolicy.can_override(person(request), override.round.contest))
        return override

    def _answer(self, override: ScoreOverride, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=override.pk)).data, code)


class RecusalFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="round__contest__slug")


class RecusalViewSet(ListModelMixin, GenericViewSet[Recusal]):
    queryset = Recusal.objects.none()
    serializer_class = RecusalSerializer
    filterset_class = RecusalFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Recusal]:
        return selectors.recusals(person(self.request))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "reader": reader(self.request)}

    @extend_schema(responses=SubstituteSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def substitutes(self, request: Request, pk: str) -> Response:
        """Who could step in, the least loaded first."""
        recusal = self.get_object()
        require_arranger(request, recusal.judge.contest)
        return Response(SubstituteSerializer(selectors.substitutes(recusal), many=True).data)


class RecuseView(APIView):
    """Lets a judge step back from the sheet's entry."""

    @extend_schema(request=RecusalWriteSerializer, responses={201: RecusalSerializer})
    def post(self, request: Request, pk: int) -> Response:
        sheet = get_object_or_404(selectors.scoresheets(person(request)), pk=pk)
        require(ScoresheetPolicy.can_write(person(request), sheet))
        data = valid(RecusalWriteSerializer(data=request.data))
        recusal = services.recuse(sheet=sheet, actor=person(request), **data)
        recusal = selectors.recusals(person(request)).get(pk=recusal.pk)
        body = RecusalSerializer(recusal, context={"reader": reader(request)}).data
        return Response(body, status.HTTP_201_CREATED)


class HeartbeatView(APIView):
    """A judge's device says that it is there, and how many sheets it holds back."""

    token_scope = ApiToken.Scope.SCORE

    @extend_schema(request=HeartbeatSerializer, responses=HeartbeatAnswerSerializer)
    def post(self, request: Request) -> Response:
        require(JudgingPolicy.has_seat(person(request)))
        data = valid(HeartbeatSerializer(data=request.data))
        seen = services.record_heartbeat(user=person(request), **data)
        return Response(HeartbeatAnswerSerializer(seen).data)
