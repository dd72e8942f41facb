"""The only writers of certificates: templates, issuing, batches, and what happens afterwards."""

from certificates.services.batches import (
    cancel_batch,
    order_batch,
    print_batch,
    retry_batch,
)
from certificates.services.corrections import (
    approve_correction,
    decline_correction,
    request_correction,
)
from certificates.services.issuing import issue_missing
from certificates.services.life import reissue, revoke
from certificates.services.templates import create_template, template_or_default

__all__ = [
    "approve_correction",
    "cancel_batch",
    "create_template",
    "decline_correction",
    "issue_missing",
    "order_batch",
    "print_batch",
    "reissue",
    "request_correction",
    "retry_batch",
    "revoke",
    "template_or_default",
]
