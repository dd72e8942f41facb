"""Turns every error into `application/problem+json` (RFC 9457) in the request's language.

The only place that knows the form: {type, title, status, detail, errors: [{detail, pointer,
code}]} and the extension members of a `DomainError`. Django's own errors get it under /api/ only.
"""

import logging
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from common.errors import DomainError, Fault
from common.language import Text, in_language
from common.renderers import dumps
from common.stored import FileProblem, page

CONTENT_TYPE = "application/problem+json"
BUSY_SECONDS = 5
"""After which a client may try again what the database had no time for."""

_log = logging.getLogger(__name__)

# The title is the same at every occurrence of a status; the detail says what happened.
_TITLES: Mapping[int, Text] = {
    400: {"vi": "Yêu cầu không hợp lệ", "en": "The request is not valid"},
    401: {"vi": "Cần đăng nhập", "en": "Sign-in needed"},
    403: {"vi": "Không có quyền", "en": "Not allowed"},
    404: {"vi": "Không tìm thấy", "en": "Not found"},
    405: {"vi": "Thao tác không được hỗ trợ", "en": "Method not supported"},
    406: {"vi": "Định dạng trả về không được hỗ trợ", "en": "Answer format not supported"},
    408: {"vi": "Gửi quá chậm", "en": "Too slow"},
    409: {"vi": "Chưa thực hiện được", "en": "Not possible as things stand"},
    410: {"vi": "Tệp không còn", "en": "The file is gone"},
    412: {"vi": "Dữ liệu đã thay đổi", "en": "The data has changed"},
    413: {"vi": "Dữ liệu quá lớn", "en": "Too large"},
    415: {"vi": "Loại dữ liệu không được hỗ trợ", "en": "Content type not supported"},
    422: {"vi": "Dữ liệu chưa đúng", "en": "The data is not right"},
    423: {"vi": "Đã khoá", "en": "Locked"},
    428: {"vi": "Thiếu điều kiện", "en": "Precondition missing"},
    429: {"vi": "Quá nhiều yêu cầu", "en": "Too many requests"},
    500: {"vi": "Lỗi máy chủ", "en": "Server error"},
    507: {"vi": "Máy chủ hết chỗ", "en": "The server is out of space"},
    503: {"vi": "Tạm thời không phục vụ được", "en": "Temporarily unavailable"},
}

# code -> status and text of the errors that the framework raises.
_FRAMEWORK: Mapping[str, tuple[int, Text]] = {
    "invalid": (
        400,
        {
            "vi": "Một số trường chưa đúng; hãy sửa các trường được nêu.",
            "en": "Some fields are not right; correct those that are named.",
        },
    ),
    "malformed": (
        400,
        {
            "vi": "Không đọc được nội dung gửi lên; hãy gửi đúng định dạng JSON.",
            "en": "The body could not be read; send well-formed JSON.",
        },
    ),
    "not-authenticated": (
        401,
        {"vi": "Hãy đăng nhập rồi thử lại.", "en": "Sign in and try again."},
    ),
    "authentication-failed": (
        401,
        {
            "vi": "Thông tin đăng nhập không đúng hoặc đã hết hạn; hãy đăng nhập lại.",
            "en": "The sign-in is wrong or has expired; sign in again.",
        },
    ),
    "permission-denied": (
        403,
        {
            "vi": "Tài khoản của bạn không có quyền làm việc này; hãy hỏi ban tổ chức.",
            "en": "Your account may not do this; ask the organiser.",
        },
    ),
    "csrf-failed": (
        403,
        {
            "vi": "Phiên làm việc đã cũ; hãy tải lại trang rồi thử lại.",
            "en": "The page is out of date; reload it and try again.",
        },
    ),
    "not-found": (
        404,
        {
            "vi": "Không có nội dung này, hoặc bạn không được xem.",
            "en": "There is nothing here, or you may not see it.",
        },
    ),
    "method-not-allowed": (
        405,
        {
            "vi": "Địa chỉ này không nhận thao tác đó.",
            "en": "This address does not take that method.",
        },
    ),
    "not-acceptable": (
        406,
        {"vi": "API chỉ trả về JSON.", "en": "The API answers in JSON only."},
    ),
    "too-large": (
        413,
        {
            "vi": "Nội dung gửi lên quá lớn; hãy gửi ít hơn, hoặc gửi tệp dưới dạng đính kèm.",
            "en": "The body is too large; send less, or send files as attachments.",
        },
    ),
    "unsupported-media-type": (
        415,
        {
            "vi": "Hãy gửi application/json; chỉ nơi nhận tệp mới nhận multipart/form-data.",
            "en": "Send application/json; only uploads take multipart/form-data.",
        },
    ),
    "throttled": (
        429,
        {"vi": "Hãy đợi một lát rồi thử lại.", "en": "Wait a moment and try again."},
    ),
    "locked-out": (
        429,
        {
            "vi": "Đăng nhập sai quá nhiều lần; hãy đợi 10 phút rồi thử lại.",
            "en": "Too many failed sign-ins; wait 10 minutes and try again.",
        },
    ),
    "busy": (
        503,
        {
            "vi": "Máy chủ đang bận, chưa ghi gì cả; hãy thử lại sau vài giây.",
            "en": "The server is busy and nothing was written; try again in a few seconds.",
        },
    ),
    "server-error": (
        500,
        {
            "vi": "Có lỗi ở máy chủ và đã được ghi lại; hãy thử lại sau.",
            "en": "Something failed on the server and was recorded; try again later.",
        },
    ),
}

