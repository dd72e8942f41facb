"""The golden vectors of forms: what a tablet and the server must both compute."""

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.exact import text
from scoring.form import evaluate, parse_form

FILES = sorted((Path(__file__).parents[1] / "vectors" / "form").glob("*.json"))
CASES = [
    pytest.param(document["form"], case, id=f"{path.stem}-{index}")
    for path in FILES
    for document in [json.loads(path.read_text(encoding="utf-8"))]
    for index, case in enumerate(document["cases"])
]


def _text(value: Any) -> str | None:
    return None if value is None else text(value)


@pytest.mark.parametrize(("form", "case"), CASES)
def test_form_vector_holds(form: dict[str, Any], case: dict[str, Any]) -> None:
    result = evaluate(parse_form(form), case["values"], case.get("comments", {}))
    found = sorted((p.code, str(p.item), p.severity) for p in result.problems)
    wanted = sorted((p["code"], str(p["item"]), p["severity"]) for p in case["problems"])
    assert found == wanted
    assert {i: _text(result.items[i].points) for i in case["items"]} == case["items"]
    assert {g: _text(result.groups[g]) for g in case["groups"]} == case["groups"]
    assert _text(result.running) == case["running"]
    assert _text(result.points) == case["points"]
    assert _text(result.maximum) == case["maximum"]
    assert result.complete is case["complete"]


def test_form_vectors_are_many() -> None:
    assert len(CASES) >= 80
