"""Conflicts that judges declare by school or name, in the API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from judging import selectors, services
from judging.models import ConflictDeclaration
from judging.permissions import JudgingPolicy
from judging.selectors.barred import entries_named
from judging.serializers.declarations import DeclarationSerializer, DeclarationWriteSerializer
from judging.views.common import person, reader, require, require_arranger, valid
from judging.views.panels import JudgeContestFilter


class DeclarationViewSet(ListModelMixin, GenericViewSet[ConflictDeclaration]):
    """The asker's own, and those of contests that they oversee."""

    queryset = ConflictDeclaration.objects.none()
    serializer_class = DeclarationSerializer
    filterset_class = JudgeContestFilter
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[ConflictDeclaration]:
        return selectors.declarations(person(self.request))

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self._shown(page))

    @extend_schema(request=DeclarationWriteSerializer, responses={201: DeclarationSerializer})
    def create(self, request: Request) -> Response:
        """A judge declares their own, those who arrange the judging for any."""
        data = valid(DeclarationWriteSerializer(data=request.data))
        arranges = JudgingPolicy.can_arrange(person(request), data["judge"].contest)
        own = data["judge"].user_id == person(request).pk and data["judge"].active
        require(arranges or own)
        declaration = services.declare(**data)
        return Response(self._shown([declaration])[0], status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=DeclarationSerializer)
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: str) -> Response:
        """Let it hold for a judge who has entries to score already."""
        declaration = self.get_object()
        require_arranger(request, declaration.judge.contest)
        return Response(self._shown([services.apply_declaration(declaration=declaration)])[0])

    def _shown(self, rows: Iterable[ConflictDeclaration]) -> Any:
        """How many entries each concerns is for those who see them."""
        rows = list(rows)
        asker = reader(self.request)
        seen: defaultdict[int, list[ConflictDeclaration]] = defaultdict(list)
        for row in rows:
            if asker.oversees(row.judge.contest):
                seen[row.judge.contest_id].append(row)
        entries = {
            pk: len(found)
            for contest, each in seen.items()
            for pk, found in entries_named(contest, each).items()
        }
        return DeclarationSerializer(rows, many=True, context={"entries": entries}).data
