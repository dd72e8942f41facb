"""The comparison in the API, for those who decide on the results."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from leaderboards.permissions import StandingsPolicy
from leaderboards.views.common import readable_contest, require, valid
from leaderboards.whatif.comparing import compare
from leaderboards.whatif.document import document
from leaderboards.whatif.serializers import WhatIfQuerySerializer, WhatIfSerializer


class WhatIfView(APIView):
    """Other policies beside the one in force: ranks, prizes that would flip, judges' severity."""

    permission_classes = [IsAuthenticated]

    @extend_schema(parameters=[WhatIfQuerySerializer], responses=WhatIfSerializer)
    def get(self, request: Request, slug: str) -> Response:
        contest = readable_contest(request, slug)
        require(StandingsPolicy.can_compare(request.user, contest))
        query = valid(WhatIfQuerySerializer(data=request.query_params))
        found = compare(contest, round_code=query.get("round"), versions=query.get("policies", ()))
        return Response(document(contest, found))
