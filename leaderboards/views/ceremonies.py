"""Ceremonies in the API: the hall's screen for everybody, the desk for who presents."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.preconditions import etag, expected_revision
from leaderboards import services, staging
from leaderboards.models import Ceremony
from leaderboards.permissions import StandingsPolicy
from leaderboards.serializers.ceremonies import (
    CeremonySerializer,
    NotesSerializer,
    StageSerializer,
    StepSerializer,
)
from leaderboards.views.common import (
    conditional,
    is_nobody,
    person,
    readable_contest,
    require,
    valid,
)


class StageView(APIView):
    """What the hall's screens show now; poll it with If-None-Match."""

    permission_classes = [AllowAny]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answers the hall from what is kept, without a query."""
        if request.method == "GET" and is_nobody(request):
            answer = staging.kept_for_anybody(kwargs["slug"])
            if answer is not None:
                return conditional(request, answer)
        return super().dispatch(request, *args, **kwargs)

    @extend_schema(responses=StageSerializer)
    def get(self, request: Request, slug: str) -> HttpResponse:
        contest = readable_contest(request, slug)
        return conditional(request, staging.screen_answer(contest, request.user))


class _Presented(APIView):
    """A view on the ceremony that the asker presents."""

    permission_classes = [IsAuthenticated]

    def ceremony(self, request: Request, slug: str) -> Ceremony:
        contest = readable_contest(request, slug)
        require(StandingsPolicy.can_present(request.user, contest))
        found = staging.ceremony_of(contest)
        if found is None:
            raise Http404
        return found

    def desk(self, ceremony: Ceremony) -> Response:
        return Response(staging.desk(ceremony), headers={"ETag": etag(ceremony.revision)})


class CeremonyView(_Presented):
    """The presenter's desk."""

    @extend_schema(responses=CeremonySerializer)
    def get(self, request: Request, slug: str) -> Response:
        return self.desk(self.ceremony(request, slug))

    @extend_schema(request=NotesSerializer, responses=CeremonySerializer)
    def patch(self, request: Request, slug: str) -> Response:
        found = self.ceremony(request, slug)
        data = valid(NotesSerializer(data=request.data))
        revision = expected_revision(request)
        return self.desk(services.set_notes(ceremony=found, expected_revision=revision, **data))


class CeremonyStartView(_Presented):
    """The ceremony begins for good."""

    @extend_schema(request=None, responses=CeremonySerializer)
    def post(self, request: Request, slug: str) -> Response:
        found = self.ceremony(request, slug)
        revision = expected_revision(request)
        return self.desk(
            services.start_ceremony(
                ceremony=found, actor=person(request), expected_revision=revision
            )
        )


class CeremonyStepView(_Presented):
    """The screens go to a step."""

    @extend_schema(request=StepSerializer, responses=CeremonySerializer)
    def post(self, request: Request, slug: str) -> Response:
        found = self.ceremony(request, slug)
        data = valid(StepSerializer(data=request.data))
        revision = expected_revision(request)
        return self.desk(services.move_ceremony(ceremony=found, expected_revision=revision, **data))


class CeremonyFinishView(_Presented):
    """The ceremony ends and everything is public."""

    @extend_schema(request=None, responses=CeremonySerializer)
    def post(self, request: Request, slug: str) -> Response:
        found = self.ceremony(request, slug)
        revision = expected_revision(request)
        return self.desk(services.finish_ceremony(ceremony=found, expected_revision=revision))
