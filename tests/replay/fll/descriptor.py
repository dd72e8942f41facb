"""Reads a tournament's descriptor: one scoring form a category, weights, tie-breaks, awards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.replay.fll.expressions import Names, option_id, polynomial, switch
from tests.replay.fll.xml import Element, NotExpressible, read

PERFORMANCE = "performance"
_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class Category:
    """One way of scoring. `kinds` tells of each item how its value is written on a sheet;
    `sources` of a virtual category from which category and goal each item comes.
    """

    name: str
    title: str
    weight: str
    form: Mapping[str, Any]
    kinds: Mapping[str, str]
    sources: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A season. `tie_breaks` are (item of the performance form, order) in turn."""

    title: str
    order: str
    categories: tuple[Category, ...]
    tie_breaks: tuple[tuple[str, str], ...]
    awards: tuple[str, ...]

    @property
    def performance(self) -> Category:
        return next(c for c in self.categories if c.name == PERFORMANCE)


def read_descriptor(path: Path) -> Descriptor:
    """The season of a descriptor file. Raises NotExpressible, naming element and line."""
    root = read(path)
    if root.tag != "fll":
        raise NotExpressible(root, "the root must be <fll>")
    root.only(
        ("Performance", "subjectiveCategory", "virtualSubjectiveCategory", "nonNumericCategory"),
        ("schemaVersion", "title", "revision", "revisionComment", "copyright", "winner", "bracketSort"),
    )  # fmt: skip
    performance = root.first("Performance")
    if performance is None:
        raise NotExpressible(root, "there is no <Performance>")
    sheet = _Sheet(performance)
    categories = [sheet.category(PERFORMANCE, "Performance")]
    for element in root.all("subjectiveCategory"):
        name = _identifier(element, element.need("name"))
        categories.append(_Sheet(element).category(name, element.need("title")))
    for element in root.all("virtualSubjectiveCategory"):
        categories.append(_virtual(element, {c.name: c for c in categories}))
    awards = []
    for element in root.all("nonNumericCategory"):
        element.only(("description",), ("title", "perAwardGroup", "ranked"))
        awards.append(element.need("title"))
    return Descriptor(
        title=root.need("title"),
        order=_order(root),
        categories=tuple(categories),
        tie_breaks=tuple(sheet.tie_breaks),
        awards=tuple(awards),
    )


def _order(element: Element) -> str:
    winner = element.attributes.get("winner", "HIGH").upper()
    if winner not in ("HIGH", "LOW"):
        raise NotExpressible(element, f"winner {winner} is not known")
    return "desc" if winner == "HIGH" else "asc"


def _identifier(element: Element, name: str) -> str:
    if not _ID.fullmatch(name.lower()):
        raise NotExpressible(element, f"the name {name} has letters other than a-z, 0-9 and _")
    return name.lower()


def label(text: str) -> dict[str, str]:
    """A text that the file has in one language only."""
    return {"vi": text, "en": text}


