"""Evaluating one sheet: values in, points and problems out. Never raises on values.

Empty (absent, null, "") is never zero: an optional empty item contributes nothing, a required one
is a problem. Points exist only when nothing blocks; `running` is the total of what is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any

from scoring.errors import ExpressionError, Problem, Severity
from scoring.expression import Expression, Value, numeric, truth
from scoring.items import Item, ValueProblem
from scoring.operators import bounded
from scoring.reading import escape

if TYPE_CHECKING:  # the form module offers `evaluate`, so it imports this one
    from scoring.form import Form


@dataclass(frozen=True, slots=True)
class ItemResult:
    """An item's value as read, its raw number, and its points after map and weight."""

    value: Value
    number: Fraction | None
    points: Fraction | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome of a sheet. `points` is None unless `complete`; `running` may be partial."""

    points: Fraction | None
    maximum: Fraction | None
    items: Mapping[str, ItemResult]
    groups: Mapping[str, Fraction | None]
    problems: tuple[Problem, ...]
    complete: bool
    running: Fraction | None


MAX_STRAYS = 100
EMPTY = ItemResult(None, None, None)


def evaluate(
    form: Form, values: Mapping[str, Any], comments: Mapping[str, Any] | None = None
) -> Evaluation:
    """Evaluate a sheet's values and comments."""
    sheet = _Sheet(form, values, comments)
    sheet.enter()
    sheet.compute()
    sheet.comment()
    running = sheet.total()
    sheet.check()
    sheet.strays()
    if not any(p.severity == "block" for p in sheet.problems):
        if running is None and form.ranks:
            sheet.problem("empty", "/values", None)
        else:
            return Evaluation(
                running, form.maximum, sheet.results, sheet.groups,
                tuple(sheet.problems), True, running,
            )  # fmt: skip
    return Evaluation(
        None, form.maximum, sheet.results, sheet.groups, tuple(sheet.problems), False, running
    )


class _Sheet:
    """The state of one evaluation."""

    def __init__(self, form: Form, values: object, comments: object) -> None:
        self.form = form
        self.problems: list[Problem] = []
        self.values: Mapping[Any, Any] = self.document(values, "/values")
        self.comments: Mapping[Any, Any] = self.document(comments, "/comments")
        self.results: dict[str, ItemResult] = dict.fromkeys(form.items, EMPTY)
        self.groups: dict[str, Fraction | None] = dict.fromkeys(form.groups)
        self.blocked: set[str] = set()

    def document(self, value: object, pointer: str) -> Mapping[Any, Any]:
        if isinstance(value, Mapping):
            return value
        if value is not None:
            self.problem("type", pointer, None, expected="object")
        return {}

    def problem(
        self, code: str, pointer: str, item: str | None,
        severity: Severity = "block", **params: Any,
    ) -> None:  # fmt: skip
        self.problems.append(Problem(code, pointer, item, severity, params))

    def lookup(self, name: str) -> Value:
        base, _, part = name.partition(".")
        result = self.results[base]
        if part == "points":
            return result.points
        if part == "option":
            return result.value
        return result.number

    def enter(self) -> None:
        """Read the entered items."""
        for item in self.form.items.values():
            pointer = f"/values/{item.id}"
            value = self.values.get(item.id)
            if item.kind == "computed":
                if not _empty(value):
                    self.problem("computed-given", pointer, item.id, "warn")
                continue
            if _empty(value):
                if item.required:
                    self.block("required", item)
                continue
            try:
                read, amount = item.read_value(value)
            except (ValueProblem, ExpressionError) as error:
                self.block(error.code, item, **error.params)
                continue
            self.score(item, read, amount)

    def block(self, code: str, item: Item, **params: Any) -> None:
        self.blocked.add(item.id)
        self.problem(code, f"/values/{item.id}", item.id, **params)

    def score(self, item: Item, value: Value, amount: Fraction) -> None:
        self.results[item.id] = ItemResult(value, amount, None)
        if item.map and item.map.expression and self.depends_on_blocked(item.map.expression):
            self.blocked.add(item.id)
            return
        try:
            points = item.points_of(value, amount, self.lookup)
        except ExpressionError as error:
            self.block(error.code, item, **error.params)
            return
        self.results[item.id] = ItemResult(value, amount, points)

    def compute(self) -> None:
        """Evaluate the computed items, in their order."""
        for item in self.form.items.values():
            if item.expression is None:
                continue
            if self.depends_on_blocked(item.expression):
                self.blocked.add(item.id)
                continue
            try:
                value = item.expression.run(self.lookup)
                if isinstance(value, str | tuple):
                    raise ExpressionError("expression-type", expected="number")
                amount = numeric(value)
            except ExpressionError as error:
                self.block(error.code, item, **error.params)
                continue
            if amount is not None:
                self.score(item, value, amount)
            elif item.required:
                self.block("required", item)

    def depends_on_blocked(self, expression: Expression) -> bool:
        return any(name.partition(".")[0] in self.blocked for name in expression.names)

    def comment(self) -> None:
        for item in self.form.items.values():
            comment = self.comments.get(item.id)
            pointer = f"/comments/{item.id}"
            if comment is not None and not isinstance(comment, str):
                self.problem("type", pointer, item.id, expected="text")
                continue
            amount = self.results[item.id].number
            if amount is not None and item.comment.demands(amount) and not (comment or "").strip():
                self.problem("comment-required", pointer, item.id)

    def total(self) -> Fraction | None:
        try:
            return self.form.total.of(self.members(self.form.top_items, self.form.top_groups))
        except ExpressionError as error:
            self.problem(error.code, "/values", None, **error.params)
            return None

    def members(self, items: tuple[str, ...], groups: tuple[str, ...]) -> list[Fraction | None]:
        """Points of the ranked members; groups that are not ranked are computed too."""
        for name in groups:
            self.group(name)
        return [
            *(self.results[i].points for i in items if self.form.items[i].ranked),
            *(self.groups[g] for g in groups if self.form.groups[g].ranked),
        ]

    def group(self, group_id: str) -> None:
        group = self.form.groups[group_id]
        members = self.members(group.items, group.groups)
        try:
            value = group.aggregate.of(members)
            if (
                value is not None
                and group.gate is not None
                and not truth(group.gate.run(self.lookup))
            ):
                value = Fraction(0)
            self.groups[group_id] = None if value is None else bounded(value * group.weight)
        except ExpressionError as error:
            pointer = f"/groups/{group_id}"
            self.problem(error.code, pointer, None, group=group_id, **error.params)

    def check(self) -> None:
        """Check the rules whose items are all readable."""
        for rule in self.form.rules:
            if self.depends_on_blocked(rule.expression):
                continue
            pointer = f"/rules/{rule.id}"
            item = rule.items[0] if rule.items else None
            try:
                holds = truth(rule.expression.run(self.lookup))
            except ExpressionError as error:
                self.problem(error.code, pointer, item, rule=rule.id, **error.params)
                continue
            if not holds:
                self.problem(
                    "rule", pointer, item, rule.severity,
                    rule=rule.id, items=list(rule.items), message=dict(rule.message),
                )  # fmt: skip

    def strays(self) -> None:
        """Name the first values and comments of items that the form does not have."""
        for document, given in (("values", self.values), ("comments", self.comments)):
            strays = (name for name in given if name not in self.form.items)
            for name in islice(strays, MAX_STRAYS):
                key = str(name)[:60]
                self.problem("unknown-item", f"/{document}/{escape(key)}", key)


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and value == "")
