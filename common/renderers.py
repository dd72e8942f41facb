"""JSON by orjson."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer

from scoring.exact import text


def _plain(value: Any) -> Any:
    """What stands in answers and orjson does not know; an unknown type is a bug and raises."""
    if isinstance(value, Fraction):
        return text(value)
    if isinstance(value, Promise | str | Decimal):  # lazy texts, DRF's own strings
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


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
