"""The background work of the installation as a whole."""

from __future__ import annotations

from typing import Any

from contest_platform.checking import EVERY, JOB, Found, plan, step
from jobs.registry import JobContext, job


@job(JOB)
def check_files(payload: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """{"found": where the look stands} -> {"done": whether it is at its end, "found": as before}."""
    found = step(Found.read(payload.get("found")))
    plan(Found.read(None), EVERY) if found.done else plan(found)
    return {"done": found.done, "found": found.told()}
