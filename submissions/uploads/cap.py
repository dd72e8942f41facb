"""Stops a request whose file grows over the hard cap while it is still coming in."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from submissions.errors import UploadTooLarge
from submissions.uploads.inspection import megabytes, safe_name
from submissions.uploads.rules import HARD_CAP_BYTES


class CapUploadHandler(FileUploadHandler):
    """Counts bytes and passes them on; raises UploadTooLarge above HARD_CAP_BYTES."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > HARD_CAP_BYTES:
            raise UploadTooLarge(
                name=safe_name(self.file_name or ""), limit_mb=megabytes(HARD_CAP_BYTES)
            )
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The next handler keeps the file."""
        return None
