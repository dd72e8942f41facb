"""Feedback in the API: the head judge checks and releases, the entry's people read."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.pagination import CursorPagination
from judging import selectors, services
from judging.permissions import FeedbackPolicy, ScoresheetPolicy
from judging.serializers.feedback import (
    EntryFeedbackSerializer,
    FeedbackDivisionSerializer,
    FeedbackHoldSerializer,
    FeedbackReleaseSerializer,
    FeedbackRulingSerializer,
    RoundFeedbackPageSerializer,
    RoundFeedbackQuerySerializer,
    RoundFeedbackSerializer,
)
from judging.views.common import person, readable_round, require, valid
from submissions.models import Entry
from submissions.permissions import EntryPolicy


class RoundFeedbackView(APIView):
    """All comments of a round by entry, for those who oversee it; pages of entries."""

    @extend_schema(
        operation_id="round_feedback_list",
        parameters=[
            RoundFeedbackQuerySerializer,
            OpenApiParameter("cursor", str),
            OpenApiParameter("page_size", int),
        ],
        responses=RoundFeedbackPageSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        round_ = readable_round(request, pk)
        require(FeedbackPolicy.can_read_all(person(request), round_.contest))
        query = valid(RoundFeedbackQuerySerializer(data=request.query_params))
        pages = _ByCode()
        entries = pages.paginate_queryset(
            selectors.commented_entries(round_, query.get("division")), request, self
        )
        rows = selectors.round_feedback(round_, list(entries or []))
        return pages.get_paginated_response(RoundFeedbackSerializer(rows, many=True).data)


class _ByCode(CursorPagination):
    ordering = "code"


class FeedbackReleaseView(APIView):
    """Where a round's comments are released; release them, take them back."""

    @extend_schema(responses=FeedbackDivisionSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        round_ = readable_round(request, pk)
        require(FeedbackPolicy.can_read_all(person(request), round_.contest))
        return self._answer(round_)

    @extend_schema(
        request=FeedbackReleaseSerializer, responses=FeedbackDivisionSerializer(many=True)
    )
    def post(self, request: Request, pk: int) -> Response:
        round_ = readable_round(request, pk)
        require(FeedbackPolicy.can_release(person(request), round_.contest))
        data = valid(FeedbackReleaseSerializer(data=request.data))
        verb = services.release_feedback if data["released"] else services.withdraw_feedback
        verb(
            round_=round_,
            divisions=data["divisions"],
            actor=person(request),
            reason=data["reason"],
        )
        return self._answer(round_)

    def _answer(self, round_: Any) -> Response:
        rows = selectors.releases(round_)
        return Response(FeedbackDivisionSerializer(rows, many=True).data)


class SheetFeedbackView(APIView):
    """Hold one comment of a sheet back, or let it through."""

    @extend_schema(request=FeedbackHoldSerializer, responses=FeedbackRulingSerializer)
    def post(self, request: Request, pk: int) -> Response:
        sheet = get_object_or_404(selectors.scoresheets(person(request)), pk=pk)
        require(ScoresheetPolicy.can_chair(person(request), sheet))
        data = valid(FeedbackHoldSerializer(data=request.data))
        ruling = services.rule_comment(sheet=sheet, actor=person(request), **data)
        return Response(FeedbackRulingSerializer(ruling).data)


class EntryFeedbackView(APIView):
    """What judges wrote, for the entry's people and those who oversee the contest, once released."""

    @extend_schema(responses=EntryFeedbackSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        entry = get_object_or_404(
            Entry.objects.filter(EntryPolicy.readable(person(request))), pk=pk
        )
        return Response(EntryFeedbackSerializer(selectors.released_to(entry), many=True).data)
