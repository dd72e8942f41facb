"""An organization's own key for a contest in the API. No answer holds a private key."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from certificates import selectors, services
from certificates.key_errors import KeyFileUnreadable
from certificates.key_files import MAX_BYTES
from certificates.models import SigningKey
from certificates.serializers import SigningKeySerializer, SigningKeyUploadSerializer
from certificates.views._shared import CONTEST, require_issuing, signed_in
from common.negotiation import TakesFiles


class SigningKeyViewSet(TakesFiles, ListModelMixin, GenericViewSet[SigningKey]):
    """Who signs a contest's certificates, by which certificate, until when."""

    serializer_class = SigningKeySerializer
    queryset = SigningKey.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[SigningKey]:
        rows = selectors.signing_keys(self.request.user)
        slug = self.request.query_params.get("contest")
        return rows.filter(contest__slug=slug) if slug else rows

    @extend_schema(parameters=[CONTEST])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=SigningKeyUploadSerializer, responses={201: SigningKeySerializer})
    def create(self, request: Request) -> Response:
        """Takes a PKCS#12 file and its passphrase; the contest's key before is removed."""
        body = SigningKeyUploadSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        require_issuing(request.user, given["contest"])
        if given["file"].size > MAX_BYTES:
            raise KeyFileUnreadable
        key = services.add_signing_key(
            contest=given["contest"],
            data=given["file"].read(),
            passphrase=given["passphrase"],
            by=signed_in(request),
        )
        return Response(self.get_serializer(key).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=SigningKeySerializer)
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: str) -> Response:
        """Forgets the private key; what was signed stays signed."""
        key = self.get_object()
        require_issuing(request.user, key.contest)
        services.remove_signing_key(key=key, by=signed_in(request))
        return Response(self.get_serializer(self.get_object()).data)
