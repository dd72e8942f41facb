"""Expressions: a subset of JsonLogic (jsonlogic.com) evaluated on exact rationals.

Compiled once to closures; no text is ever executed. Values are rationals, booleans, texts, lists
of texts, or null. Differences from JsonLogic, all towards strictness:

* arithmetic, `min`, `max`, `abs`, rounding: null anywhere gives null; true is 1, false 0; a text
  must read as a number, else `expression-type`
* `< <= > >=` take two or more operands and hold between neighbours; with null they are false
* `== !=` take two; null equals only null; a number equals a text that reads as that number
* `and`, `or`, `!` give booleans; null, 0, "" and [] are false; `and`, `or`, `if` evaluate only
  what they need
* `%` takes the sign of its first operand (a - b * trunc(a / b))
* `missing` lists those of its names that are null
* numbers over 300 digits are `number-too-large`, at each step of a sum or product too, so that no
  definition can exhaust a machine: what an expression costs grows with its nodes, which `Known`
  counts over a whole definition
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count, pairwise

from scoring.errors import DefinitionError, Problem
from scoring.exact import mode_name, rounded
from scoring.operators import (
    ARITHMETIC,
    LOGIC,
    MANY,
    OPERATORS,
    ORDER,
    Value,
    bounded,
    contains,
    equal,
    numeric,
    truth,
)
from scoring.reading import Cursor

__all__ = [
    "Expression",
    "Known",
    "Lookup",
    "Value",
    "evaluate",
    "numeric",
    "parse",
    "read",
    "truth",
]

Lookup = Callable[[str], Value]
Run = Callable[[Lookup], Value]

MAX_DEPTH = 40
MAX_NODES = MANY
MAX_NODES_TOGETHER = 20_000


@dataclass(frozen=True, slots=True)
class Known:
    """The names that the expressions of one definition may use, and a count of all their nodes."""

    names: Callable[[str], bool]
    nodes: Iterator[int] = field(default_factory=lambda: count(1))

    def also(self, name: str) -> "Known":
        """With one name more; the nodes are counted together."""
        return Known(lambda asked: asked == name or self.names(asked), self.nodes)


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression and the variable names that it reads."""

    names: frozenset[str]
    run: Run


def parse(definition: object, known: Callable[[str], bool]) -> Expression:
    """Compile an expression; raise DefinitionError naming each unknown operator or variable."""
    problems: list[Problem] = []
    expression = read(Cursor(definition, "", problems), Known(known))
    if problems:
        raise DefinitionError(problems)
    return expression


def read(cursor: Cursor, known: Known) -> Expression:
    """Compile the expression at a cursor, adding its problems to the cursor's."""
    reader = _Reader(known)
    run = reader.node(cursor, 0)
    return Expression(frozenset(reader.names), run)


def evaluate(expression: Expression, lookup: Lookup | Mapping[str, Value]) -> Value:
    """The expression's value; raises ExpressionError if it has none."""
    return expression.run(lookup if callable(lookup) else lookup.get)


