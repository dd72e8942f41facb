"""Forms, their versions, policies, and the JSON schemas of both."""

from __future__ import annotations

import json
from pathlib import Path

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from contests import selectors, services
from contests.filters import FormFilter, PolicyFilter
from contests.models import FormVersion, ScoringForm, ScoringPolicy
from contests.permissions import ContestPolicy
from contests.serializers import (
    DefinitionSerializer,
    FormCheckSerializer,
    FormVersionCreateSerializer,
    FormVersionSerializer,
    ScoringFormCreateSerializer,
    ScoringFormSerializer,
    ScoringPolicyCreateSerializer,
    ScoringPolicySerializer,
)
from contests.views.access import require, signed_in

_SCHEMAS = Path(__file__).parent.parent / "schemas"


class FormViewSet(mixins.ListModelMixin, GenericViewSet[ScoringForm]):
    """The forms of one contest with their versions."""

    permission_classes = [AllowAny]
    serializer_class = ScoringFormSerializer
    filterset_class = FormFilter
    pagination_class = None
    queryset = ScoringForm.objects.none()

    def get_queryset(self) -> QuerySet[ScoringForm]:
        return selectors.forms(self.request.user)

    @extend_schema(request=ScoringFormCreateSerializer, responses={201: ScoringFormSerializer})
    def create(self, request: Request) -> Response:
        body = ScoringFormCreateSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        contest = body.validated_data["contest"]
        require(request, ContestPolicy.can_manage(request.user, contest))
        form = services.create_form(**body.validated_data)
        return Response(ScoringFormSerializer(form).data, status=status.HTTP_201_CREATED)


class FormVersionViewSet(mixins.RetrieveModelMixin, GenericViewSet[FormVersion]):
    """Versions of forms; they are added, never changed."""

    permission_classes = [AllowAny]
    serializer_class = FormVersionSerializer
    queryset = FormVersion.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[FormVersion]:
        return selectors.form_versions(self.request.user)

    def get_object(self) -> FormVersion:
        version = super().get_object()
        require(self.request, ContestPolicy.can_read_form(self.request.user, version))
        return version

    @extend_schema(request=FormVersionCreateSerializer, responses={201: FormVersionSerializer})
    def create(self, request: Request) -> Response:
        body = FormVersionCreateSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        form = body.validated_data["form"]
        require(request, ContestPolicy.can_manage(request.user, form.contest))
        version = services.create_form_version(**body.validated_data, by=signed_in(request))
        return Response(FormVersionSerializer(version).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=DefinitionSerializer, responses=FormCheckSerializer)
    @action(detail=False, methods=["post"], permission_classes=[IsAuthenticated])
    def check(self, request: Request) -> Response:
        """Whether a definition can be used; nothing is stored."""
        body = DefinitionSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        result = services.check_definition(definition=body.validated_data["definition"])
        return Response(FormCheckSerializer(result).data)


class PolicyViewSet(mixins.ListModelMixin, GenericViewSet[ScoringPolicy]):
    """The policies of one contest, the one in force first."""

    permission_classes = [AllowAny]
    serializer_class = ScoringPolicySerializer
    filterset_class = PolicyFilter
    pagination_class = None
    queryset = ScoringPolicy.objects.none()

    def get_queryset(self) -> QuerySet[ScoringPolicy]:
        return selectors.policies(self.request.user)

    @extend_schema(request=ScoringPolicyCreateSerializer, responses={201: ScoringPolicySerializer})
    def create(self, request: Request) -> Response:
        body = ScoringPolicyCreateSerializer(
            data=request.data, context=self.get_serializer_context()
        )
        body.is_valid(raise_exception=True)
        contest = body.validated_data["contest"]
        require(request, ContestPolicy.can_manage(request.user, contest))
        policy = services.create_policy(**body.validated_data, by=signed_in(request))
        return Response(ScoringPolicySerializer(policy).data, status=status.HTTP_201_CREATED)


class SchemaView(APIView):
    """The JSON Schema of form or policy definitions."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="definition_schema", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, name: str) -> Response:
        return Response(json.loads((_SCHEMAS / f"{name}.json").read_text()))
