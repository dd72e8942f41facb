"""Background work of submissions: preparing pictures."""

from __future__ import annotations

from typing import Any

from jobs.registry import JobContext, job
from submissions.services import finish_picture
from submissions.services.attachments import THUMBNAIL_JOB


@job(THUMBNAIL_JOB)
def prepare_picture(payload: dict[str, Any], context: JobContext) -> None:
    """Payload: {"attachment": id}."""
    finish_picture(attachment_id=payload["attachment"])
