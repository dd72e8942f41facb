"""What the operators of expressions do to values; parsing is in `scoring.expression`."""

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from scoring.errors import ExpressionError
from scoring.exact import number

Value = Fraction | bool | str | tuple[Any, ...] | None

MANY = 2000
"""The most operands of any operator."""
MAGNITUDE = 10**300


def truth(value: Value) -> bool:
    return value is not None and value not in (False, 0, "", ())


def numeric(value: Value) -> Fraction | None:
    """An operand as a rational; null stays null."""
    if value is None or isinstance(value, Fraction):
        return value
    if isinstance(value, bool):
        return Fraction(int(value))
    if isinstance(value, str):
        try:
            return number(value)
        except ValueError:
            pass
    raise ExpressionError("expression-type", expected="number")


def equal(left: Value, right: Value) -> bool:
    if left is None or right is None:
        return left is right
    if isinstance(left, tuple) or isinstance(right, tuple):
        return (
            isinstance(left, tuple)
            and isinstance(right, tuple)
            and len(left) == len(right)
            and all(equal(a, b) for a, b in zip(left, right, strict=True))
        )
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, str) or isinstance(right, str):
        if isinstance(left, bool) or isinstance(right, bool):
            return False
        try:
            return numeric(left) == numeric(right)
        except ExpressionError:
            return False
    return Fraction(left) == Fraction(right)


def bounded(value: Fraction) -> Fraction:
    if abs(value.numerator) >= MAGNITUDE or value.denominator >= MAGNITUDE:
        raise ExpressionError("number-too-large")
    return value


def _remainder(a: Fraction, b: Fraction) -> Fraction:
    if b == 0:
        raise ExpressionError("division-by-zero")
    return a - b * math.trunc(a / b)


def _divide(a: Fraction, b: Fraction) -> Fraction:
    if b == 0:
        raise ExpressionError("division-by-zero")
    return a / b


def total(values: Iterable[Fraction]) -> Fraction:
    """The sum, each partial one bounded: that of many odd denominators has as many digits as all."""
    result = Fraction(0)
    for value in values:
        result = bounded(result + value)
    return result


def product(values: Iterable[Fraction]) -> Fraction:
    """The product, each partial one bounded."""
    result = Fraction(1)
    for value in values:
        result = bounded(result * value)
    return result


ARITHMETIC: dict[str, tuple[int, int, Callable[[list[Fraction]], Fraction]]] = {
    "+": (1, MANY, total),
    "*": (1, MANY, product),
    "-": (1, 2, lambda v: -v[0] if len(v) == 1 else v[0] - v[1]),
    "/": (2, 2, lambda v: _divide(v[0], v[1])),
    "%": (2, 2, lambda v: _remainder(v[0], v[1])),
    "min": (1, MANY, min),
    "max": (1, MANY, max),
    "abs": (1, 1, lambda v: abs(v[0])),
    "floor": (1, 1, lambda v: Fraction(math.floor(v[0]))),
    "ceil": (1, 1, lambda v: Fraction(math.ceil(v[0]))),
    "trunc": (1, 1, lambda v: Fraction(math.trunc(v[0]))),
}
ORDER: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
LOGIC = {"==": (2, 2), "!=": (2, 2), "and": (1, MANY), "or": (1, MANY), "!": (1, 1)}
OPERATORS = frozenset({*ARITHMETIC, *ORDER, *LOGIC, "var", "missing", "if", "in", "round"})


def contains(needle: Value, haystack: Value) -> Value:
    if needle is None or haystack is None:
        return False
    if not isinstance(haystack, tuple):
        raise ExpressionError("expression-type", expected="list")
    return any(equal(needle, element) for element in haystack)
