"""A small contest package that uses every member, and the smallest that is allowed."""

from __future__ import annotations

import copy
from typing import Any

from tests.package.whole_field import FIELD, FORM
from tests.package.whole_judging import JUDGING
from tests.package.whole_results import RESULTS

_FORMAT: dict[str, Any] = {"format": "contest-package", "version": 1}

_WHOLE = {**_FORMAT, **FIELD, **JUDGING, **RESULTS}

_SMALL: dict[str, Any] = {
    **_FORMAT,
    "contest": {"slug": "small", "title": "Nhỏ"},
    "forms": [{"code": "idea", "definition": FORM}],
    "rounds": [{"code": "final"}],
    "policy": {"schema": 1, "rounds": {"final": {}}},
    "entries": [{"code": "E1"}, {"code": "E2"}],
    "sheets": [
        {"entry": "E1", "judge": "J1", "values": {"idea": 8, "style": "plain"}},
        {"entry": "E2", "judge": "J1", "values": {"idea": 0.5, "style": "fine"}},
    ],
}


def whole() -> dict[str, Any]:
    """A package with every member."""
    return copy.deepcopy(_WHOLE)


def small() -> dict[str, Any]:
    """Only what is needed."""
    return copy.deepcopy(_SMALL)
