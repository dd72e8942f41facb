"""The history in the API: a list and files of it, each as far as the asker may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.audit.services import record_export
from accounts.models import AuditEvent
from contests.audit import exporting, selectors
from contests.audit.serializers import AuditEventSerializer, AuditQuerySerializer
from contests.errors import HistoryTooLong
from contests.permissions import AuditPolicy

AT_ONCE: Final = 20_000


class AuditViewSet(GenericViewSet[AuditEvent]):
    """What happened to rights, ways in, results and data: who, when, to whom; newest first."""

    serializer_class = AuditEventSerializer
    queryset = AuditEvent.objects.none()

    @extend_schema(parameters=[AuditQuerySerializer], responses=AuditEventSerializer(many=True))
    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self._asked(request)) or []
        return self.get_paginated_response(self._shown(rows))

    @extend_schema(
        parameters=[AuditQuerySerializer],
        responses={(200, media_type): bytes for media_type in exporting.MEDIA_TYPES.values()},
    )
    def file(self, request: Request, form: str) -> HttpResponse:
        """The same as a file, at most 20,000 events."""
        rows = list(self._asked(request)[: AT_ONCE + 1])
        if len(rows) > AT_ONCE:
            raise HistoryTooLong(most=AT_ONCE)
        content = exporting.file_of(self._shown(rows), form)
        roots = {row.root for row in rows}
        record_export("history", form, about=roots.pop() if len(roots) == 1 else "")
        return HttpResponse(
            content,
            content_type=exporting.MEDIA_TYPES[form],
            headers={"Content-Disposition": f'attachment; filename="history.{form}"'},
        )

    def _asked(self, request: Request) -> QuerySet[AuditEvent]:
        query = AuditQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        return selectors.events(request.user, query.validated_data)

    def _shown(self, rows: Sequence[AuditEvent]) -> Any:
        context = {
            "places": selectors.places(rows),
            "reads_all": AuditPolicy.reads_all(self.request.user),
        }
        return AuditEventSerializer(rows, many=True, context=context).data
