"""Calibration rounds in the API."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from contests.models import Round
from judging import services
from judging.errors import SpreadHidden
from judging.permissions import JudgingPolicy
from judging.selectors.calibration import calibrations, may_see_spread, spread_of
from judging.serializers.calibration import (
    CalibrationSerializer,
    CalibrationWriteSerializer,
    OpenSpreadSerializer,
    SpreadSerializer,
)
from judging.views.common import person, require, require_arranger, valid


class CalibrationFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="contest__slug")


class CalibrationViewSet(ListModelMixin, GenericViewSet[Round]):
    """For those who oversee the contest, and for the judges who score in the round."""

    queryset = Round.everything.none()
    serializer_class = CalibrationSerializer
    filterset_class = CalibrationFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Round]:
        return calibrations(person(self.request))

    @extend_schema(request=CalibrationWriteSerializer, responses={201: CalibrationSerializer})
    def create(self, request: Request) -> Response:
        data = valid(CalibrationWriteSerializer(data=request.data))
        require_arranger(request, data["round"].contest)
        samples = [services.Sample(**sample) for sample in data.pop("samples")]
        made = services.create_calibration(
            of=data.pop("round"), samples=samples, actor=person(request), **data
        )
        return self._answer(made, status.HTTP_201_CREATED)

    def destroy(self, request: Request, pk: str) -> Response:
        services.delete_calibration(round_=self._arranged(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=CalibrationSerializer)
    @action(detail=True, methods=["post"])
    def fill(self, request: Request, pk: str) -> Response:
        """Put the samples before judges who were seated later."""
        round_ = self._arranged(request)
        services.fill_calibration(round_=round_)
        return self._answer(round_)

    @extend_schema(request=OpenSpreadSerializer, responses=CalibrationSerializer)
    @action(detail=True, methods=["post"], url_path="open")
    def open_spread(self, request: Request, pk: str) -> Response:
        """End the scoring and show judges the spread; or let them score again."""
        round_ = self.get_object()
        require(JudgingPolicy.can_chair(person(request), round_.contest))
        data = valid(OpenSpreadSerializer(data=request.data))
        return self._answer(services.open_spread(round_=round_, **data))

    @extend_schema(responses=SpreadSerializer)
    @action(detail=True, methods=["get"])
    def spread(self, request: Request, pk: str) -> Response:
        """The marks by sample and criterion; for judges without the others' names."""
        round_ = self.get_object()
        user = person(request)
        if JudgingPolicy.can_oversee(user, round_.contest):
            return Response(spread_of(round_))
        if not may_see_spread(user, round_):
            raise SpreadHidden
        return Response(spread_of(round_, judge_of=user))

    def _arranged(self, request: Request) -> Round:
        round_ = self.get_object()
        require_arranger(request, round_.contest)
        return round_

    def _answer(self, round_: Round, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=round_.pk)).data, code)
