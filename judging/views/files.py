"""The files of an entry's work for its judges, under names that tell nothing in a blind contest."""

from __future__ import annotations

import mimetypes
from typing import IO

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from judging import blind, selectors
from judging.models import Scoresheet
from judging.permissions import ScoresheetPolicy
from judging.views.common import person
from submissions.errors import AttachmentProcessing
from submissions.models import Attachment
from submissions.services import open_attachment, open_thumbnail

SANDBOX = "default-src 'none'; sandbox"


def _attachment(request: Request, pk: int, attachment_id: int) -> tuple[Scoresheet, Attachment]:
    """The sheet and a file of its entry's last work, or 404."""
    sheet = get_object_or_404(selectors.scoresheets(person(request)), pk=pk)
    entry = sheet.attempt.entry
    last = entry.submissions.order_by("-number").first()
    if last is None:  # what is in no submission yet is nobody's to judge
        raise Http404
    files = last.attachments.exclude(state=Attachment.State.REFUSED)
    return sheet, get_object_or_404(files, pk=attachment_id)


class AttachmentFileView(APIView):
    """The file itself, as a download."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int, attachment_id: int) -> HttpResponseBase:
        sheet, attachment = _attachment(request, pk, attachment_id)
        if attachment.state == Attachment.State.PROCESSING:  # its camera and place are in it still
            raise AttachmentProcessing
        hidden = ScoresheetPolicy.is_blind(person(request), sheet)
        name = blind.attachment_name(sheet.attempt.entry, attachment, blind=hidden)
        return _served(open_attachment(attachment=attachment), name, attachment.media_type)


class AttachmentThumbnailView(APIView):
    """The picture's thumbnail."""

    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int, attachment_id: int) -> HttpResponseBase:
        _, attachment = _attachment(request, pk, attachment_id)
        if not attachment.thumbnail:
            raise Http404
        kind = mimetypes.guess_type(str(attachment.thumbnail.name))[0] or "application/octet-stream"
        return _served(open_thumbnail(attachment=attachment), f"{attachment.pk}", kind)


def _served(file: IO[bytes], name: str, media_type: str) -> HttpResponseBase:
    """Never as a page of this origin: a download, its type not guessed, in a sandbox."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, max-age=3600"
    return response
