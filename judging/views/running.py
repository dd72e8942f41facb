"""Attempts, matches, the lock of a round and the progress of the judging in the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.models import ApiToken
from common.errors import Fault
from common.filters import IdFilter
from common.preconditions import RevisionStale, etag, expected_revision
from contests.blinding import hidden_from
from contests.models import Contest, Round
from contests.permissions import ContestPolicy
from judging import selectors, services
from judging.errors import EntryHidden, OtherContest
from judging.models import Attempt, Match
from judging.permissions import JudgingPolicy
from judging.serializers.running import (
    AttemptChangeSerializer,
    AttemptSerializer,
    AttemptWriteSerializer,
    LockedRoundSerializer,
    MatchSerializer,
    ProgressSerializer,
)
from judging.serializers.scoresheets import JudgingReasonSerializer, LockReasonSerializer
from judging.views.common import IF_MATCH, person, reader, require, valid


class AttemptFilter(filters.FilterSet):
    round = IdFilter(field_name="round")
    entry = IdFilter(method="by_entry")

    class Meta:
        model = Attempt
        fields: list[str] = []

    def by_entry(self, queryset: QuerySet[Attempt], name: str, value: int) -> QuerySet[Attempt]:
        """By its id, which a blind judge has no use for."""
        return queryset.filter(reader(self.request).knows("round__contest"), entry=value)


class AttemptViewSet(ListModelMixin, GenericViewSet[Attempt]):
    queryset = Attempt.objects.none()
    token_scope = ApiToken.Scope.SCORE
    serializer_class = AttemptSerializer
    filterset_class = AttemptFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Attempt]:
        return selectors.attempts(person(self.request))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "reader": reader(self.request)}

    @extend_schema(request=AttemptWriteSerializer, responses={201: AttemptSerializer})
    def create(self, request: Request) -> Response:
        data = valid(AttemptWriteSerializer(data=request.data))
        entry = data["entry"]
        require(JudgingPolicy.can_referee(person(request), entry.contest))
        if hidden_from(request.user, entry.contest):
            raise EntryHidden(errors=[Fault(EntryHidden.text, "/entry")])
        if not entry.contest.rounds.filter(pk=data["round"]).exists():
            raise OtherContest
        attempt = services.add_attempt(entry=entry, round_id=data["round"])
        return Response(self.get_serializer(attempt).data, status.HTTP_201_CREATED)

    @extend_schema(
        request=AttemptChangeSerializer, responses=AttemptSerializer, parameters=IF_MATCH
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        attempt = self.get_object()
        require(JudgingPolicy.can_referee(person(request), attempt.entry.contest))
        revision = expected_revision(request)
        data = valid(AttemptChangeSerializer(data=request.data))
        services.set_attempt(
            attempt_id=attempt.pk, actor=person(request), expected_revision=revision, **data
        )
        body = self.get_serializer(self.get_object()).data
        return Response(body, headers={"ETag": etag(body["revision"])})

    def handle_exception(self, exc: Exception) -> Response:
        """A stale write is told what the attempt is now, so that the client can merge."""
        if isinstance(exc, RevisionStale):
            exc.extra["current"] = self.get_serializer(self.get_object()).data
        return super().handle_exception(exc)


class MatchFilter(filters.FilterSet):
    round = IdFilter(field_name="round")


class MatchViewSet(ListModelMixin, GenericViewSet[Match]):
    queryset = Match.objects.none()
    serializer_class = MatchSerializer
    filterset_class = MatchFilter

    def get_queryset(self) -> QuerySet[Match]:
        return selectors.matches(person(self.request))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "reader": reader(self.request)}


class RoundLockView(APIView):
    """Ends the scoring of a round."""

    @extend_schema(request=LockReasonSerializer, responses=LockedRoundSerializer)
    def post(self, request: Request, pk: int) -> Response:
        round_ = _round(request, pk)
        data = valid(LockReasonSerializer(data=request.data))
        locked = services.lock_round(round_id=round_.pk, actor=person(request), **data)
        return Response(LockedRoundSerializer(locked).data)


class RoundUnlockView(APIView):
    """Opens a locked round again, with a reason."""

    @extend_schema(request=JudgingReasonSerializer, responses=LockedRoundSerializer)
    def post(self, request: Request, pk: int) -> Response:
        round_ = _round(request, pk)
        data = valid(JudgingReasonSerializer(data=request.data))
        unlocked = services.unlock_round(round_id=round_.pk, actor=person(request), **data)
        return Response(LockedRoundSerializer(unlocked).data)


def _round(request: Request, pk: int) -> Round:
    readable = Contest.objects.filter(ContestPolicy.readable(person(request))).values("pk")
    round_: Round = get_object_or_404(
        Round.objects.select_related("contest").filter(contest__in=readable), pk=pk
    )
    require(JudgingPolicy.can_chair(person(request), round_.contest))
    return round_


class ProgressView(APIView):
    """How far the judging is, for those who oversee it."""

    @extend_schema(
        parameters=[OpenApiParameter("contest", str, required=True)], responses=ProgressSerializer
    )
    def get(self, request: Request) -> Response:
        readable = Contest.objects.filter(ContestPolicy.readable(person(request)))
        contest = get_object_or_404(readable, slug=request.query_params.get("contest", ""))
        require(JudgingPolicy.can_oversee(person(request), contest))
        body: dict[str, Any] = selectors.progress(contest)
        return Response(body)
