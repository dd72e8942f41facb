"""The files of an entry's work for its judges, under names that tell nothing in a blind contest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from judging import blind, selectors
from judging.permissions import ScoresheetPolicy
from judging.views.common import person
from submissions.errors import AttachmentProcessing
from submissions.models import Attachment
from submissions.services import is_examined, open_attachment, open_blind, open_thumbnail

SANDBOX = "default-src 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Asked:
    """A file, its name as its reader sees it, and whether that reader is blind."""

    file: Attachment
    name: str
    hidden: bool


def _asked(request: Request, pk: int, attachment_id: int) -> Asked:
    """A file of the last work of the sheet's entry, or 404."""
    sheet = get_object_or_404(selectors.scoresheets(person(request)), pk=pk)
    entry = sheet.attempt.entry
    hidden = ScoresheetPolicy.is_blind(person(request), sheet)
    last = entry.submissions.order_by("-number").first()
    # What is in no submission yet is nobody's to judge.
    for place, file in enumerate(last.attachments.all() if last else (), start=1):
        refused = file.state == Attachment.State.REFUSED
        if not refused and blind.file_id(file, blind=hidden) == attachment_id:
            name = blind.file_name(entry, file, place, blind=hidden)
            return Asked(file, name, hidden)
    raise Http404


class AttachmentFileView(APIView):
    """The file itself, as a download."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int, attachment_id: int) -> HttpResponseBase:
        asked = _asked(request, pk, attachment_id)
        file = asked.file
        if file.state == Attachment.State.PROCESSING:  # its camera and place are in it still
            raise AttachmentProcessing
        if not asked.hidden:
            content = open_attachment(attachment=file)
        elif not is_examined(file):
            raise AttachmentProcessing
        else:
            content = open_blind(attachment=file, shown=asked.name)
        return _served(content, asked.name, file.media_type)


class AttachmentThumbnailView(APIView):
    """The picture's thumbnail."""

    @extend_schema(responses={(200, "image/webp"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int, attachment_id: int) -> HttpResponseBase:
        asked = _asked(request, pk, attachment_id)
        if not asked.file.thumbnail:
            raise Http404
        name = PurePosixPath(asked.name).with_suffix(".webp").name
        return _served(open_thumbnail(attachment=asked.file, shown=name), name, "image/webp")


def _served(file: IO[bytes], name: str, media_type: str) -> HttpResponseBase:
    """Never as a page of this origin: a download, its type not guessed, in a sandbox."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, max-age=3600"
    return response
