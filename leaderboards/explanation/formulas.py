"""Expressions of forms and policies as people read them: score × 15 + 2. Never evaluates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from common.language import LANGUAGES, Text
from leaderboards.explanation.words import number_in
from scoring.exact import number

Names = Callable[[str], Text]
"""The label of an item by its id."""

_BINARY = {"+": ("+", 4), "-": ("−", 4), "*": ("×", 5), "/": ("÷", 5), "%": ("mod", 5)}
_COMPARE = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_LOGIC = {"and": ({"vi": "và", "en": "and"}, 2), "or": ({"vi": "hoặc", "en": "or"}, 1)}
_CALLS: dict[str, Text] = {
    "min": {"vi": "số nhỏ nhất", "en": "min"},
    "max": {"vi": "số lớn nhất", "en": "max"},
    "abs": {"vi": "giá trị tuyệt đối", "en": "abs"},
    "floor": {"vi": "làm tròn xuống", "en": "round down"},
    "ceil": {"vi": "làm tròn lên", "en": "round up"},
    "trunc": {"vi": "cắt phần lẻ", "en": "cut"},
    "round": {"vi": "làm tròn", "en": "round"},
    "missing": {"vi": "còn thiếu", "en": "missing"},
}
_VALUE: Text = {"vi": "giá trị", "en": "value"}
_WHOLE = 9  # binds strongest: a name, a number, a call


def formula(definition: Any, names: Names) -> Text:
    """A JsonLogic definition as infix in both languages."""
    return {language: _node(definition, names, language)[0] for language in LANGUAGES}


def _node(node: Any, names: Names, language: str) -> tuple[str, int]:
    """The words and how strongly they bind."""
    if node is None:
        return "–", _WHOLE
    if isinstance(node, bool):
        return {"vi": ("không", "có"), "en": ("no", "yes")}[language][node], _WHOLE
    if isinstance(node, list):
        return f"({_list(node, names, language)})", _WHOLE
    if not isinstance(node, Mapping):
        return _leaf(node, language), _WHOLE
    operator, given = next(iter(node.items()))
    arguments = given if isinstance(given, list) else [given]
    return _operation(str(operator), arguments, names, language)


def _leaf(node: Any, language: str) -> str:
    try:
        return number_in(number(node), language)
    except ValueError:
        return str(node)


def _operation(operator: str, arguments: list[Any], names: Names, language: str) -> tuple[str, int]:
    if operator == "var":
        return _name(str(arguments[0]), names, language), _WHOLE
    if operator == "-" and len(arguments) == 1:
        return f"−{_held(arguments[0], 5, names, language)}", 5
    if operator in _BINARY:
        sign, strength = _BINARY[operator]
        first = _held(arguments[0], strength, names, language)
        # What stands behind a minus or a division sign needs its brackets at equal strength too.
        closer = strength + (operator in ("-", "/", "%"))
        rest = [_held(each, closer, names, language) for each in arguments[1:]]
        return f" {sign} ".join([first, *rest]), strength
    if operator in _COMPARE:
        parts = [_held(each, 4, names, language) for each in arguments]
        return f" {_COMPARE[operator]} ".join(parts), 3
    if operator in _LOGIC:
        word, strength = _LOGIC[operator]
        parts = [_held(each, strength + 1, names, language) for each in arguments]
        return f" {word[language]} ".join(parts), strength
    if operator == "!":
        return (
            f"{'không' if language == 'vi' else 'not'} {_held(arguments[0], 6, names, language)}",
            6,
        )
    if operator == "in":
        parts = [_node(each, names, language)[0] for each in arguments]
        return f" {'thuộc' if language == 'vi' else 'in'} ".join(parts), 3
    if operator == "if":
        return _choice(arguments, names, language), 0
    called = _CALLS.get(operator, {"vi": operator, "en": operator})[language]
    return f"{called}({_list(arguments, names, language)})", _WHOLE


def _choice(arguments: list[Any], names: Names, language: str) -> str:
    """if a then b, else c: a list of conditions and results, and what holds else."""
    when, then, other = {
        "vi": ("nếu", "thì", "nếu không thì"),
        "en": ("if", "then", "else"),
    }[language]
    said = [_node(each, names, language)[0] for each in arguments]
    pairs = [f"{when} {a} {then} {b}" for a, b in zip(said[::2], said[1::2], strict=False)]
    if len(said) % 2:
        pairs.append(f"{other} {said[-1]}")
    return ", ".join(pairs)


def _held(node: Any, strength: int, names: Names, language: str) -> str:
    words, own = _node(node, names, language)
    return words if own >= strength else f"({words})"


def _list(nodes: list[Any], names: Names, language: str) -> str:
    return "; ".join(_node(each, names, language)[0] for each in nodes)


def _name(name: str, names: Names, language: str) -> str:
    base, _, part = name.partition(".")
    if base == "value":
        return _VALUE[language]
    label = names(base)[language]
    if part == "points":
        return f"{'điểm' if language == 'vi' else 'points of'} “{label}”"
    return f"“{label}”"
