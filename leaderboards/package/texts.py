"""Brings the texts of a package to the form in which the API stores them.

One line where the API takes a name, several where it takes a paragraph. What is frozen under a hash,
and what the scoring core defines, stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.text import many_lines, single_line

_LINES = frozenset(
    {"title", "title_en", "name", "name_en", "full_name", "class_name", "team", "room", "topic"}
)
_PARAGRAPHS = frozenset(
    {"summary", "summary_en", "state_reason", "reason", "note", "notes", "words", "device"}
)
_KEPT = frozenset(
    {"payload", "document", "script", "definition", "versions", "policy", "values", "effect"}
)


def tidied(value: Any) -> Any:
    """The same document with its names and paragraphs as the API would store them."""
    if isinstance(value, Mapping):
        return {key: _member(key, each) for key, each in value.items()}
    return [tidied(each) for each in value] if isinstance(value, list) else value


def _member(key: str, value: Any) -> Any:
    if key in _KEPT:
        return value
    if isinstance(value, str):
        return single_line(value) if key in _LINES else _paragraph(key, value)
    return tidied(value)


def _paragraph(key: str, value: str) -> str:
    return many_lines(value) if key in _PARAGRAPHS else value
