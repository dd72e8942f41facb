"""Invitations into entries and requests to change an entry's people."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from contests.permissions import granted
from contests.views.access import require, signed_in
from submissions import selectors, services
from submissions.filters import InvitationFilter, PeopleRequestFilter
from submissions.models import Invitation, PeopleRequest
from submissions.permissions import EntryPolicy
from submissions.serializers_people import (
    AnswerSerializer,
    DecisionSerializer,
    InvitationSerializer,
    MyInvitationSerializer,
    PeopleRequestCreateSerializer,
    PeopleRequestSerializer,
)


class InvitationViewSet(mixins.ListModelMixin, GenericViewSet[Invitation]):
    """Invitations of entries, for their people and organisers; they are made with the entry."""

    permission_classes = [IsAuthenticated]
    serializer_class = InvitationSerializer
    filterset_class = InvitationFilter
    queryset = Invitation.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Invitation]:
        return selectors.invitations(self.request.user)

    @extend_schema(request=None, responses=InvitationSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        invitation = self.get_object()
        require(request, EntryPolicy.can_change(request.user, invitation.entry))
        services.withdraw_invitation(invitation=invitation)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=DecisionSerializer, responses=InvitationSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """The organiser's last word on an invitation that was accepted."""
        invitation = self.get_object()
        require(request, EntryPolicy.can_organise(request.user, invitation.entry))
        body = DecisionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.decide_invitation(
            invitation=invitation, by=signed_in(request), **body.validated_data
        )
        return Response(self.get_serializer(self.get_object()).data)


class MyInvitationViewSet(mixins.ListModelMixin, GenericViewSet[Invitation]):
    """The invitations that wait for who asks."""

    permission_classes = [IsAuthenticated]
    serializer_class = MyInvitationSerializer
    pagination_class = None
    queryset = Invitation.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Invitation]:
        return selectors.my_invitations(self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        judged = granted(self.request.user, "judge", "chair", "observe")
        return {
            **super().get_serializer_context(),
            "judged": frozenset(judged.values_list("pk", flat=True)),
        }

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Say yes; where judging could be touched, the organiser has the last word."""
        services.accept_invitation(invitation=self.get_object(), by=signed_in(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Say no; the same name is not asked again for this entry."""
        services.decline_invitation(invitation=self.get_object(), by=signed_in(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PeopleRequestViewSet(mixins.ListModelMixin, GenericViewSet[PeopleRequest]):
    """What entries' people ask the organiser to change, and the answers."""

    permission_classes = [IsAuthenticated]
    serializer_class = PeopleRequestSerializer
    filterset_class = PeopleRequestFilter
    queryset = PeopleRequest.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[PeopleRequest]:
        return selectors.people_requests(self.request.user)

    @extend_schema(request=PeopleRequestCreateSerializer, responses={201: PeopleRequestSerializer})
    def create(self, request: Request) -> Response:
        body = PeopleRequestCreateSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        fields: dict[str, Any] = dict(body.validated_data)
        entry = get_object_or_404(selectors.entries(request.user), pk=fields.pop("entry"))
        require(request, EntryPolicy.can_change(request.user, entry))
        made = services.request_people(entry=entry, by=signed_in(request), **fields)
        return self._answer(made.pk, status.HTTP_201_CREATED)

    @extend_schema(request=AnswerSerializer, responses=PeopleRequestSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Make the changes; accounts that are new to the entry are invited."""
        asked = self._of_mine_to_run(request)
        services.accept_request(request=asked, by=signed_in(request), **self._said())
        return self._answer(asked.pk)

    @extend_schema(request=AnswerSerializer, responses=PeopleRequestSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        asked = self._of_mine_to_run(request)
        said = {"answer": "", **self._said()}
        services.decline_request(request=asked, by=signed_in(request), **said)
        return self._answer(asked.pk)

    @extend_schema(request=None, responses=PeopleRequestSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        asked = self.get_object()
        require(request, EntryPolicy.is_own(request.user, asked.entry))
        services.withdraw_request(request=asked, by=signed_in(request))
        return self._answer(asked.pk)

    def _of_mine_to_run(self, request: Request) -> PeopleRequest:
        asked = self.get_object()
        require(request, EntryPolicy.can_organise(request.user, asked.entry))
        return asked

    def _said(self) -> dict[str, str]:
        body = AnswerSerializer(data=self.request.data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _answer(self, pk: int, code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=pk)).data, code)
