"""Who may be named in public: seen by the entry's people and the organisers, recorded by the latter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from contests.models import Contest
from contests.permissions import ContestPolicy, holds
from contests.views.access import require, signed_in
from submissions import consents, selectors, services
from submissions.consent_serializers import (
    PaperSerializer,
    ParticipantConsentSerializer,
    RecordedConsentsSerializer,
    ShownNamesSerializer,
    WithdrawalSerializer,
)
from submissions.filters import ConsentFilter
from submissions.models import Participant


class NameConsentViewSet(GenericViewSet[Participant]):
    """The participants whom the person may read, and where each one's consent stands."""

    permission_classes = [IsAuthenticated]
    serializer_class = ParticipantConsentSerializer
    filterset_class = ConsentFilter
    queryset = Participant.objects.none()

    def get_queryset(self) -> QuerySet[Participant]:
        return selectors.participants(self.request.user)

    @extend_schema(responses=ParticipantConsentSerializer(many=True))
    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self._rows(page))

    @extend_schema(request=PaperSerializer, responses={201: RecordedConsentsSerializer})
    def create(self, request: Request) -> Response:
        body = PaperSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return self._recorded(services.record_name_consents, **body.validated_data)

    @extend_schema(request=WithdrawalSerializer, responses={201: RecordedConsentsSerializer})
    @action(detail=False, methods=["post"])
    def withdraw(self, request: Request) -> Response:
        body = WithdrawalSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return self._recorded(services.withdraw_name_consents, **body.validated_data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="withdraw-own")
    def withdraw_own(self, request: Request) -> Response:
        """The asker is named nowhere any more, whoever recorded the consent."""
        services.withdraw_own_name(user=signed_in(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        responses=ShownNamesSerializer,
        filters=False,
        parameters=[OpenApiParameter("contest", str, required=True)],
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def summary(self, request: Request) -> Response:
        """How many people the public would see named if the contest were published now."""
        readable = Contest.objects.filter(ContestPolicy.readable(request.user))
        contest = get_object_or_404(readable, slug=request.query_params.get("contest", ""))
        require(request, holds(request.user, contest, "manage", "chair", "observe", "publish"))
        return Response(ShownNamesSerializer(selectors.shown_names(contest)).data)

    def _recorded(self, record: Any, *, contest: Contest, **data: Any) -> Response:
        require(self.request, ContestPolicy.can_manage(self.request.user, contest))
        made = record(contest=contest, actor=signed_in(self.request), **data)
        rows = self.get_queryset().filter(pk__in=[row.participant_id for row in made])
        return Response({"results": self._rows(list(rows))}, status=status.HTTP_201_CREATED)

    def _rows(self, rows: Sequence[Participant]) -> Any:
        context = {
            "standings": consents.standings(rows),
            "user": self.request.user,
            "contests": selectors.overseen(self.request.user, rows),
        }
        return ParticipantConsentSerializer(rows, many=True, context=context).data
