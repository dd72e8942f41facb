"""The explanation in the API: as JSON, and as a page to print."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.language import current_language
from leaderboards.explanation.document import explain
from leaderboards.explanation.page import pdf
from leaderboards.explanation.serializers import (
    ExplanationFileQuerySerializer,
    ExplanationQuerySerializer,
    ExplanationSerializer,
)
from leaderboards.views.common import readable_contest, require, valid


def _explained(request: Request, slug: str, code: str, query: dict[str, Any]) -> dict[str, Any]:
    """Raises 404 where there is nothing that the asker may see."""
    contest = readable_contest(request, slug)
    entries = contest.entries.select_related("contest", "division", "team", "organization")
    entry = get_object_or_404(entries, code=code)
    found = explain(entry, request.user, view=query.get("view"), round_code=query.get("round"))
    if found is None:
        raise Http404
    return found


class ExplanationView(APIView):
    """From items to the rank of one entry, as far as the asker may see it."""

    permission_classes = [AllowAny]

    @extend_schema(parameters=[ExplanationQuerySerializer], responses=ExplanationSerializer)
    def get(self, request: Request, slug: str, code: str) -> Response:
        query = valid(ExplanationQuerySerializer(data=request.query_params))
        return Response(_explained(request, slug, code, query))


class ExplanationFileView(APIView):
    """The same to print, for the entry's people and those who run the contest."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        parameters=[ExplanationFileQuerySerializer], responses={(200, "application/pdf"): bytes}
    )
    def get(self, request: Request, slug: str, code: str) -> HttpResponse:
        query = valid(ExplanationFileQuerySerializer(data=request.query_params))
        found = _explained(request, slug, code, query)
        require(found["audience"] != "public")
        language = query.get("language") or current_language()
        return HttpResponse(
            pdf(found, language),
            content_type="application/pdf",
            headers={
                "Content-Disposition": content_disposition_header(
                    True, f"{slug}-{code}-{language}.pdf"
                ),
                "Cache-Control": "private, no-store",
            },
        )
