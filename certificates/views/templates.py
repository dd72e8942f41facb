"""Templates, their preview and their pictures in the API."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from certificates import selectors, services
from certificates.contents import today
from certificates.files import preview_pdf, preview_png
from certificates.models import CertificateImage, CertificateTemplate
from certificates.serializers import (
    DraftSerializer,
    ImageSerializer,
    ImageUploadSerializer,
    TemplateSerializer,
)
from certificates.services.templates import DEFAULT_DESIGN, checked, completed
from certificates.views._shared import (
    CONTEST,
    PDF,
    PNG,
    pdf,
    png,
    require_issuing,
    signed_in,
)
from common.negotiation import TakesFiles
from contests.models import Contest


class TemplateViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[CertificateTemplate]):
    serializer_class = TemplateSerializer
    queryset = CertificateTemplate.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[CertificateTemplate]:
        rows = selectors.templates(self.request.user)
        slug = self.request.query_params.get("contest")
        return rows.filter(contest__slug=slug) if slug else rows

    @extend_schema(parameters=[CONTEST])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=TemplateSerializer, responses={201: TemplateSerializer})
    def create(self, request: Request) -> Response:
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        contest: Contest = body.validated_data["contest"]
        require_issuing(request.user, contest)
        template = services.create_template(
            contest=contest,
            design=body.validated_data.get("design", DEFAULT_DESIGN),
            definition=body.validated_data["definition"],
            by=signed_in(request),
        )
        return Response(self.get_serializer(template).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=PDF)
    @action(detail=True)
    def preview(self, request: Request, pk: str) -> HttpResponse:
        """A PDF of two pages: the shortest words that happen, and the longest."""
        return pdf(preview_pdf(self.get_object(), today()), "preview.pdf")

    @extend_schema(request=DraftSerializer, responses=PNG)
    @action(detail=False, methods=["post"])
    def picture(self, request: Request) -> HttpResponse:
        """The page that a definition would print, with the contest's longest or shortest name."""
        body = DraftSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        contest: Contest = given["contest"]
        require_issuing(request.user, contest)
        definition = checked(contest, given["design"], completed(contest, given["definition"]))
        return png(
            preview_png(
                definition,
                contest,
                today(),
                longest=given["name"] == "longest",
                width_px=given["width_px"],
                division=given["division"],
                award=given["award"],
            )
        )


class ImageViewSet(TakesFiles, ListModelMixin, GenericViewSet[CertificateImage]):
    """Logos, seals and signatures; a definition names one by its `sha256`."""

    serializer_class = ImageSerializer
    queryset = CertificateImage.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[CertificateImage]:
        rows = selectors.images(self.request.user)
        slug = self.request.query_params.get("contest")
        return rows.filter(contest__slug=slug) if slug else rows

    @extend_schema(parameters=[CONTEST])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=ImageUploadSerializer, responses={201: ImageSerializer})
    def create(self, request: Request) -> Response:
        body = ImageUploadSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        contest: Contest = body.validated_data["contest"]
        require_issuing(request.user, contest)
        image = services.store_image(
            contest=contest, data=body.validated_data["file"].read(), by=signed_in(request)
        )
        return Response(self.get_serializer(image).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=PNG)
    @action(detail=True)
    def file(self, request: Request, pk: str) -> HttpResponse:
        return png(bytes(self.get_object().png))
