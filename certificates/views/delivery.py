"""Certificates by e-mail in the API: ordering, what came of each letter, what came back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from certificates import selectors, services
from certificates.models import Delivery
from certificates.serializers import (
    BouncedSerializer,
    BouncesSerializer,
    DeliveryOrderedSerializer,
    DeliveryOrderSerializer,
    DeliverySerializer,
)
from certificates.views._shared import CONTEST, require_issuing, signed_in

_STATE = OpenApiParameter("state", str, enum=Delivery.State.values)


class DeliveryViewSet(ListModelMixin, GenericViewSet[Delivery]):
    serializer_class = DeliverySerializer
    queryset = Delivery.objects.none()

    def get_queryset(self) -> QuerySet[Delivery]:
        rows = selectors.deliveries(self.request.user)
        if slug := self.request.query_params.get("contest"):
            rows = rows.filter(certificate__publication__contest__slug=slug)
        if state := self.request.query_params.get("state"):
            rows = rows.filter(state=state)
        return rows

    @extend_schema(parameters=[CONTEST, _STATE])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=DeliveryOrderSerializer, responses={201: DeliveryOrderedSerializer})
    def create(self, request: Request) -> Response:
        """Sends every valid certificate of a publication that has an address and was not sent."""
        body = DeliveryOrderSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        require_issuing(request.user, body.validated_data["publication"].contest)
        order = services.order_delivery(by=signed_in(request), **body.validated_data)
        return Response(DeliveryOrderedSerializer(order).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=BouncesSerializer, responses=BouncedSerializer)
    @action(detail=False, methods=["post"])
    def bounces(self, request: Request) -> Response:
        """Marks the letters to the addresses in a pasted list as come back."""
        body = BouncesSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        contest = body.validated_data["contest"]
        require_issuing(request.user, contest)
        count = services.record_bounces(contest=contest, text=body.validated_data["text"])
        return Response({"count": count})
