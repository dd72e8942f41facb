"""The background job of judging; its handler may run again after a crash."""

from __future__ import annotations

from typing import Any

from jobs.registry import JobContext, job
from judging.services.minutes import JOB_KIND, print_minutes


@job(JOB_KIND)
def print_round_minutes(payload: dict[str, Any], context: JobContext) -> None:
    """Payload: {"minutes": id}."""
    print_minutes(minutes_id=payload["minutes"])
