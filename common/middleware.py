"""Guards around all answers, and in front of code that is not ours. No rule of the domain."""

from collections.abc import Callable
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import NotFound, ParseError

from common.errors import DomainError
from common.parsers import JSONParser
from common.problems import answer

_SIGN_IN = "/_allauth/"
_DATA = ("/api/", _SIGN_IN)

# The product uses none of them, nor may a page that frames a board.
_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "bluetooth",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)


class PrivateAnswers:
    """Says what browsers must not do: use a device's sensors, keep an answer of the API.

    A view that sets `Cache-Control` itself (boards, public files) knows better.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        response.headers["Permissions-Policy"] = _POLICY
        if request.path.startswith(_DATA):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class AddressUnstorable(DomainError):
    """PostgreSQL has no place for NUL, so nothing of such a name can exist."""

    code = "invalid"
    status = 400
    text = {
        "vi": "Địa chỉ có ký tự không hợp lệ; hãy xoá ký tự đó rồi thử lại.",
        "en": "The address has a character that is not allowed; remove it and try again.",
    }


class StorableAddresses:
    """Refuses NUL in a path or a query, which the database's driver would fail at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            return answer(NotFound())
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\x00" in query:
            return answer(AddressUnstorable())
        return self._get_response(request)


class SignInBodies:
    """Refuses JSON that allauth's own reader would fail at: too deep, or text nobody can store."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.path.startswith(_SIGN_IN)
            and request.content_type == "application/json"
            and request.body
        ):
            try:
                JSONParser().parse(BytesIO(request.body))
            except (ParseError, DomainError) as error:
                return answer(error)
        return self._get_response(request)
