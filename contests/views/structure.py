"""Divisions and rounds of a contest."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from contests import selectors, services
from contests.filters import DivisionFilter, RoundFilter
from contests.models import Division, Round
from contests.permissions import ContestPolicy
from contests.serializers import (
    DivisionCreateSerializer,
    DivisionSerializer,
    DivisionUpdateSerializer,
    RoundCreateSerializer,
    RoundSerializer,
    RoundUpdateSerializer,
)
from contests.views.access import require


class DivisionViewSet(mixins.ListModelMixin, GenericViewSet[Division]):
    """The divisions of one contest, in their order."""

    permission_classes = [AllowAny]
    serializer_class = DivisionSerializer
    filterset_class = DivisionFilter
    pagination_class = None
    queryset = Division.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Division]:
        return selectors.divisions(self.request.user)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # A list is of one contest; a single one is known by its id.
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    @extend_schema(request=DivisionCreateSerializer, responses={201: DivisionSerializer})
    def create(self, request: Request) -> Response:
        body = DivisionCreateSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        contest = body.validated_data["contest"]
        require(request, ContestPolicy.can_manage(request.user, contest))
        division = services.create_division(**body.validated_data)
        return Response(DivisionSerializer(division).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=DivisionUpdateSerializer, responses=DivisionSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        division = self.get_object()
        require(request, ContestPolicy.can_manage(request.user, division.contest))
        body = DivisionUpdateSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        division = services.update_division(division=division, **body.validated_data)
        return Response(DivisionSerializer(division).data)

    def destroy(self, request: Request, pk: str) -> Response:
        division = self.get_object()
        require(request, ContestPolicy.can_manage(request.user, division.contest))
        services.delete_division(division=division)
        return Response(status=status.HTTP_204_NO_CONTENT)


class RoundViewSet(mixins.ListModelMixin, GenericViewSet[Round]):
    """The rounds of one contest, in their order. Locking them is an affair of the judging."""

    permission_classes = [AllowAny]
    serializer_class = RoundSerializer
    filterset_class = RoundFilter
    pagination_class = None
    queryset = Round.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Round]:
        return selectors.rounds(self.request.user)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # A list is of one contest; a single one is known by its id.
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    @extend_schema(request=RoundCreateSerializer, responses={201: RoundSerializer})
    def create(self, request: Request) -> Response:
        body = RoundCreateSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        contest = body.validated_data["contest"]
        require(request, ContestPolicy.can_manage(request.user, contest))
        created = services.create_round(**body.validated_data)
        return Response(RoundSerializer(created).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=RoundUpdateSerializer, responses=RoundSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        current = self.get_object()
        require(request, ContestPolicy.can_manage(request.user, current.contest))
        body = RoundUpdateSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        updated = services.update_round(round=current, **body.validated_data)
        return Response(RoundSerializer(updated).data)

    def destroy(self, request: Request, pk: str) -> Response:
        current = self.get_object()
        require(request, ContestPolicy.can_manage(request.user, current.contest))
        services.delete_round(round=current)
        return Response(status=status.HTTP_204_NO_CONTENT)