_CODES: Mapping[type[exceptions.APIException], str] = {
    exceptions.ValidationError: "invalid",
    exceptions.ParseError: "malformed",
    exceptions.NotAuthenticated: "not-authenticated",
    exceptions.AuthenticationFailed: "authentication-failed",
    exceptions.PermissionDenied: "permission-denied",
    exceptions.NotFound: "not-found",
    exceptions.MethodNotAllowed: "method-not-allowed",
    exceptions.NotAcceptable: "not-acceptable",
    exceptions.UnsupportedMediaType: "unsupported-media-type",
    exceptions.Throttled: "throttled",
}


def problem(
    *,
    code: str,
    status: int,
    detail: str,
    errors: Iterable[Fault] = (),
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The document of one problem; `extra` members never replace the standard ones."""
    title = _TITLES.get(status) or _TITLES[500 if status >= 500 else 400]
    document: dict[str, Any] = {
        **(extra or {}),
        "type": f"/problems/{code}",
        "title": in_language(title),
        "status": status,
        "detail": detail,
    }
    faults = [
        {
            "detail": in_language(fault.detail),
            "pointer": fault.pointer,
            **({"code": fault.code} if fault.code else {}),
        }
        for fault in errors
    ]
    if faults:
        document["errors"] = faults
    return document


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> Any:
    """DRF's hook: the answer to `exc`, or None for a bug, which becomes Django's 500."""
    exc = _api_exception(exc)
    if is_busy(exc):
        _log.warning("The database or the cache had no time: %s", exc)
        document, headers = _busy_problem()
    elif isinstance(exc, DomainError):
        document = problem(
            code=exc.code,
            status=exc.status,
            detail=exc.detail(),
            errors=exc.errors,
            extra=exc.extra,
        )
        headers = exc.headers
    elif isinstance(exc, exceptions.APIException):
        document, headers = _framework_problem(exc)
    else:
        return None
    set_rollback()
    if isinstance(exc, FileProblem) and (shown := page(context["request"], document)):
        return shown
    return Response(document, status=document["status"], headers=headers, content_type=CONTENT_TYPE)


def answer(exc: Exception) -> HttpResponse:
    """The finished answer to `exc`, for code that stands outside of DRF's views."""
    response = exception_handler(exc, {})
    assert response is not None, exc  # a bug is not answered but raised
    return HttpResponse(
        dumps(response.data),
        status=response.status_code,
        headers={**response.headers, "Content-Type": CONTENT_TYPE},
    )


def is_busy(exc: BaseException | None) -> bool:
    """Whether the database timed out, chose this transaction to end a deadlock, or is away; or
    whether the shared cache is away, where there is one."""
    cache = sys.modules.get("redis.exceptions")
    if cache is not None and isinstance(exc, cache.RedisError):
        return True
    if not isinstance(exc, OperationalError | InterfaceError):
        return False
    if not isinstance(exc.__cause__, sqlite3.Error):
        return True  # also that of our own lock in front of SQLite
    # On SQLite a missing table is such an error too, and that is a bug.
    return any(words in str(exc) for words in ("locked", "busy", "interrupted"))


def _busy_problem() -> tuple[dict[str, Any], dict[str, str]]:
    status, text = _FRAMEWORK["busy"]
    document = problem(code="busy", status=status, detail=in_language(text))
    return document, {"Retry-After": str(BUSY_SECONDS)}


def _api_exception(exc: Exception) -> Exception:
    """Django's exceptions as those of DRF; any other as it is."""
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, ValidationError):
        return exceptions.ValidationError(
            exc.message_dict if hasattr(exc, "error_dict") else exc.messages
        )
    return exc


