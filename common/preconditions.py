"""The two conditions of a safe write: the revision it was based on, and its idempotency key.

Reads headers only; comparing revisions and remembering keys is the work of the services. A key is
one person's: services look it up together with who sent it, never alone.
"""

import hashlib
import json
import re
from typing import Any, Final

from django.http import HttpRequest
from rest_framework.request import Request

from common.errors import DomainError

_TAG = re.compile(r'(?:W/)?"(\d{1,18})"')  # W/: a proxy that compresses weakens the tag
_KEY = re.compile(r'"?([A-Za-z0-9_.:-]{8,100})"?')

SERVER: Final = "@"
"""Begins the keys that the server makes for its own writes; no header can hold it."""


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


class OperationReused(DomainError):
    code = "operation-reused"
    status = 409
    text = {
        "vi": "Mã thao tác này đã dùng cho nội dung khác; hãy gửi lại với mã mới.",
        "en": "This idempotency key was used for other content; send with a new key.",
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


def idempotency_key_if_any(request: HttpRequest | Request) -> str:
    """The Idempotency-Key, or "" where none was sent. Raises `PreconditionMalformed`."""
    return idempotency_key(request) if request.headers.get("Idempotency-Key") else ""


def server_key(*parts: object) -> str:
    """A key of the server's own: server_key("paper", 7) -> "@paper-7"."""
    return SERVER + "-".join(str(part) for part in parts)


def request_digest(*asked: Any) -> str:
    """SHA-256 of what was asked for; the order of members makes no difference."""
    document = json.dumps(asked, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(document.encode()).hexdigest()