class _Sheet:
    """Builds the form of one category."""

    def __init__(self, element: Element) -> None:
        element.only(
            (
                "goal", "computedGoal", "goalGroup", "restriction", "tiebreaker",
                "scoreSheetInstructions", "nominates",
            ),
            ("name", "title", "weight", "minimumScore", "maximumScore"),
        )  # fmt: skip
        self.element = element
        self.entered = element.tag == "Performance"
        self.items: list[dict[str, Any]] = []
        self.groups: list[dict[str, Any]] = []
        self.rules: list[dict[str, Any]] = []
        self.kinds: dict[str, str] = {}
        self.known = _known_goals(element)  # expressions may name goals that come later
        self.tie_breaks: list[tuple[str, str]] = []
        for child in element:
            if child.tag in ("goal", "computedGoal"):
                self.goal(child)
            elif child.tag == "goalGroup":
                self.group(child)
        # A restriction may stand before the goals that it names.
        for child in element.all("restriction"):
            self.restriction(child)
        for child in element.all("tiebreaker"):
            self.tie_break(child)

    def category(self, name: str, title: str) -> Category:
        definition: dict[str, Any] = {"schema": 1, "items": self.items}
        if self.groups:
            definition["groups"] = self.groups
        if self.entered:
            # The least total that a run can have; maximumScore is only for scaling (fll.xsd).
            definition["total"] = {
                "aggregate": "sum",
                "floor": self.element.number("minimumScore", "0"),
            }
        if self.rules:
            definition["rules"] = self.rules
        if not self.items:
            raise NotExpressible(self.element, "there are no goals")
        weight = self.element.number("weight", "1")
        kinds = {key.lower(): kind for key, kind in self.kinds.items()}
        return Category(name, title, weight, definition, kinds)

    def goal(self, element: Element) -> str:
        name = _identifier(element, element.need("name"))
        if name in {key.lower() for key in self.kinds}:
            raise NotExpressible(element, "the name is used twice")
        item = {"id": name, "label": label(element.need("title"))}
        if element.tag == "computedGoal":
            item |= self.computed(element)
        else:
            item |= self.simple(element, name)
        description = element.first("description")
        if description is not None and description.text.strip():
            item["help"] = label(" ".join(description.text.split()))
        self.items.append(item)
        self.kinds[element.need("name")] = item["kind"]
        return name

    def computed(self, element: Element) -> dict[str, Any]:
        element.only(("description", "variable", "switch"), ("name", "title", "category"))
        names = Names(self.known)
        for variable in element.all("variable"):
            names.variables[variable.need("name")] = polynomial(variable, names)
        cases = element.first("switch")
        if cases is None:
            raise NotExpressible(element, "there is no <switch>")
        return {"kind": "computed", "expression": switch(cases, names)}

    def simple(self, element: Element, name: str) -> dict[str, Any]:
        element.only(
            ("description", "rubric", "value"),
            (
                "name", "title", "min", "max", "multiplier", "initialValue", "scoreType",
                "category", "required",
            ),
        )  # fmt: skip
        source = "referee" if self.entered else "judge"
        item: dict[str, Any] = {"source": source, "weight": element.number("multiplier", "1")}
        values = element.all("value")
        item |= _choice(values) if values else self.amount(element)
        initial = self.initial(element, item)
        if initial is not None:
            item["initial"] = initial
        if element.flag("required"):
            self.rules.append(
                {
                    "id": f"award_{name}"[:60],
                    "expression": {">": [{"var": name}, 0]},
                    "severity": "warn",
                    "message": {
                        "vi": "Bằng 0 thì không được xét giải.",
                        "en": "At zero the team is not considered for an award.",
                    },
                    "items": [name],
                }
            )
        return item

    def amount(self, element: Element) -> dict[str, Any]:
        low, high = element.number("min", "0"), element.number("max", "1")
        score = element.attributes.get("scoreType", "INTEGER")
        if score not in ("INTEGER", "FLOAT"):
            raise NotExpressible(element, f"scoreType {score} is not known")
        rubric = element.first("rubric")
        if rubric is not None and score == "INTEGER":
            levels = list(_levels(rubric))
            if _covers(levels, low, high):
                return {"kind": "level", "min": low, "max": high, "levels": levels}
        if score == "FLOAT":
            return {"kind": "number", "min": low, "max": high}
        if (low, high) == ("0", "1") and self.entered:
            return {"kind": "boolean"}
        return {"kind": "count", "min": low, "max": high}

    def initial(self, element: Element, item: Mapping[str, Any]) -> Any:
        """What a new run sheet shows. Judges' sheets start empty."""
        if not self.entered:
            return None
        value = element.number("initialValue", "0")
        if item["kind"] == "choice":
            points = {option["points"]: option["id"] for option in reversed(item["options"])}
            return points.get(value)
        if item["kind"] == "boolean":
            return value == "1"
        inside = Decimal(item["min"]) <= Decimal(value) <= Decimal(item["max"])
        return value if inside else None

    def group(self, element: Element) -> None:
        element.only(("description", "goal", "computedGoal"), ("title",))
        members = [self.goal(child) for child in element if child.tag in ("goal", "computedGoal")]
        number = len(self.groups) + 1
        if members:
            self.groups.append(
                {"id": f"group_{number}", "label": label(element.need("title")), "items": members}
            )

    def restriction(self, element: Element) -> None:
        element.only(("term",), ("lowerBound", "upperBound", "message", "floatingPoint"))
        names = Names(self.known)
        value = polynomial(element, names)
        bounds = element.number("lowerBound", "-512"), element.number("upperBound", "512")
        self.rules.append(
            {
                "id": f"restriction_{len(self.rules) + 1}",
                "expression": {"<=": [bounds[0], value, bounds[1]]},
                "severity": "block",
                "message": label(element.need("message")),
                "items": names.used,
            }
        )

    def tie_break(self, element: Element) -> None:
        """Each test is an item of the form: a goal itself, or one computed for the test."""
        element.only(("test",), ())
        for test in element.all("test"):
            test.only(("term",), ("winner", "floatingPoint"))
            names = Names(self.known)
            value = polynomial(test, names)
            item = f"tie_break_{len(self.tie_breaks) + 1}"
            self.items.append(
                {
                    "id": item,
                    "kind": "computed",
                    "label": {"vi": f"Chỉ số phụ {item[-1]}", "en": f"Tie-break {item[-1]}"},
                    "expression": value,
                    "ranked": False,
                }
            )
            self.tie_breaks.append((item, _order(test)))


