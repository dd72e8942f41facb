"""Assignments by hand and by plan, judges who leave and come back, lists of conflicts."""

from __future__ import annotations

from typing import Any

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

from common.filters import IdFilter
from contests.models import Round
from judging import selectors, services
from judging.errors import OtherContest
from judging.models import Judge, JudgeAssignment
from judging.selectors.situation import Options
from judging.serializers.allocation import (
    ConflictListSerializer,
    ConflictsRecordedSerializer,
    DetectedSerializer,
    FillSerializer,
    PlanSerializer,
    PlanSummarySerializer,
    ReinstateRequestSerializer,
    ReleaseRequestSerializer,
    ReleaseSerializer,
    summary,
    whole,
)
from judging.serializers.moderation import DetectSerializer
from judging.serializers.panels import (
    AssignmentSerializer,
    AssignmentWriteSerializer,
    JudgeSerializer,
)
from judging.views.common import person, require_arranger, valid
from judging.views.panels import JudgeContestFilter


class AssignmentFilter(JudgeContestFilter):
    round = IdFilter(field_name="round")
    judge = IdFilter(field_name="judge")
    entry = IdFilter(field_name="entry")


class AssignmentViewSet(ListModelMixin, GenericViewSet[JudgeAssignment]):
    queryset = JudgeAssignment.objects.none()
    serializer_class = AssignmentSerializer
    filterset_class = AssignmentFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[JudgeAssignment]:
        return selectors.assignments(person(self.request))

    @extend_schema(request=AssignmentWriteSerializer, responses={201: AssignmentSerializer})
    def create(self, request: Request) -> Response:
        data = valid(AssignmentWriteSerializer(data=request.data))
        require_arranger(request, data["round"].contest)
        assignment = services.assign(
            judge=data["judge"],
            entry=data["entry"],
            round_=data["round"],
            order=data.get("order"),
        )
        return Response(self.get_serializer(assignment).data, status.HTTP_201_CREATED)

    def destroy(self, request: Request, pk: str) -> Response:
        assignment = self.get_object()
        require_arranger(request, assignment.judge.contest)
        services.unassign(assignment=assignment)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=FillSerializer, responses=PlanSerializer)
    @action(detail=False, methods=["post"])
    def plan(self, request: Request) -> Response:
        """What filling the round with these options would do; writes nothing."""
        round_, options = self._asked(request)
        planned = services.plan_assignments(round_=round_, options=options)
        return Response(PlanSerializer(whole(planned)).data)

    @extend_schema(request=FillSerializer, responses=PlanSummarySerializer)
    @action(detail=False, methods=["post"])
    def fill(self, request: Request) -> Response:
        """Does what the plan with the same options says."""
        round_, options = self._asked(request)
        filling = services.fill_assignments(round_=round_, options=options)
        return Response(PlanSummarySerializer(summary(filling.planned)).data)

    def _asked(self, request: Request) -> tuple[Round, Options]:
        data = valid(FillSerializer(data=request.data))
        contest, round_ = data.pop("contest"), data.pop("round")
        require_arranger(request, contest)
        if round_.contest != contest:
            raise OtherContest
        if "crossing" in data:
            data["crossing"] = float(data["crossing"])
        return round_, Options(**data)


class JudgeReleaseView(APIView):
    """A judge leaves on the day: what that changes, and doing it."""

    @extend_schema(responses=ReleaseSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Who would take over what; writes nothing."""
        judge = _seat(request, pk)
        return Response(ReleaseSerializer(services.plan_release(judge=judge)).data)

    @extend_schema(request=ReleaseRequestSerializer, responses=ReleaseSerializer)
    def post(self, request: Request, pk: int) -> Response:
        judge = _seat(request, pk)
        data = valid(ReleaseRequestSerializer(data=request.data))
        release = services.release_judge(judge=judge, actor=person(request), **data)
        return Response(ReleaseSerializer(release).data)


class JudgeReinstateView(APIView):
    """A judge who left comes back; what others took over stays with them."""

    @extend_schema(request=ReinstateRequestSerializer, responses=JudgeSerializer)
    def post(self, request: Request, pk: int) -> Response:
        judge = _seat(request, pk)
        data = valid(ReinstateRequestSerializer(data=request.data))
        judge = services.reinstate_judge(judge=judge, actor=person(request), **data)
        return Response(JudgeSerializer(judge).data)


def _seat(request: Request, pk: int) -> Judge:
    judge: Judge = get_object_or_404(selectors.judges(person(request)), pk=pk)
    require_arranger(request, judge.contest)
    return judge


class ConflictDetectionView(APIView):
    """Records which judges come from the school of an entry or stand behind it."""

    @extend_schema(request=DetectSerializer, responses=DetectedSerializer)
    def post(self, request: Request) -> Response:
        data = valid(DetectSerializer(data=request.data))
        require_arranger(request, data["contest"])
        return Response(DetectedSerializer(services.detect_conflicts(**data)).data)


class ConflictImportView(APIView):
    """Records a list of conflicts, all rows or none."""

    @extend_schema(request=ConflictListSerializer, responses=ConflictsRecordedSerializer)
    def post(self, request: Request) -> Response:
        data: dict[str, Any] = valid(ConflictListSerializer(data=request.data))
        require_arranger(request, data["contest"])
        return Response(ConflictsRecordedSerializer(services.import_conflicts(**data)).data)
