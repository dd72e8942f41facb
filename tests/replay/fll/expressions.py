"""The arithmetic of a descriptor (polynomials, conditions, switches) as form expressions.

Knows both ways of writing a term: coefficient and goal as attributes, or constants and goal
references as children whose product it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.replay.fll.xml import Element, NotExpressible

Expression = Any

_COMPARE = {
    "less-than": "<", "less-than-or-equal": "<=", "greater-than": ">",
    "greater-than-or-equal": ">=", "equal-to": "==", "not-equal-to": "!=",
}  # fmt: skip
_FLOATING = ("decimal", "round", "truncate")


def option_id(value: str) -> str:
    """The option of a written value: options' ids have letters, digits, _ and - only."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", value.strip()).lstrip("_-")[:60]


@dataclass(slots=True)
class Names:
    """What expressions may refer to: goals of the category by kind, and variables."""

    kinds: Mapping[str, str]
    variables: dict[str, Expression] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)

    def goal(self, element: Element, attribute: str = "goal") -> str:
        name = element.need(attribute)
        if name not in self.kinds:
            raise NotExpressible(element, f"the goal {name} is not declared before")
        if name.lower() not in self.used:
            self.used.append(name.lower())
        return name


def rounded(element: Element, value: Expression) -> Expression:
    """The value as the element's floatingPoint says; halves go up, as Java's Math.round does."""
    mode = element.attributes.get("floatingPoint", "truncate")
    if mode not in _FLOATING:
        raise NotExpressible(element, f"floatingPoint {mode} is not known")
    if mode == "truncate":
        return {"trunc": [value]}
    if mode == "round":
        return {"floor": [{"+": [value, "0.5"]}]}
    return value


def polynomial(element: Element, names: Names) -> Expression:
    """The sum of the terms. Rounding stands at the terms in the old form, at the sum in the new."""
    parts = [
        _part(child, names) for child in element if child.tag in ("term", "constant", "variableRef")
    ]
    total: Expression = 0 if not parts else parts[0] if len(parts) == 1 else {"+": parts}
    terms = element.all("term")
    by_term = any("goal" in t.attributes for t in terms) or element.all("constant")
    if by_term and "floatingPoint" not in element.attributes:
        return total
    return rounded(element, total)


def _part(element: Element, names: Names) -> Expression:
    if element.tag == "constant":
        return _constant(element)
    if element.tag == "variableRef":
        return _times(element.number("coefficient", "1"), _variable(element, names))
    element.only(
        ("constant", "goalRef", "variableRef"),
        ("coefficient", "goal", "scoreType", "floatingPoint"),
    )
    if "goal" in element.attributes:
        value = _times(element.number("coefficient", "1"), _goal(element, names))
        return rounded(element, value)
    factors: list[Expression] = []
    for child in element:
        if child.tag == "constant":
            factors.append(_constant(child))
        elif child.tag == "goalRef":
            factors.append(_goal(child, names))
        else:
            factors.append(_variable(child, names))
    return 0 if not factors else factors[0] if len(factors) == 1 else {"*": factors}


def _constant(element: Element) -> Expression:
    """A number by itself; a decimal's text alone would be a text."""
    written = element.number("value")
    return {"+": [written]} if "." in written else int(written)


def _times(coefficient: str, value: Expression) -> Expression:
    return value if coefficient == "1" else {"*": [coefficient, value]}


def _goal(element: Element, names: Names) -> Expression:
    name = names.goal(element)
    score = element.attributes.get("scoreType", "computed")
    if score not in ("raw", "computed"):
        raise NotExpressible(element, f"scoreType {score} is not known")
    if score == "raw" and names.kinds[name] in ("choice", "computed"):
        raise NotExpressible(element, f"the goal {name} has no raw number")
    return {"var": name.lower() if score == "raw" else f"{name.lower()}.points"}


def _variable(element: Element, names: Names) -> Expression:
    name = element.need("variable")
    if name not in names.variables:
        raise NotExpressible(element, f"the variable {name} is not declared before")
    return names.variables[name]


def switch(element: Element, names: Names) -> Expression:
    """Cases in order, then the default."""
    element.only(("case", "default"), ())
    branches: list[Expression] = []
    for case in element.all("case"):
        case.only(("condition", "enumCondition", "result", "switch"), ())
        condition = case.first("condition")
        chosen = case.first("enumCondition")
        if condition is not None:
            branches.append(_condition(condition, names))
        elif chosen is not None:
            branches.append(_enum_condition(chosen, names))
        else:
            raise NotExpressible(case, "there is no condition")
        result, inner = case.first("result"), case.first("switch")
        if result is not None:
            branches.append(polynomial(result, names))
        elif inner is not None:
            branches.append(switch(inner, names))
        else:
            raise NotExpressible(case, "there is no result")
    default = element.first("default")
    if default is None:
        raise NotExpressible(element, "there is no default")
    otherwise = polynomial(default, names)
    return {"if": [*branches, otherwise]} if branches else otherwise


def _sides(element: Element) -> tuple[Element, str, Element]:
    left, right = element.first("left"), element.first("right")
    signs = [_COMPARE[child.tag] for child in element if child.tag in _COMPARE]
    if left is None or right is None or len(signs) != 1:
        raise NotExpressible(element, "needs a left side, one comparison and a right side")
    element.only((*_COMPARE, "left", "right"), ())
    return left, signs[0], right


def _condition(element: Element, names: Names) -> Expression:
    left, sign, right = _sides(element)
    return {sign: [polynomial(left, names), polynomial(right, names)]}


def _enum_condition(element: Element, names: Names) -> Expression:
    left, sign, right = _sides(element)
    if sign not in ("==", "!="):
        raise NotExpressible(element, "texts are only equal or not equal")
    return {sign: [_text(left, names), _text(right, names)]}


def _text(element: Element, names: Names) -> Expression:
    constant, goal = element.first("stringConstant"), element.first("enumGoalRef")
    if constant is not None:
        return option_id(constant.need("value"))
    if goal is None:
        raise NotExpressible(element, "needs a text or a goal with values")
    name = names.goal(goal)
    if names.kinds[name] != "choice":
        raise NotExpressible(goal, f"the goal {name} has no values to choose from")
    return {"var": f"{name.lower()}.option"}
