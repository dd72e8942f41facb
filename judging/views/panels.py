"""Seats, panels and conflicts in the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.confirming import require_password_again
from common import qr
from common.errors import Fault
from common.filters import IdFilter
from contests.permissions import ContestPolicy
from judging import selectors, services
from judging.errors import CardBeyondContest, EntryHidden
from judging.models import ConflictOfInterest, Judge, Panel, TakeBack
from judging.permissions import JudgingPolicy
from judging.serializers.allocation import LiftRequestSerializer
from judging.serializers.panels import (
    CardRequestSerializer,
    ConflictSerializer,
    ConflictWriteSerializer,
    JudgeCardSerializer,
    JudgeChangeSerializer,
    JudgeSerializer,
    JudgeWriteSerializer,
    PanelChangeSerializer,
    PanelSerializer,
    PanelWriteSerializer,
)
from judging.serializers.taking_back import (
    TakeBackRulingSerializer,
    TakeBackSerializer,
    TakeBackWriteSerializer,
)
from judging.views.common import person, reader, require, require_arranger, valid


class ContestFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="contest__slug")


class JudgeContestFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="judge__contest__slug")


class ConflictFilter(JudgeContestFilter):
    judge = IdFilter(field_name="judge")


class JudgeViewSet(ListModelMixin, GenericViewSet[Judge]):
    queryset = Judge.objects.none()
    serializer_class = JudgeSerializer
    filterset_class = ContestFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Judge]:
        return selectors.judges(person(self.request))

    @extend_schema(request=JudgeWriteSerializer, responses={201: JudgeSerializer})
    def create(self, request: Request) -> Response:
        data = valid(JudgeWriteSerializer(data=request.data))
        require_arranger(request, data["contest"])
        judge = services.create_judge(**data)
        return Response(self.get_serializer(judge).data, status.HTTP_201_CREATED)

    @extend_schema(request=JudgeChangeSerializer, responses=JudgeSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        judge = self.get_object()
        require_arranger(request, judge.contest)
        data = valid(JudgeChangeSerializer(data=request.data))
        return Response(self.get_serializer(services.update_judge(judge=judge, **data)).data)

    @extend_schema(request=CardRequestSerializer, responses={201: JudgeCardSerializer})
    @action(detail=True, methods=["post"], url_path="sign-in-card")
    def sign_in_card(self, request: Request, pk: str) -> Response:
        judge = self.get_object()
        require_arranger(request, judge.contest)
        if not JudgingPolicy.can_issue_card(person(request), judge):
            raise CardBeyondContest(person=judge.full_name)
        if judge.user == request.user:
            require_password_again(request)
        data = valid(CardRequestSerializer(data=request.data))
        card, secret = services.issue_judge_card(judge=judge, by=person(request), **data)
        # In the fragment, so that the secret reaches no server log.
        url = f"{settings.PUBLIC_URL}/sign-in#card={secret}"
        body = {
            "url": url,
            "secret": secret,
            "qr_svg": qr.image(url),
            "expires_at": card.expires_at,
        }
        return Response(JudgeCardSerializer(body).data, status.HTTP_201_CREATED)


class PanelViewSet(ListModelMixin, GenericViewSet[Panel]):
    queryset = Panel.objects.none()
    serializer_class = PanelSerializer
    filterset_class = ContestFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Panel]:
        return selectors.panels(person(self.request))

    @extend_schema(request=PanelWriteSerializer, responses={201: PanelSerializer})
    def create(self, request: Request) -> Response:
        data = valid(PanelWriteSerializer(data=request.data))
        require_arranger(request, data["contest"])
        panel = services.create_panel(**data)
        return Response(self.get_serializer(panel).data, status.HTTP_201_CREATED)

    @extend_schema(request=PanelChangeSerializer, responses=PanelSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        panel = self.get_object()
        require_arranger(request, panel.contest)
        data = valid(PanelChangeSerializer(data=request.data))
        return Response(self.get_serializer(services.update_panel(panel=panel, **data)).data)

    def destroy(self, request: Request, pk: str) -> Response:
        panel = self.get_object()
        require_arranger(request, panel.contest)
        services.delete_panel(panel=panel)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ConflictViewSet(ListModelMixin, GenericViewSet[ConflictOfInterest]):
    queryset = ConflictOfInterest.objects.none()
    serializer_class = ConflictSerializer
    filterset_class = ConflictFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[ConflictOfInterest]:
        return selectors.conflicts(person(self.request))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "reader": reader(self.request)}

    @extend_schema(request=ConflictWriteSerializer, responses={201: ConflictSerializer})
    def create(self, request: Request) -> Response:
        """A judge declares their own; those who arrange the judging record any and may pin it."""
        data = valid(ConflictWriteSerializer(data=request.data))
        judge: Judge = data["judge"]
        arranges = JudgingPolicy.can_arrange(person(request), judge.contest)
        require(arranges or judge.user_id == person(request).pk)
        if not arranges and judge.contest.blind:
            raise EntryHidden(errors=[Fault(EntryHidden.text, "/entry")])
        data["pinned"] = arranges and data.get("pinned", False)
        conflict = services.declare_conflict(**data)
        return Response(self.get_serializer(conflict).data, status.HTTP_201_CREATED)

    @extend_schema(request=TakeBackWriteSerializer, responses={201: TakeBackSerializer})
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """Its judge asks the head judge to end a declared conflict; until then it stands."""
        conflict = self.get_object()
        require(conflict.judge.user_id == person(request).pk)
        data = valid(TakeBackWriteSerializer(data=request.data))
        asked = services.take_back_conflict(conflict=conflict, **data)
        shown = selectors.take_backs(person(request)).get(pk=asked.pk)
        context = self.get_serializer_context()
        return Response(TakeBackSerializer(shown, context=context).data, status.HTTP_201_CREATED)

    @extend_schema(request=LiftRequestSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, pk: str) -> Response:
        """End a conflict on the word of who arranges the judging; a pinned one on the organiser's."""
        conflict = self.get_object()
        contest = conflict.judge.contest
        may = ContestPolicy.can_manage if conflict.pinned else JudgingPolicy.can_arrange
        require(may(person(request), contest))
        data = valid(LiftRequestSerializer(data=request.data))
        services.lift_conflict(conflict=conflict, actor=person(request), **data)
        return Response(status=status.HTTP_204_NO_CONTENT)


class TakeBackFilter(JudgeContestFilter):
    judge = IdFilter(field_name="judge")
    waiting = filters.BooleanFilter(field_name="ruling", lookup_expr="isnull")


class TakeBackViewSet(ListModelMixin, GenericViewSet[TakeBack]):
    """Conflicts that their judges ask to take back, and what became of that."""

    queryset = TakeBack.objects.none()
    serializer_class = TakeBackSerializer
    filterset_class = TakeBackFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[TakeBack]:
        return selectors.take_backs(person(self.request))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "reader": reader(self.request)}

    @extend_schema(request=TakeBackRulingSerializer, responses=TakeBackSerializer)
    @action(detail=True, methods=["post"])
    def rule(self, request: Request, pk: str) -> Response:
        """Agree, and the conflict is gone; or let it stand, with a reason. Not one's own."""
        asked = self.get_object()
        require_arranger(request, asked.judge.contest)
        data = valid(TakeBackRulingSerializer(data=request.data))
        services.rule_take_back(take_back=asked, actor=person(request), **data)
        return Response(self.get_serializer(self.get_object()).data)
