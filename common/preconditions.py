"""The two conditions of a safe write: the revision it was based on, and its idempotency key.

Reads headers only; comparing revisions and remembering keys is the work of the services.
"""

import re

from django.http import HttpRequest
from rest_framework.request import Request

from common.errors import DomainError

_TAG = re.compile(r'(?:W/)?"(\d{1,18})"')  # W/: a proxy that compresses weakens the tag
_KEY = re.compile(r'"?([A-Za-z0-9_.:-]{8,100})"?')


class PreconditionMissing(DomainError):
    code = "precondition-missing"
    status = 428
    text = {
        "vi": "Thiếu tiêu đề {header}; hãy tải lại trang rồi thử lại.",
        "en": "The header {header} is missing; reload the page and try again.",
    }


class PreconditionMalformed(DomainError):
    code = "precondition-malformed"
    status = 400
    text = {
        "vi": "Tiêu đề {header} không đúng dạng; dạng đúng là {form}.",
        "en": "The header {header} is not well-formed; the form is {form}.",
    }


class RevisionStale(DomainError):
    """Raise with `extra={"current": …}`: the resource as it is now."""

    code = "revision-stale"
    status = 412
    text = {
        "vi": "Dữ liệu đã được người khác thay đổi; hãy xem bản hiện tại rồi quyết định.",
        "en": "Somebody changed this in the meantime; look at the current state and decide.",
    }


def etag(revision: int) -> str:
    """The value of ETag for a revision: 7 -> '"7"'."""
    return f'"{revision}"'


def expected_revision(request: HttpRequest | Request) -> int:
    """The revision in If-Match. Raises `PreconditionMissing`, `PreconditionMalformed`."""
    header = request.headers.get("If-Match")
    if not header:
        raise PreconditionMissing(header="If-Match")
    match = _TAG.fullmatch(header.strip())
    if not match:
        raise PreconditionMalformed(header="If-Match", form='"7"')
    return int(match[1])


def idempotency_key(request: HttpRequest | Request) -> str:
    """The Idempotency-Key (8 to 100 letters, digits, - _ . :), with or without quotes.

    Raises `PreconditionMissing`, `PreconditionMalformed`.
    """
    header = request.headers.get("Idempotency-Key")
    if not header:
        raise PreconditionMissing(header="Idempotency-Key")
    match = _KEY.fullmatch(header.strip())
    if not match:
        raise PreconditionMalformed(header="Idempotency-Key", form="[A-Za-z0-9_.:-]{8,100}")
    return match[1]
