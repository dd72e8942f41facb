"""Contests, their policy in force, their grants; presets, organizations and campaigns."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from contests import selectors, services
from contests.filters import CampaignFilter, ContestFilter, OrganizationFilter
from contests.models import Campaign, Contest, Organization
from contests.permissions import ContestPolicy, speaks_for
from contests.presets import presets
from contests.serializers import (
    CampaignSerializer,
    ContestCreateSerializer,
    ContestRowSerializer,
    ContestSerializer,
    ContestUpdateSerializer,
    GrantChangeSerializer,
    GrantSerializer,
    OrganizationSerializer,
    PresetSerializer,
    ScoringPolicySerializer,
)
from contests.views.access import require, signed_in


class OrganizationViewSet(mixins.ListModelMixin, GenericViewSet[Organization]):
    """Schools, wards, cities."""

    permission_classes = [AllowAny]
    serializer_class = OrganizationSerializer
    filterset_class = OrganizationFilter
    queryset = selectors.organizations()


class CampaignViewSet(mixins.ListModelMixin, GenericViewSet[Campaign]):
    """Weeks and seasons that contests belong to."""

    permission_classes = [AllowAny]
    serializer_class = CampaignSerializer
    filterset_class = CampaignFilter
    queryset = selectors.campaigns()


class PresetsView(APIView):
    """Ready-made contests to start from."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="presets_list", responses=PresetSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(PresetSerializer(presets(), many=True).data)


@extend_schema_view(list=extend_schema(responses=ContestRowSerializer(many=True)))
class ContestViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Contest]):
    """Contests; drafts are seen by those who run them."""

    permission_classes = [AllowAny]
    serializer_class = ContestSerializer
    filterset_class = ContestFilter
    queryset = Contest.objects.none()
    lookup_field = "slug"
    lookup_value_regex = "[-a-z0-9_]+"

    def get_queryset(self) -> QuerySet[Contest]:
        if self.action == "list":
            return selectors.contests(self.request.user)
        return selectors.contest_with_structure(self.request.user)

    def get_serializer_class(self) -> type[ContestRowSerializer]:
        return ContestRowSerializer if self.action == "list" else ContestSerializer

    @extend_schema(request=ContestCreateSerializer, responses={201: ContestSerializer})
    def create(self, request: Request) -> Response:
        require(request, ContestPolicy.can_create(request.user))
        body = ContestCreateSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        fields: dict[str, Any] = dict(body.validated_data)
        if not speaks_for(request.user, fields["organization"], "create_contests"):
            raise services.may_not_create_for(fields["organization"])
        contest = services.create_contest(
            preset_kind=fields.pop("preset"), by=signed_in(request), **fields
        )
        return self._answer(contest.slug, status.HTTP_201_CREATED)

    @extend_schema(request=ContestUpdateSerializer, responses=ContestSerializer)
    def partial_update(self, request: Request, slug: str) -> Response:
        contest = self.get_object()
        require(request, ContestPolicy.can_manage(request.user, contest))
        body = ContestUpdateSerializer(contest, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        services.update_contest(contest=contest, by=signed_in(request), **body.validated_data)
        return self._answer(contest.slug)

    @extend_schema(responses=ScoringPolicySerializer)
    @action(detail=True, methods=["get"])
    def policy(self, request: Request, slug: str) -> Response:
        """The policy in force."""
        policy = selectors.current_policy(self.get_object())
        if policy is None:
            raise NotFound
        return Response(ScoringPolicySerializer(policy).data)

    @extend_schema(
        responses=GrantSerializer(many=True), operation_id="contests_grants_list", filters=False
    )
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def grants(self, request: Request, slug: str) -> Response:
        """Who may do what in the contest."""
        contest = self.get_object()
        require(request, ContestPolicy.can_manage(request.user, contest))
        return Response(GrantSerializer(selectors.grant_rows(contest), many=True).data)

    @extend_schema(request=GrantChangeSerializer, responses={201: GrantSerializer(many=True)})
    @grants.mapping.post
    def give_grant(self, request: Request, slug: str) -> Response:
        contest, user, name = self._grant_change(request)
        services.grant(contest=contest, name=name, to=user)
        rows = GrantSerializer(selectors.grant_rows(contest), many=True).data
        return Response(rows, status=status.HTTP_201_CREATED)

    @extend_schema(request=GrantChangeSerializer, responses={204: None})
    @grants.mapping.delete
    def take_grant(self, request: Request, slug: str) -> Response:
        contest, user, name = self._grant_change(request)
        services.revoke_grant(contest=contest, name=name, of=user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _grant_change(self, request: Request) -> tuple[Contest, User, str]:
        contest = self.get_object()
        require(request, ContestPolicy.can_manage(request.user, contest))
        body = GrantChangeSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        user = selectors.person(body.validated_data["username"])
        return contest, user, body.validated_data["grant"]

    def _answer(self, slug: str, code: int = status.HTTP_200_OK) -> Response:
        contest = selectors.contest_with_structure(self.request.user).get(slug=slug)
        return Response(self.get_serializer(contest).data, status=code)
