"""What every request to the API must be before a view sees it: of a media type and with a query
that its operation takes.

The description of the operation (`extend_schema`, filters, pagination) says which query that is;
an operation takes JSON unless its view set `TakesFiles`. Nothing here reads a body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from common.disk import require_room
from common.errors import DomainError
from common.names import refuse_unknown
from common.parsers import MultiPartParser

if TYPE_CHECKING:  # these views import this module by its name in the settings
    from rest_framework.views import APIView


class MediaTypeRefused(DomainError):
    code = "unsupported-media-type"
    status = 415
    text = {
        "vi": "Địa chỉ này chỉ nhận {types}, không nhận {sent}; hãy gửi lại đúng loại đó.",
        "en": "This address takes {types} only, not {sent}; send it as that.",
    }


class Negotiation(DefaultContentNegotiation):
    """DRF's choice of a renderer, the one step that each request takes whatever its view."""

    def select_renderer(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        self._require_media_type(request)
        _require_described(request)
        return super().select_renderer(request, *args, **kwargs)

    def _require_media_type(self, request: Request) -> None:
        """Refuse a body that no parser reads, even where the body is not looked at."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        parsers = request.parsers or ()
        if length == "0" or self.select_parser(request, parsers) is not None:
            return
        raise MediaTypeRefused(
            types=", ".join(parser.media_type for parser in parsers),
            sent=request.content_type.partition(";")[0][:100] or "—",
        )


class TakesFiles:
    """For view sets whose `create` is an upload: multipart/form-data there, JSON elsewhere."""

    def get_parsers(self: Any) -> list[BaseParser]:
        # A request chooses its parsers before its action; the description comes without one.
        asked = self.request and self.request.method.lower()
        if (self.action_map.get(asked) if asked else self.action) == "create":
            return [MultiPartParser()]
        parsers: list[BaseParser] = super().get_parsers()  # type: ignore[misc]
        return parsers

    def initial(self: Any, request: Request, *args: Any, **kwargs: Any) -> None:
        """An upload that the disk has no room for is refused before its body is read."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        if self.action == "create":
            require_room(int(request.META.get("CONTENT_LENGTH") or 0))


def _require_described(request: Request) -> None:
    """Refuse a query, and the body of an operation without one, that nothing describes."""
    query, body = request.META.get("QUERY_STRING"), request.META.get("CONTENT_LENGTH")
    if not query and not body:
        return
    taken = described(request.parser_context["view"], request.method or "GET")
    if taken is None:
        return
    if query:
        refuse_unknown(request.query_params, taken.query)
    if body and not taken.body and isinstance(request.data, Mapping):
        refuse_unknown(request.data, ())


@dataclass(frozen=True, slots=True)
class Described:
    """What the description of an operation takes: the names of its query, and whether a body."""

    query: frozenset[str]
    body: bool


_described: dict[tuple[type[APIView], str], Described | None] = {}


def described(view: APIView, method: str) -> Described | None:
    """None where nothing is described: a method that the view lacks, and the description itself."""
    name = getattr(view, "action", None) or method.lower()
    key = type(view), name
    if key not in _described:
        handler = getattr(view, name, None)
        _described[key] = None if handler is None else _read(view, handler, method)
    return _described[key]


def _read(view: APIView, handler: Any, method: str) -> Described | None:
    kind: Any = getattr(handler, "kwargs", {}).get("schema") or type(view.schema)
    schema: Any = kind()
    schema.view = view
    schema.method = "GET" if method == "HEAD" else method
    if schema.is_excluded():
        return None
    names = set(_declared(schema.get_override_parameters()))
    if schema.method == "GET" and schema.get_filter_backends():  # a list
        names.update(getattr(getattr(view, "filterset_class", None), "base_filters", ()))
        paginator = getattr(view, "paginator", None)
        if paginator is not None:
            names.update((paginator.cursor_query_param, paginator.page_size_query_param))
    return Described(frozenset(names), _takes_body(schema))


def _takes_body(schema: Any) -> bool:
    if schema.method == "DELETE":  # only where it is said: the generator takes the view's own shape
        return isinstance(schema.get_request_serializer(), type)
    return schema.method != "GET" and schema.get_request_serializer() is not None


def _declared(parameters: Sequence[Any]) -> Iterator[str]:
    for parameter in parameters:
        if not isinstance(parameter, OpenApiParameter):
            yield from (parameter() if isinstance(parameter, type) else parameter).fields
        elif parameter.location == OpenApiParameter.QUERY and not parameter.exclude:
            yield parameter.name
