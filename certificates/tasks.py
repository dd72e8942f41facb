"""The background jobs of certificates; their handlers may run again after a crash."""

from __future__ import annotations

from typing import Any

from certificates import services
from certificates.models import CertificateBatch
from certificates.services.batches import JOB_KIND
from certificates.services.delivery import JOB_KIND as DELIVERY_KIND
from jobs.registry import JobContext, job


@job(JOB_KIND)
def print_batch(payload: dict[str, Any], context: JobContext) -> dict[str, int]:
    """{"batch": id} -> {"pages": n}."""
    batch = CertificateBatch.objects.select_related(
        "publication__contest__organization", "template__contest", "created_by"
    ).get(pk=payload["batch"])
    return {"pages": services.print_batch(batch=batch, progress=context.progress)}


@job(DELIVERY_KIND)
def deliver(payload: dict[str, Any], context: JobContext) -> dict[str, int]:
    """{"publication": id, "attach": bool} -> {"sent": n}."""
    return {
        "sent": services.deliver(
            job=context.job_id, attach=payload["attach"], progress=context.progress
        )
    }
