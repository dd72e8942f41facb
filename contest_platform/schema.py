"""The API's own description (OpenAPI), built once a process for each language and form.

Building it takes more than half a second of the processor and anybody may ask for it, so only the
first request pays. Never describes an endpoint: that is drf-spectacular's work.
"""

from __future__ import annotations

import hashlib
from threading import Lock

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.encoding import force_bytes
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

_building = Lock()
_built: dict[tuple[str, str], tuple[bytes, str]] = {}  # by language and media type


class SchemaView(SpectacularAPIView):
    """drf-spectacular's view, answered from what was built before; the version is never asked."""

    def _get_schema_response(self, request: Request) -> HttpResponseBase | None:
        asked = translation.get_language()
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        renderer = request.accepted_renderer
        with _building:  # many who ask at once wait for one
            key = language, renderer.media_type
            if key not in _built:
                _built[key] = _build(language, renderer)
            body, etag = _built[key]
        response = HttpResponse(
            body,
            content_type=renderer.media_type,
            headers={
                "ETag": etag,
                "Cache-Control": "no-cache",
                "Vary": "Accept, Accept-Language",
                "Content-Disposition": f'inline; filename="openapi.{renderer.format}"',
            },
        )
        return get_conditional_response(request._request, etag=etag, response=response)


def _build(language: str, renderer: BaseRenderer) -> tuple[bytes, str]:
    """The description as bytes, and its ETag."""
    with translation.override(language):
        made = SchemaGenerator().get_schema(request=None, public=True)
    body = force_bytes(renderer.render(made, renderer.media_type, {}))
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'
