"""Versions of works and their files."""

from __future__ import annotations

from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from common.negotiation import TakesFiles
from contests.views.access import require, signed_in
from submissions import selectors, services
from submissions.errors import AttachmentProcessing
from submissions.filters import SubmissionFilter
from submissions.models import Attachment, Entry, Submission
from submissions.permissions import AttachmentPolicy, EntryPolicy
from submissions.serializers import (
    AttachmentCreateSerializer,
    AttachmentSerializer,
    AttachmentUpdateSerializer,
    SubmissionCreateSerializer,
    SubmissionSerializer,
)
from submissions.uploads.cap import CapUploadHandler


class SubmissionViewSet(mixins.ListModelMixin, GenericViewSet[Submission]):
    """The versions of one entry's work, the newest first."""

    permission_classes = [IsAuthenticated]
    serializer_class = SubmissionSerializer
    filterset_class = SubmissionFilter
    pagination_class = None
    queryset = Submission.objects.none()

    def get_queryset(self) -> QuerySet[Submission]:
        return selectors.submissions(self.request.user)

    @extend_schema(request=SubmissionCreateSerializer, responses={201: SubmissionSerializer})
    def create(self, request: Request) -> Response:
        body = SubmissionCreateSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        fields: dict[str, Any] = dict(body.validated_data)
        entry = _changeable(request, fields.pop("entry"))
        submission = services.create_submission(entry=entry, by=signed_in(request), **fields)
        return Response(SubmissionSerializer(submission).data, status=status.HTTP_201_CREATED)


class AttachmentViewSet(TakesFiles, GenericViewSet[Attachment]):
    """Files: uploaded first, then bound to a submission."""

    permission_classes = [AllowAny]
    serializer_class = AttachmentSerializer
    queryset = selectors.attachments()
    lookup_value_regex = r"\d+"

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        if request.method == "POST":
            request.upload_handlers.insert(0, CapUploadHandler(request))
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(
        request={"multipart/form-data": AttachmentCreateSerializer},
        responses={201: AttachmentSerializer},
    )
    def create(self, request: Request) -> Response:
        require(request, request.user.is_authenticated)
        body = AttachmentCreateSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        file = body.validated_data["file"]
        entry = _changeable(request, body.validated_data["entry"])
        attachment = services.add_attachment(
            entry=entry, file=file, name=file.name, by=signed_in(request)
        )
        return Response(AttachmentSerializer(attachment).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=AttachmentUpdateSerializer, responses=AttachmentSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        attachment = self._readable()
        require(request, EntryPolicy.can_organise(request.user, attachment.entry))
        body = AttachmentUpdateSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        attachment = services.set_attachment_public(attachment=attachment, **body.validated_data)
        return Response(AttachmentSerializer(attachment).data)

    def destroy(self, request: Request, pk: str) -> Response:
        attachment = self._readable()
        require(request, EntryPolicy.can_change(request.user, attachment.entry))
        services.delete_attachment(attachment=attachment, by=signed_in(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: str) -> FileResponse:
        attachment = self._readable()
        if attachment.state == Attachment.State.PROCESSING:
            raise AttachmentProcessing
        if not attachment.file:
            raise NotFound
        return self._file(
            attachment,
            attachment.file.name or "",
            attachment.media_type,
            services.open_attachment(attachment=attachment),
        )

    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def thumbnail(self, request: Request, pk: str) -> FileResponse:
        attachment = self._readable()
        if not attachment.thumbnail:
            raise NotFound
        return self._file(
            attachment,
            attachment.thumbnail.name or "",
            "image/webp",
            services.open_thumbnail(attachment=attachment),
        )

    def _readable(self) -> Attachment:
        attachment = self.get_object()
        if not AttachmentPolicy.can_read(self.request.user, attachment):
            raise NotFound
        return attachment

    def _file(
        self, attachment: Attachment, stored: str, media_type: str, file: IO[bytes]
    ) -> FileResponse:
        """The bytes as a download that no browser takes for a page of ours."""
        extension = stored.rsplit(".", 1)[-1]
        name = attachment.name.rsplit(".", 1)[0]
        if AttachmentPolicy.hides_name(self.request.user, attachment):
            name = f"{attachment.entry.code}-{attachment.pk}"
        charset = "; charset=utf-8" if media_type.startswith("text/") else ""
        return FileResponse(
            file,
            as_attachment=True,
            filename=f"{name}.{extension}",
            content_type=media_type + charset,
            headers={
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "Cache-Control": "private, no-cache",
            },
        )


def _changeable(request: Request, pk: int) -> Entry:
    entry = get_object_or_404(selectors.entries(request.user), pk=pk)
    require(request, EntryPolicy.can_change(request.user, entry))
    return entry
