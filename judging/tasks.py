"""The background job of judging; its handler may run again after a crash."""

from __future__ import annotations

from typing import Any

from jobs.registry import JobContext, job
from judging.selectors.minutes import PRINTING_JOB
from judging.services.minutes import print_minutes


@job(PRINTING_JOB)
def print_round_minutes(payload: dict[str, Any], context: JobContext) -> None:
    """Payload: {"minutes": id}."""
    print_minutes(minutes_id=payload["minutes"])
