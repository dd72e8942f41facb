"""The published JSON Schemas agree with the parsers."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scoring.errors import DefinitionError
from scoring.form import parse_form
from scoring.policy import parse_policy
from tests.scoring.test_form_vectors import FILES

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_vector_form_fits_the_schema(path: Path) -> None:
    definition = json.loads(path.read_text(encoding="utf-8"))["form"]
    assert list(validator("form").iter_errors(definition)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"colour": 1},
        {"items": []},
        {"items": [{"id": "A", "kind": "count", "label": {"vi": "a"}}]},
        {"items": [{"id": "a", "kind": "slider", "label": {"vi": "a"}}]},
        {"items": [{"id": "a", "kind": "count"}]},
        {"phrases": "Hay"},
        {"phrases": ["Hay"]},
        {"phrases": [{"vi": "Hay"}] * 21},
        {"items": [{"id": "a", "kind": "count", "label": {"vi": "a"}, "phrases": [{"en": "x"}]}]},
        {"items": [{"id": "a", "kind": "count", "label": {"vi": "a"}, "weight": "1,5"}]},
        {
            "items": [
                {"id": "a", "kind": "computed", "label": {"vi": "a"}, "expression": {"pow": [2]}}
            ]
        },
    ],
)
def test_schema_and_parser_refuse_the_same_forms(change: dict[str, Any]) -> None:
    form = {"schema": 1, "items": [{"id": "a", "kind": "count", "label": {"vi": "a"}}]}
    assert parse_form(form).items["a"].kind == "count"
    assert list(validator("form").iter_errors(form | change)) != []
    with pytest.raises(DefinitionError):
        parse_form(form | change)


def test_ready_phrases_score_nothing() -> None:
    item = {"id": "a", "kind": "count", "label": {"vi": "a"}}
    plain = {"schema": 1, "items": [item]}
    phrases = [{"vi": "Hay.", "en": "Good."}, {"vi": "Cần thêm nguồn."}]
    worded = {"schema": 1, "phrases": phrases, "items": [item | {"phrases": phrases}]}
    assert list(validator("form").iter_errors(worded)) == []
    assert parse_form(worded) == parse_form(plain)


POLICY: dict[str, Any] = {
    "schema": 1,
    "rounds": {
        "robot": {
            "judges": {"method": "drop", "high": 1, "low": 1},
            "standardise": {"method": "z", "mean": 100, "deviation": 20, "over": "judge_division"},
            "attempt": {"expression": {"*": [{"var": "value"}, "1/2"]}},
            "attempts": {"method": "drop_lowest", "table": [{"from": 4, "to": 7, "drop": 1}]},
            "round": {"method": "share_of_best"},
            "weight": "0.6",
            "rounding": {"round": {"digits": 2, "mode": "half_even"}},
            "missing": "skip",
        },
        "talk": {
            "discrepancy": {
                "bands": [{"up_to": "1/2", "action": "accept"}, {"action": "third_marking"}]
            }
        },
    },
    "combine": {"method": "weighted_sum", "rounds": ["robot", "talk"]},
    "rank_keys": [{"type": "points"}, {"type": "time", "round": "robot", "item": "time"}],
    "prizes": [{"code": "nhat", "label": {"vi": "Giải nhất"}, "quota": {"share": "1/20"}}],
    "display": {"digits": 2},
}


def test_a_policy_fits_its_schema_and_parses() -> None:
    assert list(validator("policy").iter_errors(POLICY)) == []
    assert parse_policy(POLICY).round_needs_field("robot") is True
    assert parse_policy(POLICY).round_needs_field("talk") is False


@pytest.mark.parametrize(
    "change",
    [{"rounds": {}}, {"combine": {"method": "best"}}, {"rank_keys": [{"type": "luck"}]}, {"x": 1}],
)
def test_schema_and_parser_refuse_the_same_policies(change: dict[str, Any]) -> None:
    assert list(validator("policy").iter_errors(POLICY | change)) != []
    with pytest.raises(DefinitionError):
        parse_policy(POLICY | change)
