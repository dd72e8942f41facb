"""JSON documents that must come out the same byte for byte: exact numbers, NFC, fixed order.

Never knows what a document means.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from common.text import composed
from scoring.exact import number, text


def exact(value: Any) -> Any:
    """The same document with texts in NFC and every float as its shortest decimal text.

    Raises ValueError for a float that is no number (NaN, infinity).
    """
    if isinstance(value, str):
        return composed(value)
    if isinstance(value, float):
        return text(number(value))
    if isinstance(value, Mapping):
        return {exact(key): exact(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [exact(item) for item in value]
    return value


def ordered(value: Any) -> Any:
    """`exact` with the keys of every object sorted: for documents whose key order a database
    does not keep.
    """
    if isinstance(value, Mapping):
        return {exact(key): ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [ordered(item) for item in value]
    return exact(value)


def instant(value: datetime | None) -> str | None:
    """A UTC instant as text: "2026-10-03T01:30:00Z"."""
    if value is None:
        return None
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def sparse(pairs: Mapping[str, Any], defaults: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The members that say something: not null, "", [], {} and not their default."""
    known = defaults or {}
    return {
        key: value
        for key, value in pairs.items()
        if value is not None and value != "" and value != [] and value != {}
        and not (key in known and value == known[key])
    }  # fmt: skip
