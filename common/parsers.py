"""Reads bodies: JSON strict and of bounded depth, forms of uploads, and only text that every database
can keep.

Shapes and domains are the work of serializers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import IO, Any

from rest_framework import parsers
from rest_framework.exceptions import ParseError
from rest_framework.utils.json import strict_constant

from common.errors import DomainError, Fault


class TextUnstorable(DomainError):
    """NUL (PostgreSQL has no place for it) or half of a surrogate pair (UTF-8 has none)."""

    code = "invalid"
    status = 400
    text = {
        "vi": "Nội dung có ký tự không lưu được; hãy gõ lại các trường được nêu.",
        "en": "The body has characters that cannot be stored; type the named fields again.",
    }


class JSONParser(parsers.JSONParser):
    """DRF's, for JSON that comes from anywhere. Raises ParseError, TextUnstorable."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        body = stream.read()
        try:
            document = json.loads(
                body.decode("utf-8"), parse_constant=strict_constant, parse_float=_finite
            )
        except (ValueError, RecursionError) as error:
            raise ParseError(f"JSON parse error - {error}") from error
        # Only an escape can bring such a character past the decoder.
        if b"\\u0000" in body or b"\\ud" in body.lower():
            _check_text(document)
        return document


class MultiPartParser(parsers.MultiPartParser):
    """DRF's, for the fields beside an uploaded file. Raises ParseError, TextUnstorable."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        form = super().parse(stream, media_type, parser_context)
        _check_text({name: form.data[name] for name in form.data})
        return form


def _finite(text: str) -> float:
    """JSON has no infinity, but 1e400 would become one."""
    value = float(text)
    if math.isinf(value):
        raise ValueError("a number is out of range")
    return value


def _check_text(document: Any) -> None:
    """Walks without recursion: the document may be as deep as the decoder goes."""
    faults = []
    waiting = [("", document)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, dict):
            for key, member in value.items():
                if storable(key):
                    token = key.replace("~", "~0").replace("/", "~1")
                    waiting.append((f"{pointer}/{token}", member))
                else:
                    faults.append(Fault(TextUnstorable.text, pointer, "characters"))
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{index}", member) for index, member in enumerate(value)]
        elif isinstance(value, str) and not storable(value):
            faults.append(Fault(TextUnstorable.text, pointer, "characters"))
    if faults:
        raise TextUnstorable(errors=faults)


def storable(text: str) -> bool:
    """Whether every database can keep the text."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
