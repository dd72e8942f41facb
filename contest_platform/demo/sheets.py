"""Fills scoresheets plausibly: a work has an ability, a judge a severity, and both show."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, Final

from common.preconditions import server_key
from contest_platform.demo.works import PRAISE, SHORTCOMING
from judging.models import Scoresheet
from judging.services import record_scoresheet

_SUBTASKS: Final = (0, 20, 40, 70, 100)
_COURSE: Final = ("none", "first", "second", "all")

Values = dict[str, Any]


def judged(
    random: Random, form: Mapping[str, Any], ability: float, severity: float
) -> tuple[Values, dict[str, str]]:
    """Levels and comments of a rubric for an ability from 0 to 1; a low level is explained."""
    values: Values = {}
    comments = {"": random.choice(PRAISE)}
    for item in form["items"]:
        levels = [level["value"] for level in item["levels"]]
        place = ability - severity + random.gauss(0, 0.1)
        values[item["id"]] = levels[max(0, min(len(levels) - 1, int(place * len(levels))))]
        if values[item["id"]] < item["comment"]["required_below"]:
            comments[item["id"]] = random.choice(SHORTCOMING)
    return values, comments


def run(random: Random, ability: float) -> Values:
    """A referee's run sheet of the robotics preset."""
    delivered = sum(random.random() < ability for _ in range(6))
    partial = sum(random.random() < 0.4 for _ in range(6 - delivered))
    course = _COURSE[min(3, int(4 * min(0.99, ability + random.uniform(-0.2, 0.25))))]
    finished = course == "all"
    return {
        "delivered": delivered,
        "partial": partial,
        "line": course,
        "surprise": random.random() < ability,
        "parking": finished and random.random() < ability,
        "restarts": 0 if random.random() < ability else random.randint(1, 3),
        "time": f"{random.uniform(58, 112):.2f}" if finished else "120",
    }


def problems(random: Random, ability: float) -> Values:
    """Four problems by subtasks and the penalty in minutes."""
    reached = [
        _SUBTASKS[max(0, min(4, int(5 * (ability - 0.13 * index + random.uniform(0, 0.35)))))]
        for index in range(4)
    ]
    values: Values = {f"p{index}": points for index, points in enumerate(reached, start=1)}
    solved = sum(points > 0 for points in reached)
    return {**values, "penalty": sum(random.randint(8, 45) for _ in range(solved))}


def quiz(random: Random, ability: float) -> Values:
    """Answers, seconds, and the guess of the number of participants."""
    return {
        "correct": sum(random.random() < 0.35 + 0.62 * ability for _ in range(30)),
        "time": random.randint(520, 1740),
        "prediction": random.randint(20, 60),
    }


def record(
    sheet: Scoresheet,
    values: Values,
    comments: Mapping[str, str] | None = None,
    *,
    state: str = "submitted",
    kind: str = "scored",
) -> None:
    """One write of the sheet's own judge, on top of what is there."""
    actor = sheet.judge.user
    assert actor is not None
    record_scoresheet(
        sheet_id=sheet.pk,
        actor=actor,
        expected_revision=sheet.revision,
        operation=server_key("demo", sheet.pk, sheet.revision + 1),
        values=values,
        comments=comments or {},
        kind=kind,
        state=state,
        device="Máy tính bảng 03" if kind == "scored" else "",
    )
