"""Ready-made contests: an organiser starts from one and changes what differs.

The presets are the JSON files beside this module; nothing here writes to the database.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from contests.errors import PresetUnknown

_ORDER = ("programming", "robotics", "digital_content", "ai", "data_science", "digital_skills")


@dataclass(frozen=True, slots=True)
class Preset:
    """One preset. Forms, rounds and policy have the shape that the services take."""

    kind: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    team_min: int
    team_max: int
    blind: bool
    upload_rule: Mapping[str, Any]
    divisions: Sequence[Mapping[str, str]]
    forms: Sequence[Mapping[str, Any]]
    rounds: Sequence[Mapping[str, Any]]
    policy: Mapping[str, Any]


@cache
def presets() -> tuple[Preset, ...]:
    """All presets in the order in which they are offered."""
    folder = Path(__file__).parent
    return tuple(Preset(**json.loads((folder / f"{kind}.json").read_text())) for kind in _ORDER)


def preset(kind: str) -> Preset:
    """The preset of `kind`; raises PresetUnknown."""
    for each in presets():
        if each.kind == kind:
            return each
    raise PresetUnknown(kind=kind)
