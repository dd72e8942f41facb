"""Checks a package against its published schema, and says in words what does not fit.

Shape only: types, members, ranges of single values. Meaning is checked by the apps as they load.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_date, parse_datetime
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from common.faults import Faults
from common.language import Text
from common.parsers import TextUnstorable, storable
from scoring.exact import number
from scoring.reading import escape

_TEXTS: Mapping[str, Text] = {
    "additionalProperties": {
        "vi": "không có mục “{name}”; hãy xem lại chính tả",
        "en": "there is no member '{name}'; check its spelling",
    },
    "required": {"vi": "thiếu mục “{name}”", "en": "the member '{name}' is missing"},
    "type": {"vi": "cần kiểu {expected}", "en": "must be of type {expected}"},
    "enum": {"vi": "chỉ nhận một trong: {expected}", "en": "must be one of: {expected}"},
    "const": {"vi": "phải là {expected}", "en": "must be {expected}"},
    "minItems": {"vi": "cần ít nhất {expected} phần tử", "en": "needs {expected} or more elements"},
    "maxItems": {"vi": "nhiều hơn {expected} phần tử", "en": "has more than {expected} elements"},
    "minLength": {"vi": "không được để trống", "en": "must not be empty"},
    "maxLength": {"vi": "dài quá {expected} ký tự", "en": "is longer than {expected} characters"},
    "minimum": {"vi": "không được nhỏ hơn {expected}", "en": "must not be below {expected}"},
    "maximum": {"vi": "không được lớn hơn {expected}", "en": "must not be above {expected}"},
    "pattern": {
        "vi": "“{value}” có ký tự không hợp lệ hoặc quá dài",
        "en": "'{value}' has characters that are not allowed, or too many",
    },
    "format": {
        "vi": "“{value}” không phải ngày hoặc giờ; ví dụ 2026-10-03T08:30:00+07:00",
        "en": "'{value}' is no date or instant with an offset, such as 2026-10-03T08:30:00+07:00",
    },
    "anyOf": {
        "vi": '“{value}” không phải là số; hãy ghi số nguyên, "12.5" hoặc "1/3"',
        "en": '\'{value}\' is no number; write an integer, "12.5" or "1/3"',
    },
    "oneOf": {
        "vi": "cần đúng một trong các mục: {expected}",
        "en": "needs exactly one of the members: {expected}",
    },
    "dependentRequired": {
        "vi": "“match” và “side” phải đi cùng nhau",
        "en": "'match' and 'side' go together",
    },
}

_NUMBER = "exact-number"
_YEARS = range(1900, 3000)
"""Elsewhere the time zones of screens and databases come to an end."""

_DEPTH_MAX = 100
_DEEP: Text = {
    "vi": "lồng sâu quá {most} tầng",
    "en": "is nested more than {most} levels deep",
}

_ERRORS_MAX = 1000
"""More are not looked for: a hundred are named."""

_formats = FormatChecker(formats=())


@_formats.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    if not isinstance(value, str):
        return True
    moment = parse_datetime(value)
    return moment is not None and moment.tzinfo is not None and moment.year in _YEARS


@_formats.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    day = parse_date(value)
    return day is not None and day.year in _YEARS


@_formats.checks(_NUMBER, raises=ValueError)
def _is_number(value: object) -> bool:
    if isinstance(value, str | int) and not isinstance(value, bool):
        number(value)  # what is neither has the wrong type, which is said elsewhere
    return True


@cache
def schema() -> dict[str, Any]:
    """The published schema of packages."""
    path = settings.BASE_DIR / "docs" / "schemas" / "contest-package.schema.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema(), format_checker=_formats)


def check(document: Any, faults: Faults) -> None:
    """Record everything in which the document departs from the schema."""
    if not isinstance(document, Mapping):
        faults.add("", "shape-type", _TEXTS["type"], expected="object")
        return
    _check_texts(document, faults)
    if faults:
        return
    errors = islice(_validator().iter_errors(document), _ERRORS_MAX)
    for error in sorted(errors, key=_place):
        _add(error, faults)


def _check_texts(document: Any, faults: Faults) -> None:
    """No text that a database cannot keep, and no depth that a reader fails at; without recursion."""
    waiting: list[tuple[str, int, Any]] = [("", 0, document)]
    while waiting:
        pointer, depth, value = waiting.pop()
        if isinstance(value, str) and not storable(value):
            faults.add(pointer, "characters", TextUnstorable.text)
        if depth == _DEPTH_MAX and isinstance(value, Mapping | list):
            faults.add(pointer, "too-deep", _DEEP, most=_DEPTH_MAX)
        elif isinstance(value, Mapping):
            for key, member in value.items():
                if storable(key):
                    waiting.append((f"{pointer}/{escape(key)}", depth + 1, member))
                else:
                    faults.add(pointer, "characters", TextUnstorable.text)
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{at}", depth + 1, each) for at, each in enumerate(value)]


def _place(error: ValidationError) -> list[tuple[bool, Any]]:
    return [(isinstance(step, str), step) for step in error.absolute_path]


def _pointer(steps: Iterable[Any]) -> str:
    return "".join(f"/{escape(str(step))}" for step in steps)


def _add(error: ValidationError, faults: Faults) -> None:
    pointer = _pointer(error.absolute_path)
    keyword = "anyOf" if error.validator_value == _NUMBER else str(error.validator)
    expected: Any = error.validator_value
    rule: Any = error.schema
    if keyword == "additionalProperties":
        given: Any = error.instance
        for name in sorted(set(given) - set(rule["properties"])):
            faults.add(
                f"{pointer}/{escape(name)}", "unknown-member", _TEXTS[keyword], name=name[:60]
            )
    elif keyword == "required":
        name = next(name for name in expected if f"'{name}'" in error.message)
        faults.add(pointer, "missing-member", _TEXTS[keyword], name=name)
    else:
        if keyword == "oneOf":
            expected = [option["required"][0] for option in expected]
        listed = ", ".join(map(str, expected)) if isinstance(expected, list) else str(expected)
        value = str(error.instance)[:60]
        faults.add(pointer, f"shape-{keyword}", _TEXTS[keyword], expected=listed, value=value)
