"""Paper sheets in the API: printed, typed in twice, compared, decided on."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from common.filters import IdFilter
from common.preconditions import etag, expected_revision
from judging import selectors, services
from judging.models import PaperSheet, Scoresheet
from judging.paper.document import sheets_of
from judging.paper.printing import printed
from judging.permissions import PaperPolicy
from judging.serializers.paper import (
    PaperComparisonSerializer,
    PaperDecisionSerializer,
    PaperDocument,
    PaperFormSerializer,
    PaperPrintSerializer,
    PaperSheetSerializer,
    TranscriptSerializer,
)
from judging.views.common import IF_MATCH, person, readable_round, require, valid


class RoundPaperView(APIView):
    """Blank sheets of a round, a panel, a judge, or one, as one PDF in the order of handing out.

    A sheet keeps its code however often it is printed.
    """

    @extend_schema(
        parameters=[PaperPrintSerializer],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        round_ = readable_round(request, pk)
        require(PaperPolicy.can_type(person(request), round_.contest))
        which = valid(PaperPrintSerializer(data=request.query_params))
        sheets = selectors.printable(round_, **which)
        papers = services.issue_papers(sheets=sheets)
        return HttpResponse(
            printed(sheets_of(round_, zip(papers, sheets, strict=True))),
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'inline; filename="{round_.contest.slug}-{round_.code}.pdf"',
                "Cache-Control": "private, no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )


class PaperFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="scoresheet__judge__contest__slug")
    round = IdFilter(field_name="scoresheet__attempt__round")
    judge = IdFilter(field_name="scoresheet__judge")
    state = filters.ChoiceFilter(choices=PaperSheet.State.choices)


class PaperSheetViewSet(ListModelMixin, GenericViewSet[PaperSheet]):
    """What was printed and how far it is typed in. Values leave only by `comparison`."""

    queryset = PaperSheet.objects.none()
    serializer_class = PaperSheetSerializer
    filterset_class = PaperFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[PaperSheet]:
        return selectors.papers(person(self.request))

    @extend_schema(
        parameters=[OpenApiParameter("code", str, required=True)],
        responses=PaperFormSerializer,
        filters=False,
    )
    @action(detail=False, pagination_class=None, filterset_class=None)
    def lookup(self, request: Request) -> Response:
        """The form to type in, by the code on the paper."""
        paper = selectors.paper_by_code(person(request), request.query_params.get("code", ""))
        context = self.get_serializer_context()
        return Response(PaperFormSerializer(paper, context=context).data)

    @extend_schema(request=TranscriptSerializer, responses=PaperSheetSerializer)
    @action(detail=True, methods=["post"])
    def transcripts(self, request: Request, pk: str) -> Response:
        """Type the sheet in; the answer tells how far it is, not what the other one read."""
        paper = self.get_object()
        require(PaperPolicy.can_type(person(request), paper.scoresheet.judge.contest))
        data = valid(TranscriptSerializer(data=request.data))
        services.transcribe(paper_id=paper.pk, typist=person(request), **data)
        return self._answer()

    @extend_schema(responses=PaperComparisonSerializer)
    @action(detail=True)
    def comparison(self, request: Request, pk: str) -> Response:
        """Both transcripts and where they differ, once both are in."""
        paper = self._decided(request)
        body = PaperComparisonSerializer(selectors.comparison(paper)).data
        return Response(body, headers={"ETag": etag(paper.revision)})

    @extend_schema(
        request=PaperDecisionSerializer, responses=PaperSheetSerializer, parameters=IF_MATCH
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        paper = self._decided(request)
        revision = expected_revision(request)
        data = valid(PaperDecisionSerializer(data=request.data))
        document = None
        if "values" in data:
            document = PaperDocument(
                data.get("kind", Scoresheet.Kind.SCORED.value),
                data["values"],
                data.get("comments", {}),
            )
        services.decide_paper(
            paper_id=paper.pk,
            actor=person(request),
            expected_revision=revision,
            verdict=data["verdict"],
            reason=data["reason"],
            document=document,
            sheet_revision=data.get("sheet_revision"),
        )
        return self._answer()

    def _decided(self, request: Request) -> PaperSheet:
        paper = self.get_object()
        require(PaperPolicy.can_decide(person(request), paper.scoresheet.judge.contest))
        return paper

    def _answer(self) -> Response:
        paper: Any = self.get_object()
        body = PaperSheetSerializer(paper, context=self.get_serializer_context()).data
        return Response(body, headers={"ETag": etag(paper.revision)})