class _Reader:
    """Compiles nodes, counting them and gathering names."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.names: set[str] = set()
        self.nodes = 0

    def node(self, cursor: Cursor, depth: int) -> Run:
        self.nodes += 1
        together = next(self.known.nodes)
        if depth > MAX_DEPTH or self.nodes > MAX_NODES or together > MAX_NODES_TOGETHER:
            cursor.fail("expression-too-large")
            return _constant(None)
        value = cursor.value
        if value is None or isinstance(value, bool | str):
            return _constant(value)
        if isinstance(value, int | float | Fraction):
            return _constant(cursor.number())
        if isinstance(value, list | tuple):
            return _sequence([self.node(c, depth + 1) for c in cursor.elements()])
        if not isinstance(value, Mapping) or len(value) != 1:
            cursor.fail("expression-shape")
            return _constant(None)
        operator = str(next(iter(value)))
        return self.operation(operator, cursor.get(operator), depth)

    def operation(self, operator: str, cursor: Cursor, depth: int) -> Run:
        if operator not in OPERATORS:
            cursor.fail("unknown-operator", operator=operator)
            return _constant(None)
        if not isinstance(cursor.value, list | tuple):
            wrapped = Cursor([cursor.value], cursor.pointer, cursor.problems, cursor.item)
            arguments = [cursor] if wrapped.value else []
        else:
            arguments = cursor.elements()
        if operator == "var":
            return self.variable(cursor, arguments)
        if operator == "missing":
            names = [self.name(c) for c in arguments]
            return lambda lookup: tuple(n for n in names if lookup(n) is None)
        if operator == "round":
            return self.rounding(cursor, arguments, depth)
        return self.apply(operator, cursor, [self.node(c, depth + 1) for c in arguments])

    def name(self, cursor: Cursor) -> str:
        if not isinstance(cursor.value, str) or not self.known.names(cursor.value):
            name = cursor.value if isinstance(cursor.value, str) else None
            cursor.fail("unknown-name", name=name)
            return ""
        self.names.add(cursor.value)
        return cursor.value

    def variable(self, cursor: Cursor, arguments: list[Cursor]) -> Run:
        if not _arity(cursor, "var", len(arguments), 1, 2):
            return _constant(None)
        name = self.name(arguments[0])
        if len(arguments) == 1:
            return lambda lookup: lookup(name)
        default = self.node(arguments[1], MAX_DEPTH)
        return lambda lookup: default(lookup) if (v := lookup(name)) is None else v

    def rounding(self, cursor: Cursor, arguments: list[Cursor], depth: int) -> Run:
        if not _arity(cursor, "round", len(arguments), 1, 3):
            return _constant(None)
        operand = self.node(arguments[0], depth + 1)
        digits = arguments[1].integer(0, least=-12, most=12) if len(arguments) > 1 else 0
        mode = mode_name(arguments[2].value if len(arguments) > 2 else "half_up")
        if mode is None:
            arguments[2].fail("not-allowed", allowed=["half_even", "half_up", "truncate"])
            return _constant(None)

        def run(lookup: Lookup) -> Value:
            value = numeric(operand(lookup))
            return None if value is None else rounded(value, digits or 0, mode)

        return run

    def apply(self, operator: str, cursor: Cursor, operands: list[Run]) -> Run:
        given = len(operands)
        if operator in ARITHMETIC:
            least, most, function = ARITHMETIC[operator]
            return (
                _arithmetic(function, operands)
                if _arity(cursor, operator, given, least, most)
                else _constant(None)
            )
        if operator in ORDER:
            ok = _arity(cursor, operator, given, 2, MAX_NODES)
            return _ordered(ORDER[operator], operands) if ok else _constant(None)
        least, most = {"if": (2, MAX_NODES), "in": (2, 2)}.get(operator) or LOGIC[operator]
        if not _arity(cursor, operator, given, least, most):
            return _constant(None)
        match operator:
            case "==":
                return lambda lookup: equal(operands[0](lookup), operands[1](lookup))
            case "!=":
                return lambda lookup: not equal(operands[0](lookup), operands[1](lookup))
            case "and":
                return lambda lookup: all(truth(run(lookup)) for run in operands)
            case "or":
                return lambda lookup: any(truth(run(lookup)) for run in operands)
            case "!":
                return lambda lookup: not truth(operands[0](lookup))
            case "in":
                return lambda lookup: contains(operands[0](lookup), operands[1](lookup))
            case _:
                return _conditional(operands)


def _arity(cursor: Cursor, operator: str, given: int, least: int, most: int) -> bool:
    if least <= given <= most:
        return True
    cursor.fail("expression-arity", operator=operator, least=least, most=most, count=given)
    return False


def _constant(value: Value) -> Run:
    return lambda _: value


def _sequence(operands: list[Run]) -> Run:
    return lambda lookup: tuple(run(lookup) for run in operands)


def _arithmetic(function: Callable[[list[Fraction]], Fraction], operands: list[Run]) -> Run:
    def run(lookup: Lookup) -> Value:
        values = [numeric(operand(lookup)) for operand in operands]
        present = [value for value in values if value is not None]
        return None if len(present) < len(values) else bounded(function(present))

    return run


def _ordered(holds: Callable[[Fraction, Fraction], bool], operands: list[Run]) -> Run:
    def run(lookup: Lookup) -> Value:
        values = [numeric(operand(lookup)) for operand in operands]
        present = [value for value in values if value is not None]
        if len(present) < len(values):
            return False
        return all(holds(a, b) for a, b in pairwise(present))

    return run


def _conditional(operands: list[Run]) -> Run:
    pairs = list(zip(operands[0::2], operands[1::2], strict=False))
    otherwise = operands[-1] if len(operands) % 2 else _constant(None)

    def run(lookup: Lookup) -> Value:
        for condition, result in pairs:
            if truth(condition(lookup)):
                return result(lookup)
        return otherwise(lookup)

    return run
