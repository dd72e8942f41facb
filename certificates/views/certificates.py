"""Certificates in the API: batches, single certificates, corrections, public verification."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.audit.services import record_export
from accounts.confirming import require_second_factor
from certificates import selectors, services, verification
from certificates.amended import outdated
from certificates.errors import FileNotReady
from certificates.models import (
    Certificate,
    CertificateBatch,
    NameCorrection,
)
from certificates.outputs import FORMS
from certificates.permissions import CertificatePolicy, IssuingPolicy
from certificates.serializers import (
    BatchFileQuery,
    BatchSerializer,
    CertificateSerializer,
    DeclineSerializer,
    FileDigestSerializer,
    FileVerificationSerializer,
    NameCorrectionSerializer,
    OutdatedSerializer,
    ReissueSerializer,
    RevocationSerializer,
    VerificationSerializer,
)
from certificates.views._shared import CONTEST, PDF, pdf, require, require_issuing, signed_in
from contests.models import Contest
from contests.permissions import ContestPolicy
from leaderboards.recording import named

_FORM = OpenApiParameter("form", str, enum=list(FORMS), description="pdf when missing")
_FIRST = OpenApiParameter("from", int, description="first register number")
_LAST = OpenApiParameter("to", int, description="last register number")
_SEARCH = OpenApiParameter("search", str, description="part of a name, a code or a number")


class BatchViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[CertificateBatch]):
    serializer_class = BatchSerializer
    queryset = CertificateBatch.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[CertificateBatch]:
        rows = selectors.batches(self.request.user)
        slug = self.request.query_params.get("contest")
        return rows.filter(publication__contest__slug=slug) if slug else rows

    @extend_schema(parameters=[CONTEST])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=BatchSerializer, responses={201: BatchSerializer})
    def create(self, request: Request) -> Response:
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        publication = body.validated_data["publication"]
        require_issuing(request.user, publication.contest)
        require_second_factor(request)
        batch = services.order_batch(
            publication=publication,
            template=body.validated_data["template"],
            accept=body.validated_data["accept"],
            accept_changes=body.validated_data["accept_changes"],
            by=signed_in(request),
        )
        return Response(self.get_serializer(batch).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[_FORM, _FIRST, _LAST],
        responses={
            (200, content_type): OpenApiTypes.BINARY
            for content_type in sorted({form.content_type for form in FORMS.values()})
        },
    )
    @action(detail=True)
    def file(self, request: Request, pk: str) -> FileResponse | StreamingHttpResponse:
        """The printed file; or, of it or of the register numbers `from` to `to`, another form."""
        batch = self.get_object()
        if not batch.file:
            raise FileNotReady
        query = BatchFileQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked, first, last = (query.validated_data[key] for key in ("form", "first", "last"))
        form = FORMS[asked]
        headers = {"Cache-Control": "private, no-store"}
        record_export("certificates", asked, about=named(batch.publication))
        name = f"{batch.publication.contest.slug}-{batch.pk}.{form.suffix}"
        file = services.open_batch(batch=batch)
        if asked == "pdf" and first is None and last is None:
            return FileResponse(
                file, as_attachment=True, filename=name,
                content_type=form.content_type, headers=headers,
            )  # fmt: skip
        file.close()
        places, rows = zip(*selectors.printed(batch, first, last), strict=True)
        return StreamingHttpResponse(
            form.make(batch, rows, places),
            content_type=form.content_type,
            headers={**headers, "Content-Disposition": f'attachment; filename="{name}"'},
        )

    @extend_schema(request=None, responses=BatchSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        batch = self._issued()
        return Response(self.get_serializer(services.cancel_batch(batch=batch)).data)

    @extend_schema(request=None, responses=BatchSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        batch = self._issued()
        return Response(self.get_serializer(services.retry_batch(batch=batch)).data)

    def _issued(self) -> CertificateBatch:
        batch = self.get_object()
        require_issuing(self.request.user, batch.publication.contest)
        return batch


class CertificateViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Certificate]):
    serializer_class = CertificateSerializer
    queryset = Certificate.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[Certificate]:
        return selectors.certificates(self.request.user)

    @extend_schema(parameters=[CONTEST, _SEARCH])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The certificates of the contests that the person issues for or manages."""
        rows = selectors.issued_by_office(request.user)
        if slug := request.query_params.get("contest"):
            rows = rows.filter(publication__contest__slug=slug)
        if text := request.query_params.get("search", "").strip():
            rows = selectors.search(rows, text)
        return self._page(rows)

    @extend_schema(responses=CertificateSerializer(many=True))
    @action(detail=False)
    def mine(self, request: Request) -> Response:
        """The person's own, their team's, and those of the entries that they mentor."""
        return self._page(selectors.own(request.user))

    @extend_schema(parameters=[CONTEST], responses=OutdatedSerializer(many=True), filters=False)
    @action(detail=False, pagination_class=None)
    def outdated(self, request: Request) -> Response:
        """Valid ones that the results in force would not give: to be revoked."""
        slug = request.query_params.get("contest", "")
        contest = get_object_or_404(
            Contest.objects.filter(ContestPolicy.readable(request.user)), slug=slug
        )
        require(IssuingPolicy.can_read(request.user, contest))
        return Response(OutdatedSerializer(outdated(contest), many=True).data)

    @extend_schema(responses=PDF)
    @action(detail=True)
    def file(self, request: Request, pk: str) -> HttpResponse:
        certificate = self.get_object()
        require(CertificatePolicy.can_download(request.user, certificate))
        return pdf(services.file_of(certificate=certificate), f"{certificate.code}.pdf")

    @extend_schema(request=RevocationSerializer, responses=CertificateSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        body = RevocationSerializer(data=request.data)
        certificate = self._changed(body)
        services.revoke(certificate=certificate, by=signed_in(request), **body.validated_data)
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=ReissueSerializer, responses={201: CertificateSerializer})
    @action(detail=True, methods=["post"])
    def reissue(self, request: Request, pk: str) -> Response:
        body = ReissueSerializer(data=request.data)
        certificate = self._changed(body)
        require_second_factor(request)
        fresh = services.reissue(
            certificate=certificate, by=signed_in(request), **body.validated_data
        )
        row = self.get_queryset().get(pk=fresh.pk)
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=NameCorrectionSerializer, responses={201: NameCorrectionSerializer})
    @action(detail=True, methods=["post"])
    def correction(self, request: Request, pk: str) -> Response:
        """The holder asks for the right name; the office answers under certificate-corrections."""
        certificate = self.get_object()
        require(CertificatePolicy.can_ask_correction(request.user, certificate))
        body = NameCorrectionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        made = services.request_correction(
            certificate=certificate, by=signed_in(request), **body.validated_data
        )
        row = selectors.corrections(request.user).get(pk=made.pk)
        return Response(NameCorrectionSerializer(row).data, status=status.HTTP_201_CREATED)

    def _changed(self, body: Any) -> Certificate:
        certificate = self.get_object()
        require(CertificatePolicy.can_change(self.request.user, certificate))
        body.is_valid(raise_exception=True)
        return certificate

    def _page(self, rows: QuerySet[Certificate]) -> Response:
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class CorrectionViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[NameCorrection]):
    """Requests to correct a name: the office sees and answers its contests', others their own."""

    serializer_class = NameCorrectionSerializer
    queryset = NameCorrection.objects.none()
    lookup_value_regex = r"\d+"

    def get_queryset(self) -> QuerySet[NameCorrection]:
        rows = selectors.corrections(self.request.user)
        if slug := self.request.query_params.get("contest"):
            rows = rows.filter(certificate__publication__contest__slug=slug)
        return rows

    @extend_schema(parameters=[CONTEST])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(request=None, responses=NameCorrectionSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: str) -> Response:
        """Reissues the certificate with the name that was asked for."""
        correction = self._mine()
        require_second_factor(request)
        services.approve_correction(correction=correction, by=signed_in(request))
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=DeclineSerializer, responses=NameCorrectionSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        correction = self._mine()
        body = DeclineSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.decline_correction(
            correction=correction, by=signed_in(request), **body.validated_data
        )
        return Response(self.get_serializer(self.get_object()).data)

    def _mine(self) -> NameCorrection:
        correction = self.get_object()
        require(CertificatePolicy.can_change(self.request.user, correction.certificate))
        return correction


class FileVerificationView(APIView):
    """The same about a file, by the digest that the browser computed; no sign-in, no upload."""

    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "verify"

    @extend_schema(request=FileDigestSerializer, responses=FileVerificationSerializer)
    def post(self, request: Request) -> Response:
        body = FileDigestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        told = verification.of_file(**body.validated_data)
        return Response(FileVerificationSerializer(told).data)


class VerificationView(APIView):
    """What everybody may know about a certificate's code; no sign-in."""

    permission_classes = [AllowAny]
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "verify"

    @extend_schema(responses=VerificationSerializer)
    def get(self, request: Request, code: str) -> Response:
        return Response(VerificationSerializer(verification.of_code(code)).data)
