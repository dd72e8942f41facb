"""Standings, decisions, publications and awards in the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import AllowAny, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.audit.services import record_export
from accounts.confirming import require_second_factor
from common.filters import IdFilter
from contests.services import made_for_contest
from leaderboards import exporting, selectors, services, viewing
from leaderboards.models import Award, Decision, Publication
from leaderboards.permissions import StandingsPolicy
from leaderboards.serializers.results import (
    AwardSerializer,
    DecisionSerializer,
    DecisionWriteSerializer,
    OfficePublicationSerializer,
    PublicationDetailSerializer,
    PublicationReasonSerializer,
    PublicationSerializer,
    PublicationWriteSerializer,
    StandingsQuerySerializer,
    StandingsSerializer,
)
from leaderboards.views.common import (
    conditional,
    is_nobody,
    person,
    readable_contest,
    require,
    valid,
)


def asked_of(request: Request) -> viewing.Asked:
    """What the query asks for; raises 400 that names the fields."""
    query = valid(StandingsQuerySerializer(data=request.query_params))
    return viewing.Asked(query.pop("round", None), **query)


class StandingsView(APIView):
    """The board as the asker may see it; poll it with If-None-Match."""

    permission_classes = [AllowAny]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answers the crowd in front of a projector from what is kept, without a query."""
        if request.method == "GET" and is_nobody(request) and not request.META["QUERY_STRING"]:
            answer = viewing.kept_for_anybody(kwargs["slug"], viewing.Asked())
            if answer is not None:
                return conditional(request, answer)
        return super().dispatch(request, *args, **kwargs)

    @extend_schema(parameters=[StandingsQuerySerializer], responses=StandingsSerializer)
    def get(self, request: Request, slug: str) -> HttpResponse:
        asked = asked_of(request)
        answer = None
        if not request.user.is_authenticated:
            answer = viewing.kept_for_anybody(slug, asked)
        if answer is None:
            contest = readable_contest(request, slug)
            answer = viewing.standings(contest, request.user, asked)
        return conditional(request, answer)


class StandingsFileView(APIView):
    """The board as the asker may see it, as a file."""

    permission_classes = [AllowAny]

    @extend_schema(
        parameters=[StandingsQuerySerializer],
        responses={(200, media_type): bytes for media_type in exporting.MEDIA_TYPES.values()},
    )
    def get(self, request: Request, slug: str, kind: str) -> HttpResponse:
        contest = readable_contest(request, slug)
        answer = viewing.standings(contest, request.user, asked_of(request))
        record_export("board", kind, about=made_for_contest(contest))
        return HttpResponse(
            exporting.file_of(answer, kind),
            content_type=exporting.MEDIA_TYPES[kind],
            headers={"Content-Disposition": f'attachment; filename="{contest.slug}.{kind}"'},
        )


class DecisionFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="contest__slug")


class DecisionViewSet(ListModelMixin, GenericViewSet[Decision]):
    queryset = Decision.objects.none()
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter

    def get_queryset(self) -> QuerySet[Decision]:
        return selectors.decisions(self.request.user)

    @extend_schema(request=DecisionWriteSerializer, responses={201: DecisionSerializer})
    def create(self, request: Request) -> Response:
        data = valid(DecisionWriteSerializer(data=request.data))
        require(StandingsPolicy.can_decide(request.user, data["contest"]))
        decision = services.record_decision(**data, actor=person(request))
        return Response(self.get_serializer(decision).data, status.HTTP_201_CREATED)


class PublicationFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="contest__slug")
    state = filters.ChoiceFilter(choices=Publication.State.choices)


class PublicationViewSet(GenericViewSet[Publication]):
    queryset = Publication.objects.none()
    serializer_class = PublicationSerializer
    filterset_class = PublicationFilter
    permission_classes = [IsAuthenticatedOrReadOnly]
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Publication]:
        return selectors.publications(self.request.user)

    @extend_schema(responses=OfficePublicationSerializer(many=True))
    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        full: dict[int, bool] = {}
        rows = []
        for publication in page:
            contest = publication.contest
            if contest.pk not in full:
                full[contest.pk] = StandingsPolicy.sees_all(request.user, contest)
            shape = OfficePublicationSerializer if full[contest.pk] else PublicationSerializer
            rows.append(shape(publication, context=self.get_serializer_context()).data)
        return self.get_paginated_response(rows)

    @extend_schema(responses=PublicationDetailSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        return self._detail(self.get_object())

    @extend_schema(request=PublicationWriteSerializer, responses={201: PublicationDetailSerializer})
    def create(self, request: Request) -> Response:
        data = valid(PublicationWriteSerializer(data=request.data))
        contest, round_ = data.pop("contest"), data.pop("round", None)
        require(StandingsPolicy.can_propose(request.user, contest))
        require(round_ is None or round_.contest_id == contest.pk)
        changes = [services.AwardChange(**change) for change in data.pop("awards", ())]
        publication = services.propose_publication(
            contest=contest, round_=round_, awards=changes, actor=person(request), **data
        )
        return self._detail(publication, status.HTTP_201_CREATED)

    @extend_schema(request=PublicationReasonSerializer, responses=PublicationDetailSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        publication = self.get_object()
        require(StandingsPolicy.can_approve(request.user, publication.contest))
        require_second_factor(request)
        data = valid(PublicationReasonSerializer(data=request.data))
        done = services.approve_publication(publication=publication, actor=person(request), **data)
        return self._detail(done)

    @extend_schema(request=PublicationReasonSerializer, responses=PublicationDetailSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        publication = self.get_object()
        require(StandingsPolicy.can_approve(request.user, publication.contest))
        data = valid(PublicationReasonSerializer(data=request.data))
        done = services.reject_publication(
            publication=publication, actor=person(request), **{"reason": "", **data}
        )
        return self._detail(done)

    def _detail(self, publication: Publication, code: int = status.HTTP_200_OK) -> Response:
        shown = self.get_queryset().defer(None).get(pk=publication.pk)
        full = StandingsPolicy.sees_all(self.request.user, shown.contest)
        shape = OfficePublicationSerializer if full else PublicationSerializer
        body = selectors.publication_body(shown, full=full)
        head = shape(shown, context=self.get_serializer_context()).data
        return Response({**head, **body}, code)


class AwardFilter(filters.FilterSet):
    contest = filters.CharFilter(field_name="publication__contest__slug")
    publication = IdFilter(field_name="publication")


class AwardViewSet(GenericViewSet[Award]):
    queryset = Award.objects.none()
    serializer_class = AwardSerializer
    filterset_class = AwardFilter
    permission_classes = [AllowAny]

    def get_queryset(self) -> QuerySet[Award]:
        return selectors.awards(self.request.user)

    @extend_schema(responses=AwardSerializer(many=True))
    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        shown = selectors.shown_in((award.publication_id for award in page), request.user)
        rows = AwardSerializer(page, many=True, context={"shown": shown}).data
        return self.get_paginated_response(rows)
