"""The golden vectors of expressions, shared with the tablet's evaluator."""

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.errors import DefinitionError, ExpressionError
from scoring.exact import number, text
from scoring.expression import evaluate, parse

DOCUMENT = json.loads(
    (Path(__file__).parents[1] / "vectors" / "expression.json").read_text(encoding="utf-8")
)


def _read(value: Any) -> Any:
    if isinstance(value, dict):
        return number(value["n"])
    return tuple(_read(v) for v in value) if isinstance(value, list) else value


def _write(value: Any) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    return [_write(v) for v in value] if isinstance(value, tuple) else {"n": text(value)}


VARIABLES = {name: _read(value) for name, value in DOCUMENT["variables"].items()}


@pytest.mark.parametrize("case", DOCUMENT["cases"], ids=lambda c: json.dumps(c["expression"])[:60])
def test_expression_vector_holds(case: dict[str, Any]) -> None:
    if "invalid" in case:
        with pytest.raises(DefinitionError) as refused:
            parse(case["expression"], VARIABLES.__contains__)
        assert refused.value.problems[0].code == case["invalid"]
        return
    expression = parse(case["expression"], VARIABLES.__contains__)
    if "error" in case:
        with pytest.raises(ExpressionError) as failed:
            evaluate(expression, VARIABLES)
        assert failed.value.code == case["error"]
    else:
        assert _write(evaluate(expression, VARIABLES)) == case["value"]
