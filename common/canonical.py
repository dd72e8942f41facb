"""One text for one value: canonical JSON, and its SHA-256.

Sorted keys, no spaces, UTF-8; exact numbers as their text. Floats are refused: the same number
must never have two texts.
"""

import hashlib
import json
from fractions import Fraction
from typing import Any

from scoring.exact import text


def canonical_json(value: Any) -> bytes:
    """`value` as canonical JSON. Raises TypeError for floats and what JSON has no form for."""
    return json.dumps(
        _checked(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _checked(value: Any) -> Any:
    if isinstance(value, dict):
        return {_key(key): _checked(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(member) for member in value]
    if isinstance(value, Fraction):
        return text(value)
    if value is None or isinstance(value, str | bool | int):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError("the keys of canonical JSON are texts")
    return key
