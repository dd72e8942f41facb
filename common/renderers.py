"""JSON by orjson."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer


def _plain(value: Any) -> Any:
    # What DRF puts into its data and orjson does not know: lazy texts, Decimal, its own strings.
    if isinstance(value, Promise) or not hasattr(value, "items"):
        return str(value)
    return dict(value)


def dumps(value: Any) -> bytes:
    """`value` as JSON bytes; instants in UTC as "…Z"."""
    return orjson.dumps(
        value,
        default=_plain,
        option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS,
    )


class OrjsonRenderer(BaseRenderer):
    """Answers of the API. A rendered `bytes` passes through: a view may cache its own JSON."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if data is None:
            return b""
        if isinstance(data, bytes):
            return data
        return dumps(data)
