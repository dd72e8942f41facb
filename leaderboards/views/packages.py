"""Importing contest packages in the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.confirming import require_second_factor
from common.negotiation import TakesFiles
from contests.models import Contest
from contests.permissions import ContestPolicy
from leaderboards.package.uploads import receive
from leaderboards.serializers.packages import PackageImportSerializer, PackageSerializer
from leaderboards.views.common import person, require, valid


class PackageViewSet(TakesFiles, GenericViewSet[Any]):
    """A whole contest from a file, for those who create contests of its organization."""

    permission_classes = [IsAuthenticated]
    serializer_class = PackageSerializer
    queryset = Contest.objects.none()

    @extend_schema(
        request={"multipart/form-data": PackageImportSerializer},
        responses={200: PackageSerializer, 201: PackageSerializer},
    )
    def create(self, request: Request) -> Response:
        """Its results are computed again from its sheets; what differs is refused, or proposed."""
        require(ContestPolicy.can_create(request.user))
        given = valid(PackageImportSerializer(data=request.data))
        if not given["preview"]:
            require_second_factor(request)
        received = receive(by=person(request), **given)
        code = status.HTTP_200_OK if received.preview else status.HTTP_201_CREATED
        return Response(PackageSerializer(received).data, code)
