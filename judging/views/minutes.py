"""Minutes in the API: the list and the PDF for overseers, the check of a code for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.audit.services import record_export
from common.filters import IdFilter
from contests.services import made_for_contest
from judging import selectors, services
from judging.models import Minutes
from judging.serializers.minutes import MinutesSerializer, VerifiedMinutesSerializer
from judging.views.common import person, require_arranger


class MinutesFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="round__contest__slug")
    round = IdFilter(field_name="round")


class MinutesViewSet(GenericViewSet[Minutes]):
    queryset = Minutes.objects.none()
    serializer_class = MinutesSerializer
    filterset_class = MinutesFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Minutes]:
        return selectors.minutes(person(self.request))

    @extend_schema(responses=MinutesSerializer(many=True))
    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self._told(rows))

    @extend_schema(request=None, responses=MinutesSerializer)
    @action(detail=True, methods=["post"])
    def reprint(self, request: Request, pk: str) -> Response:
        """Make the PDF again after its job failed."""
        minutes = self.get_object()
        require_arranger(request, minutes.round.contest)
        services.reprint_minutes(minutes=minutes)
        return Response(self._told([minutes])[0])

    def _told(self, rows: Sequence[Minutes]) -> Any:
        printing = selectors.printing([row.pk for row in rows])
        context = {**self.get_serializer_context(), "printing": printing}
        return MinutesSerializer(rows, many=True, context=context).data

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True)
    def file(self, request: Request, pk: str) -> FileResponse:
        minutes = self.get_object()
        record_export("minutes", "pdf", about=made_for_contest(minutes.round.contest_id))
        return FileResponse(
            services.open_minutes(minutes=minutes),
            as_attachment=True,
            filename=f"{minutes.round.contest.slug}-{minutes.round.code}-{minutes.number}.pdf",
            content_type="application/pdf",
            headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
        )


class MinutesVerificationView(APIView):
    """What the code on a paper stands for; open to everybody."""

    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "verify"

    @extend_schema(responses=VerifiedMinutesSerializer)
    def get(self, request: Request, code: str) -> Response:
        minutes, holds = selectors.verified(code)
        return Response(VerifiedMinutesSerializer(minutes, context={"holds": holds}).data)
