"""No parser of people's data costs more than in proportion to it, and none reads without an end."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from scoring.errors import DefinitionError, ExpressionError
from scoring.expression import MAX_NODES, MAX_NODES_TOGETHER, parse
from scoring.expression import evaluate as run
from scoring.form import MAX_ITEMS, MAX_RULES, evaluate, parse_form
from scoring.policy import parse_policy
from tests.hostile.growth import grows_in_proportion

TEXT = {"vi": "Mục"}
PRIMES = (3**120, 7**68, 11**55, 13**51, 17**46, 19**45, 23**42)  # of 56 to 60 digits
Document = dict[str, Any]


def item(number: int, **more: Any) -> Document:
    return {"id": f"i{number}", "kind": "number", "label": TEXT, "required": False, **more}


def form(**more: Any) -> Document:
    return {"schema": 1, "items": [item(0)], **more}


def rules(count: int) -> list[Document]:
    return [{"id": f"r{each}", "expression": True, "message": TEXT} for each in range(count)]


def levels(count: int) -> list[Document]:
    return [{"value": value, "label": TEXT} for value in reversed(range(count))]


def options(count: int) -> list[Document]:
    return [{"id": f"o{each}", "label": TEXT, "points": each} for each in range(count)]


def groups(count: int) -> list[Document]:
    return [
        {"id": f"g{each}", "groups": [f"g{each + 1}"]} for each in range(count - 1)
    ] + [{"id": f"g{count - 1}", "items": ["i0"]}]  # fmt: skip


def policy(**more: Any) -> Document:
    return {"schema": 1, "rounds": {"r": {}}, **more}


def parsed(document: Document) -> Callable[[], object]:
    def read() -> None:
        with suppress(DefinitionError):
            (parse_policy if "rounds" in document else parse_form)(document)

    return read


DEFINITIONS: dict[str, tuple[int, Callable[[int], Document]]] = {
    "items": (120, lambda n: {"schema": 1, "items": [item(each) for each in range(n)]}),
    "items with one name": (120, lambda n: {"schema": 1, "items": [item(0)] * n}),
    "optional items of a mean": (
        120,
        lambda n: {
            "schema": 1,
            "items": [item(each, min=0, max=each) for each in range(n)],
            "total": {"aggregate": "mean"},
        },
    ),
    "rules": (50, lambda n: form(rules=rules(n))),
    "rules, too many": (3_000, lambda n: form(rules=rules(n))),
    "levels": (
        50,
        lambda n: {"schema": 1, "items": [item(0, kind="level", levels=levels(n))]},
    ),
    "options": (
        50,
        lambda n: {"schema": 1, "items": [item(0, kind="multi", options=options(n))]},
    ),
    "nested groups": (25, lambda n: form(groups=groups(n))),
    "members of a group": (120, lambda n: form(groups=[{"id": "g", "items": ["i0"] * n}])),
    "unknown keys": (5_000, lambda n: form(**{f"k{each}": 1 for each in range(n)})),
    "unknown operators": (
        500,
        lambda n: form(rules=[{"id": "r", "message": TEXT, "expression": {"+": [{"no": 1}] * n}}]),
    ),
    "prizes": (
        50,
        lambda n: policy(
            prizes=[{"code": f"p{each}", "label": TEXT, "quota": 1} for each in range(n)]
        ),
    ),
    "rounds combined": (
        12,
        lambda n: policy(
            rounds={f"r{each}": {} for each in range(n)},
            combine={"method": "rank_sum", "rounds": [f"r{each}" for each in range(n)]},
        ),
    ),
}


@pytest.mark.parametrize(("size", "document"), DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_definition_costs_grow_in_proportion(
    size: int, document: Callable[[int], Document]
) -> None:
    grows_in_proportion(lambda count: parsed(document(count)), size)


@pytest.mark.parametrize(
    ("document", "code", "pointer"),
    [
        (form(rules=rules(MAX_RULES + 1)), "too-many", "/rules"),
        (
            {"schema": 1, "items": [item(each) for each in range(MAX_ITEMS + 1)]},
            "too-many",
            "/items",
        ),
        ({"schema": 1, "items": [item(0, kind="level", levels=levels(201))]}, "too-many", None),
        ({"schema": 1, "items": [item(0, kind="multi", options=options(201))]}, "too-many", None),
        (form(rules=rules(20_000)), "definition-too-large", ""),
        (form(help={"vi": "a" * 1_000_001}), "definition-too-large", ""),
        (policy(prizes=[{"code": "p", "label": TEXT}] * 201), "too-many", "/prizes"),
        (policy(rounds={f"r{each}": {} for each in range(51)}), "too-many", "/rounds"),
    ],
)
def test_definition_over_a_limit_says_which(
    document: Document, code: str, pointer: str | None
) -> None:
    with pytest.raises(DefinitionError) as refused:
        (parse_policy if "rounds" in document else parse_form)(document)
    found = [problem for problem in refused.value.problems if problem.code == code]
    assert found
    assert pointer in (None, found[0].pointer)


def test_deep_definition_is_too_large() -> None:
    document: Any = 1
    for _ in range(500):
        document = [document]
    with pytest.raises(DefinitionError) as refused:
        parse_form(form(items=[item(0, kind="computed", expression=1, initial=document)]))
    assert [problem.code for problem in refused.value.problems] == ["definition-too-large"]


def test_definition_names_its_first_hundred_problems() -> None:
    with pytest.raises(DefinitionError) as refused:
        parse_form(form(**{f"k{each}": 1 for each in range(5_000)}))
    assert len(refused.value.problems) == 100


def test_expressions_of_a_form_are_counted_together() -> None:
    each = {"+": [1] * (MAX_NODES - 1)}  # with itself as many as one may have
    many = MAX_NODES_TOGETHER // MAX_NODES
    items = [item(number, kind="computed", expression=each) for number in range(many)]
    assert evaluate(parse_form({"schema": 1, "items": items}), {}).points == 1999 * many
    items.append(item(many, kind="computed", expression=1))
    with pytest.raises(DefinitionError) as refused:
        parse_form({"schema": 1, "items": items})
    assert [problem.code for problem in refused.value.problems] == ["expression-too-large"]


def odd(count: int) -> list[str]:
    """Numbers of sixty digits whose sum has as many digits as all together."""
    return [f"{each + 1}/{PRIMES[each % len(PRIMES)]}" for each in range(count)]


EXPRESSIONS: dict[str, Callable[[int], object]] = {
    "a sum of odd denominators": lambda n: {"+": odd(n)},
    "a product": lambda n: {"*": ["9" * 60] * n},
    "sums that stay small": lambda n: {
        "+": [{"*": ["7" * 60, "7" * 60, f"1/{'3' * 59}"]}, 1] * (n // 8)
    },
    "comparisons": lambda n: {"<": odd(n)},
    "memberships": lambda n: {"in": ["x", ["y"] * n]},
    "conditions": lambda n: {"if": [False, 1] * (n // 2)},
    "names": lambda n: {"missing": ["a"] * n},
}


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS.keys())
def test_expression_costs_grow_in_proportion(expression: Callable[[int], object]) -> None:
    def make(count: int) -> Callable[[], object]:
        compiled = parse(expression(count), {"a"}.__contains__)

        def evaluated() -> None:
            with suppress(ExpressionError):
                run(compiled, {"a": None})

        return evaluated

    grows_in_proportion(make, 450)


def test_worst_form_within_the_limits_is_evaluated_in_a_blink() -> None:
    """As many nodes as there may be, each on numbers as long as they may be."""
    long = {"*": ["7" * 60, "7" * 60, "7" * 60, "7" * 50, f"1/{3**119}"]}
    each = {"+": [long] * 330}
    items = [item(number, kind="computed", expression=each) for number in range(1, 11)]
    worst = parse_form({"schema": 1, "items": [item(0), *items]})
    start = time.process_time()
    evaluation = evaluate(worst, {"i0": 1})
    assert time.process_time() - start < 2  # a twentieth of it on an idle machine
    assert evaluation.complete


def test_values_that_the_form_does_not_have_are_named_up_to_a_hundred() -> None:
    strays = {f"x{each}": 1 for each in range(10_000)}
    evaluation = evaluate(parse_form(form()), strays)
    assert [problem.code for problem in evaluation.problems].count("unknown-item") == 100
