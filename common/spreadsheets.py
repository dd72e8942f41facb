"""Cells of exported CSV and XLSX files that no spreadsheet program can take for a formula.

Source: OWASP, "CSV Injection".
"""

import re
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def safe_cell(value: Any) -> Any:
    """A text that would start a formula gets an apostrophe before it; all else is unchanged."""
    if not isinstance(value, str) or not value.startswith(_FORMULA) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}"
