"""Every problem code has a text in both languages."""

import re
from pathlib import Path

from scoring.errors import Problem
from scoring.messages import TEXTS, message

CODE = re.compile(
    r"""(?:\.fail\(|\.block\(|\.problem\(|ValueProblem\(|ExpressionError\(|warn\()\s*"([a-z-]+)\""""
)


def test_every_code_raised_has_a_text_and_the_reverse() -> None:
    root = Path(__file__).parents[2] / "scoring"
    used = {code for path in root.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    assert used == set(TEXTS)


def test_message_names_the_item() -> None:
    problem = Problem("above-max", "/values/idea", "idea", params={"max": "10"})
    assert message(problem, "vi") == "“idea” không được quá 10."
    assert message(problem, "en") == "“idea” must be at most 10."
    assert message(problem, "fr") == "“idea” không được quá 10."


def test_message_of_a_rule_is_the_forms_own() -> None:
    problem = Problem("rule", "/rules/r", "a", params={"message": {"vi": "Quá 4", "en": "Over 4"}})
    assert message(problem, "en") == "Over 4"
    assert message(problem, "vi") == "Quá 4"


def test_message_of_a_gate_names_its_group() -> None:
    problem = Problem("division-by-zero", "/groups/g", None, params={"group": "g"})
    assert message(problem, "en") == "“g”: the formula divides by zero."