def _known_goals(element: Element) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for child in element:
        if child.tag == "goal":
            kinds[child.need("name")] = "choice" if child.all("value") else "amount"
        elif child.tag == "computedGoal":
            kinds[child.need("name")] = "computed"
        elif child.tag == "goalGroup":
            kinds |= _known_goals(child)
    return kinds


def _choice(values: list[Element]) -> dict[str, Any]:
    options = [
        {
            "id": option_id(value.need("value")),
            "label": label(value.need("title")),
            "points": value.number("score", "0"),
        }
        for value in values
    ]
    for value, option in zip(values, options, strict=True):
        if not option["id"] or sum(o["id"] == option["id"] for o in options) > 1:
            raise NotExpressible(value, "the value is not unique")
    return {"kind": "choice", "options": options}


def _levels(rubric: Element) -> Iterator[dict[str, Any]]:
    rubric.only(("range",), ())
    for element in rubric.all("range"):
        element.only(("description",), ("title", "min", "max", "shortDescription"))
        low, high = element.number("min"), element.number("max")
        level: dict[str, Any] = {
            "from": low,
            "to": high,
            "label": label(element.attributes.get("title") or f"{low}-{high}"),
        }
        texts = [element.attributes.get("shortDescription", "")]
        texts += [description.text for description in element.all("description")]
        words = " ".join(" ".join(texts).split())
        if words:
            level["descriptor"] = label(words)
        yield level


def _covers(levels: list[dict[str, Any]], low: str, high: str) -> bool:
    """Whether every whole number of the domain is at some level."""
    reached = {n for lv in levels for n in range(int(lv["from"]), int(lv["to"]) + 1)}
    return set(range(int(Decimal(low)), int(Decimal(high)) + 1)) <= reached


def _virtual(element: Element, categories: Mapping[str, Category]) -> Category:
    """A category whose items are goals of other categories: a team's mean over their judges."""
    element.only(("subjectiveGoalRef",), ("name", "title", "weight"))
    items: list[dict[str, Any]] = []
    sources: dict[str, tuple[str, str]] = {}
    for ref in element.all("subjectiveGoalRef"):
        ref.only((), ("categoryName", "goal"))
        category = categories.get(ref.need("categoryName").lower())
        goal = ref.need("goal").lower()
        if category is None or goal not in category.kinds:
            raise NotExpressible(ref, "there is no such category or goal")
        name = _identifier(ref, f"{category.name}_{goal}")
        if name in sources:
            raise NotExpressible(ref, "the goal is referred to twice")
        found = next(item for item in category.form["items"] if item["id"] == goal)
        low, high = found.get("min"), found.get("max")
        if low is None:
            raise NotExpressible(ref, f"the goal {goal} is no number")
        items.append(
            {
                "id": name,
                "kind": "number",
                "label": found["label"],
                "source": "import",
                "min": low,
                "max": high,
                "weight": found["weight"],
            }
        )
        sources[name] = (category.name, goal)
    if not items:
        raise NotExpressible(element, "there are no goals")
    return Category(
        _identifier(element, element.need("name")),
        element.need("title"),
        element.number("weight", "1"),
        {"schema": 1, "items": items},
        dict.fromkeys(sources, "number"),
        sources,
    )