def _framework_problem(exc: exceptions.APIException) -> tuple[dict[str, Any], dict[str, str]]:
    code = next((code for kind, code in _CODES.items() if isinstance(exc, kind)), "error")
    if code == "permission-denied" and str(exc.detail).startswith("CSRF"):
        code = "csrf-failed"
    number, text = _FRAMEWORK.get(code, (exc.status_code, None))
    # DRF turns 401 into 403 where no authenticator names a challenge; its number counts.
    number = exc.status_code if code == "not-authenticated" else number
    errors = field_faults(exc.detail) if code == "invalid" else ()
    headers: dict[str, str] = {}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait))
    detail = in_language(text) if text else str(exc.detail)
    return problem(code=code, status=number, detail=detail, errors=errors), headers


def field_faults(detail: Any, pointer: str = "") -> Iterator[Fault]:
    """Walks DRF's nested validation errors; list indices and field names become the pointer."""
    if isinstance(detail, Mapping):
        for key, value in detail.items():
            yield from field_faults(
                value, pointer if key == "non_field_errors" else f"{pointer}/{_escaped(key)}"
            )
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, Mapping | list)
            yield from field_faults(value, f"{pointer}/{index}" if nested else pointer)
    else:
        yield Fault(detail=str(detail), pointer=pointer, code=getattr(detail, "code", None))


def _escaped(token: object) -> str:
    """One reference token of a JSON Pointer (RFC 6901, section 3)."""
    return str(token).replace("~", "~0").replace("/", "~1")


# --- Django's own errors, outside of DRF ----------------------------------------------


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _response(code: str) -> HttpResponse:
    status, text = _FRAMEWORK[code]
    document = problem(code=code, status=status, detail=in_language(text))
    return HttpResponse(dumps(document), status=status, content_type=CONTENT_TYPE)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    if not _is_api(request):
        return defaults.bad_request(request, exception)
    return _response("too-large" if isinstance(exception, RequestDataTooBig) else "invalid")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    if _is_api(request):
        return _response("permission-denied")
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    if _is_api(request):
        return _response("not-found")
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the exception is being handled."""
    if is_busy(sys.exception()):
        document, headers = _busy_problem()
        return HttpResponse(
            dumps(document), status=503, headers=headers | {"Content-Type": CONTENT_TYPE}
        )
    return _response("server-error") if _is_api(request) else defaults.server_error(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    _log.info("CSRF check failed at %s: %s", request.path, reason)
    return _response("csrf-failed")


def locked_out(
    request: HttpRequest, credentials: Mapping[str, Any] | None = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """What django-axes answers to a name and address that failed too often."""
    return _response("locked-out")
