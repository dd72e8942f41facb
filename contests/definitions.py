"""Checks form and policy definitions, and tells their problems in the words of people.

Holds no arithmetic: what a definition means is known by `scoring` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from common.errors import Fault
from contests.errors import FormInvalid, PolicyInvalid
from scoring.errors import DefinitionError, Problem
from scoring.form import Form, parse_form
from scoring.messages import message
from scoring.policy import Policy, parse_policy

_TEXTS = frozenset({"label", "help", "descriptor", "message", "unit", "prompts"})


def parsed_form(definition: Mapping[str, Any]) -> Form:
    """The form; raises FormInvalid that names every problem by its JSON pointer."""
    try:
        return parse_form(definition)
    except DefinitionError as error:
        raise FormInvalid(errors=faults(error.problems)) from error


def parsed_policy(definition: Mapping[str, Any], forms: Mapping[str, Form]) -> Policy:
    """The policy for rounds with these `forms`; raises PolicyInvalid."""
    try:
        return parse_policy(definition, forms)
    except DefinitionError as error:
        raise PolicyInvalid(errors=faults(error.problems)) from error


def faults(problems: Iterable[Problem]) -> list[Fault]:
    """Each problem in both languages, with its pointer into the request's body."""
    return [
        Fault(
            detail={language: message(problem, language) for language in ("vi", "en")},
            pointer=f"/definition{problem.pointer}",
            code=problem.code,
        )
        for problem in problems
    ]


def same_scoring(one: Any, other: Any) -> bool:
    """Whether two definitions differ in texts only, so that every sheet scores the same."""
    return bool(_without_texts(one) == _without_texts(other))


def _without_texts(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _without_texts(value) for key, value in node.items() if key not in _TEXTS}
    if isinstance(node, list):
        return [_without_texts(value) for value in node]
    return node
