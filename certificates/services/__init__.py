"""The only writers of certificates: templates, issuing, batches, and what happens afterwards."""

from certificates.services.badges import badge_of, switch_badges
from certificates.services.batches import (
    cancel_batch,
    open_batch,
    order_batch,
    print_batch,
    retry_batch,
)
from certificates.services.copies import file_of, handed_out
from certificates.services.corrections import (
    approve_correction,
    decline_correction,
    request_correction,
)
from certificates.services.delivery import deliver, order_delivery, record_bounces
from certificates.services.images import store_image
from certificates.services.issuing import issue
from certificates.services.life import reissue, revoke
from certificates.services.signing import (
    add_signing_key,
    pen_of,
    remove_signing_key,
    signed,
)
from certificates.services.templates import create_template, template_or_default

__all__ = [
    "add_signing_key",
    "approve_correction",
    "badge_of",
    "cancel_batch",
    "create_template",
    "decline_correction",
    "deliver",
    "file_of",
    "handed_out",
    "issue",
    "open_batch",
    "order_batch",
    "order_delivery",
    "pen_of",
    "print_batch",
    "record_bounces",
    "reissue",
    "remove_signing_key",
    "request_correction",
    "retry_batch",
    "revoke",
    "signed",
    "store_image",
    "switch_badges",
    "template_or_default",
]
