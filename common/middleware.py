"""Guards in front of code that is not ours."""

from collections.abc import Callable
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import ParseError

from common.errors import DomainError
from common.parsers import JSONParser
from common.problems import answer

_SIGN_IN = "/_allauth/"


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
