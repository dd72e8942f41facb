"""Turns put off, the others' scores, and one-time sign-in links of judges in the API."""

from __future__ import annotations

from django.conf import settings
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.confirming import require_password_again
from accounts.models import ApiToken
from common.preconditions import idempotency_key
from judging import selectors, services
from judging.errors import CardBeyondContest
from judging.models import Scoresheet
from judging.permissions import JudgingPolicy, ScoresheetPolicy
from judging.serializers.tablet import (
    JudgeLinkSerializer,
    LinkRequestSerializer,
    PeerSerializer,
    SkippedTurnSerializer,
    SkipWriteSerializer,
)
from judging.views.common import person, require, require_arranger, valid

_KEY = [
    OpenApiParameter("Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True)
]


def _own_sheet(request: Request, pk: int) -> Scoresheet:
    """The asker's own sheet; 404 for one that they do not see, 403 for another's."""
    sheet: Scoresheet = get_object_or_404(selectors.scoresheets(person(request)), pk=pk)
    require(ScoresheetPolicy.is_own(person(request), sheet))
    return sheet


class SkipView(APIView):
    """A judge could not score this turn yet and comes back to it later."""

    token_scope = ApiToken.Scope.SCORE

    @extend_schema(
        request=SkipWriteSerializer, responses={201: SkippedTurnSerializer}, parameters=_KEY
    )
    def post(self, request: Request, pk: int) -> Response:
        sheet = _own_sheet(request, pk)
        operation = idempotency_key(request)
        data = valid(SkipWriteSerializer(data=request.data))
        turn = services.skip_turn(sheet=sheet, operation=operation, **data)
        return Response(SkippedTurnSerializer(turn).data, status.HTTP_201_CREATED)


class PeersView(APIView):
    """What the other judges of the attempt gave, after the own sheet is submitted."""

    @extend_schema(responses=PeerSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Again, after the first look."""
        return _peers(_own_sheet(request, pk))

    @extend_schema(request=None, responses=PeerSerializer(many=True))
    def post(self, request: Request, pk: int) -> Response:
        """Look for the first time: from then on the own sheet is closed to its judge."""
        sheet = _own_sheet(request, pk)
        services.look_at_peers(sheet_id=sheet.pk)
        return _peers(sheet)


def _peers(sheet: Scoresheet) -> Response:
    rows = PeerSerializer(selectors.peers(sheet), many=True).data
    return Response(rows, headers={"Cache-Control": "private, no-store"})


class JudgeLinkView(APIView):
    """A one-time link that signs in as the seat's person, with a PIN to be told apart from it."""

    @extend_schema(request=LinkRequestSerializer, responses={201: JudgeLinkSerializer})
    def post(self, request: Request, pk: int) -> Response:
        judge = get_object_or_404(selectors.judges(person(request)), pk=pk)
        require_arranger(request, judge.contest)
        if not JudgingPolicy.can_issue_card(person(request), judge):
            raise CardBeyondContest(person=judge.full_name)
        if judge.user == request.user:
            require_password_again(request)
        data = valid(LinkRequestSerializer(data=request.data))
        link, secret, pin = services.issue_judge_link(judge=judge, by=person(request), **data)
        # In the fragment, so that the secret reaches no server log.
        url = f"{settings.PUBLIC_URL}/sign-in#link={secret}"
        body = {"url": url, "pin": pin, "expires_at": link.expires_at}
        return Response(JudgeLinkSerializer(body).data, status.HTTP_201_CREATED)
