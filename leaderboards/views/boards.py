"""What boards show: the rules of the public's view, and the asker's own rows."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contests.models import Contest
from leaderboards import selectors, services, viewing
from leaderboards.permissions import StandingsPolicy
from leaderboards.serializers.ceremonies import BoardRulesSerializer, OwnRowSerializer
from leaderboards.views.common import person, readable_contest, require, valid
from leaderboards.views.results import asked_of


class BoardRulesView(APIView):
    """What the public sees of a contest's live boards."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=BoardRulesSerializer)
    def get(self, request: Request, slug: str) -> Response:
        contest = readable_contest(request, slug)
        require(StandingsPolicy.sees_all(request.user, contest))
        return self._rules(contest)

    @extend_schema(request=BoardRulesSerializer, responses=BoardRulesSerializer)
    def put(self, request: Request, slug: str) -> Response:
        contest = readable_contest(request, slug)
        require(StandingsPolicy.can_set_rules(request.user, contest))
        data: dict[str, Any] = valid(BoardRulesSerializer(data=request.data))
        rounds = [services.RoundRule(**rule) for rule in data.pop("rounds")]
        services.set_board_rules(contest=contest, actor=person(request), rounds=rounds, **data)
        contest.refresh_from_db()
        return self._rules(contest)

    def _rules(self, contest: Contest) -> Response:
        return Response(BoardRulesSerializer(selectors.board_rules(contest)).data)


class OwnRowsView(APIView):
    """The asker's own entries on the board that everybody sees, below its top too."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=OwnRowSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        contest = readable_contest(request, slug)
        return Response(viewing.own_rows(contest, request.user, asked_of(request).round_code))
