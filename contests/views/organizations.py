"""Who may speak for organizations. For staff."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from contests import selectors, services
from contests.filters import OrganizationGrantFilter
from contests.models import OrganizationUserGrant
from contests.organization_serializers import (
    OrganizationGrantCreateSerializer,
    OrganizationGrantSerializer,
)
from contests.permissions import OrganizationPolicy
from contests.views.access import require, signed_in


class _ForStaff(GenericViewSet[Any]):
    permission_classes = [IsAuthenticated]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require(request, OrganizationPolicy.can_grant(request.user))


class OrganizationGrantViewSet(mixins.ListModelMixin, _ForStaff):
    """Grants on organizations; each holds for the organizations below it too."""

    serializer_class = OrganizationGrantSerializer
    filterset_class = OrganizationGrantFilter
    queryset = OrganizationUserGrant.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[OrganizationUserGrant]:
        return selectors.organization_grants()

    @extend_schema(
        request=OrganizationGrantCreateSerializer, responses={201: OrganizationGrantSerializer}
    )
    def create(self, request: Request) -> Response:
        body = OrganizationGrantCreateSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        user = selectors.person(given["username"])
        services.grant_organization(
            organization=given["organization"], name=given["grant"], to=user, by=signed_in(request)
        )
        row = self.get_queryset().get(
            content_object=given["organization"], user=user, permission__codename=given["grant"]
        )
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    def destroy(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        services.revoke_organization_grant(
            organization=row.content_object,
            name=row.permission.codename,
            of=row.user,
            by=signed_in(request),
        )
        return Response(status=status.HTTP_204_NO_CONTENT)
