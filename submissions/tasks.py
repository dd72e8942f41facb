"""Background work of submissions: preparing files, sweeping what a crash left."""

from __future__ import annotations

from typing import Any

from jobs.registry import JobContext, job
from submissions.services import examine_attachment, finish_picture
from submissions.services.attachments import THUMBNAIL_JOB
from submissions.services.blinding import EXAMINE_JOB
from submissions.services.stored import AGAIN_JOB, make_thumbnail_again
from submissions.services.storing import SWEEP_JOB, sweep_uploads


@job(THUMBNAIL_JOB)
def prepare_picture(payload: dict[str, Any], context: JobContext) -> None:
    """Payload: {"attachment": id}."""
    finish_picture(attachment_id=payload["attachment"])


@job(EXAMINE_JOB)
def examine(payload: dict[str, Any], context: JobContext) -> None:
    """Payload: {"attachment": id}."""
    examine_attachment(attachment_id=payload["attachment"])


@job(AGAIN_JOB)
def prepare_thumbnail_again(payload: dict[str, Any], context: JobContext) -> None:
    """Payload: {"attachment": id}."""
    make_thumbnail_again(attachment_id=payload["attachment"])


@job(SWEEP_JOB)
def sweep(payload: dict[str, Any], context: JobContext) -> dict[str, int]:
    """No payload; the result tells how many files went."""
    return {"swept": sweep_uploads()}
