"""Entries and their states."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from common.preconditions import (
    RevisionStale,
    etag,
    expected_revision,
    idempotency_key_if_any,
    request_digest,
)
from contests.permissions import ContestPolicy
from contests.views.access import require, signed_in
from submissions import selectors, services
from submissions.filters import EntryFilter
from submissions.models import Entry
from submissions.permissions import EntryPolicy
from submissions.serializers import (
    EntryCreateSerializer,
    EntryRowSerializer,
    EntrySerializer,
    EntryUpdateSerializer,
    OptionalReasonSerializer,
    ReasonSerializer,
)

IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description='The revision that the change is based on, in quotes: "3".',
)

KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Sent again by the same person, the entry is made once.",
)


@extend_schema_view(
    list=extend_schema(responses=EntryRowSerializer(many=True)),
    retrieve=extend_schema(responses=EntrySerializer),
)
class EntryViewSet(mixins.ListModelMixin, GenericViewSet[Entry]):
    """Entries of the person, and of the contests that they run."""

    permission_classes = [IsAuthenticated]
    serializer_class = EntrySerializer
    filterset_class = EntryFilter
    queryset = Entry.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Entry]:
        if self.action == "list":
            return selectors.entries(self.request.user).exclude(state=Entry.State.SAMPLE)
        return selectors.entries_with_people(self.request.user)

    def get_serializer_class(self) -> type[EntryRowSerializer]:
        return EntryRowSerializer if self.action == "list" else EntrySerializer

    def handle_exception(self, exc: Exception) -> Response:
        """A stale write is told what the entry is now, so that the client can merge."""
        if isinstance(exc, RevisionStale):
            exc.extra["current"] = self.get_serializer(self.get_object()).data
        return super().handle_exception(exc)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._answer(self.get_object())

    @extend_schema(
        request=EntryCreateSerializer, responses={201: EntrySerializer}, parameters=[KEY]
    )
    def create(self, request: Request) -> Response:
        body = EntryCreateSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        fields: dict[str, Any] = dict(body.validated_data)
        if not ContestPolicy.can_manage(request.user, fields["contest"]):
            fields.setdefault("role", "participant")
        if operation := idempotency_key_if_any(request):
            digest = request_digest(request.data)
            entry = services.create_entry_once(
                operation=operation, request_sha256=digest, by=signed_in(request), **fields
            )
        else:
            entry = services.create_entry(by=signed_in(request), **fields)
        return self._answer(self.get_queryset().get(pk=entry.pk), status.HTTP_201_CREATED)

    @extend_schema(request=EntryUpdateSerializer, responses=EntrySerializer, parameters=[IF_MATCH])
    def partial_update(self, request: Request, pk: str) -> Response:
        entry = self.get_object()
        require(request, EntryPolicy.can_change(request.user, entry))
        revision = expected_revision(request)
        context = {**self.get_serializer_context(), "contest": entry.contest}
        body = EntryUpdateSerializer(data=request.data, context=context)
        body.is_valid(raise_exception=True)
        services.update_entry(
            entry=entry, revision=revision, by=signed_in(request), **body.validated_data
        )
        return self._answer(self.get_object())

    @extend_schema(request=None, responses=EntrySerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        entry = self.get_object()
        require(request, EntryPolicy.can_change(request.user, entry))
        services.submit_entry(
            entry=entry, revision=expected_revision(request), by=signed_in(request)
        )
        return self._answer(self.get_object())

    @extend_schema(request=ReasonSerializer, responses=EntrySerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        entry = self.get_object()
        require(request, EntryPolicy.can_change(request.user, entry))
        services.withdraw_entry(
            entry=entry,
            revision=expected_revision(request),
            by=signed_in(request),
            reason=self._reason(ReasonSerializer),
        )
        return self._answer(self.get_object())

    @extend_schema(request=ReasonSerializer, responses=EntrySerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def disqualify(self, request: Request, pk: str) -> Response:
        entry = self.get_object()
        require(request, EntryPolicy.can_organise(request.user, entry))
        services.disqualify_entry(
            entry=entry,
            revision=expected_revision(request),
            reason=self._reason(ReasonSerializer),
        )
        return self._answer(self.get_object())

    @extend_schema(request=ReasonSerializer, responses=EntrySerializer, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    def unrank(self, request: Request, pk: str) -> Response:
        entry = self.get_object()
        require(request, EntryPolicy.can_organise(request.user, entry))
        services.unrank_entry(
            entry=entry,
            revision=expected_revision(request),
            reason=self._reason(ReasonSerializer),
        )
        return self._answer(self.get_object())

    @extend_schema(
        request=OptionalReasonSerializer, responses=EntrySerializer, parameters=[IF_MATCH]
    )
    @action(detail=True, methods=["post"])
    def reinstate(self, request: Request, pk: str) -> Response:
        entry = self.get_object()
        require(request, EntryPolicy.can_organise(request.user, entry))
        services.reinstate_entry(
            entry=entry,
            revision=expected_revision(request),
            reason=self._reason(OptionalReasonSerializer),
        )
        return self._answer(self.get_object())

    def _reason(self, shape: type[ReasonSerializer] | type[OptionalReasonSerializer]) -> str:
        body = shape(data=self.request.data)
        body.is_valid(raise_exception=True)
        return str(body.validated_data.get("reason", ""))

    def _answer(self, entry: Entry, code: int = status.HTTP_200_OK) -> Response:
        return Response(
            self.get_serializer(entry).data, status=code, headers={"ETag": etag(entry.revision)}
        )
