"""Sheets as tables: a line for each item and group of the form, a column for each sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from common.language import Text
from contests.models import FormVersion
from judging.definitions import form_of
from leaderboards.board import exact
from leaderboards.explanation.formulas import Names, formula
from leaderboards.explanation.history import Filled
from leaderboards.explanation.words import join, labelled, numbered, same, say
from scoring.evaluation import ItemResult
from scoring.form import Form
from scoring.groups import Aggregate, Group
from scoring.items import Item

_ONE = Fraction(1)


def tables(sheets: Sequence[Filled | None]) -> list[dict[str, Any]]:
    """[{sheets: their places in `sheets`, lines}], one for each version of the form."""
    by_version: dict[int, list[int]] = {}
    versions: dict[int, FormVersion] = {}
    for place, sheet in enumerate(sheets):
        if sheet is not None:
            versions[sheet.version.pk] = sheet.version
            by_version.setdefault(sheet.version.pk, []).append(place)
    return [
        {
            "sheets": places,
            "lines": list(_Table(versions[pk], [sheets[place] for place in places]).lines()),
        }
        for pk, places in by_version.items()
    ]


def names_of(version: FormVersion) -> Names:
    """Labels of the form's items by id."""
    items = form_of(version).items

    def label(name: str) -> Text:
        return labelled(items[name].label, name) if name in items else same(name)

    return label


def shown_value(item: Item, result: ItemResult) -> Text | None:
    """What was entered for an item as people say it; None where its number alone is the points."""
    value = result.value
    if value is None or result.number is None:
        return None
    if item.kind == "boolean":
        return say("value.true" if value else "value.false")
    if isinstance(value, tuple):
        return join((labelled(item.options[each].label, each) for each in value), ", ")
    if isinstance(value, str) and value in item.options:
        return labelled(item.options[value].label, value)
    if item.unit:
        return say("value.unit", value=result.number, unit=item.unit)
    for level in item.levels:
        if level.start <= result.number <= level.end and level.label:
            label = labelled(level.label)
            if result.number == result.points:
                return label
            return say("value.level", value=result.number, label=label)
    return None if result.number == result.points else numbered(result.number)


class _Table:
    """The lines of one version of a form for some sheets."""

    def __init__(self, version: FormVersion, sheets: Sequence[Filled | None]) -> None:
        self.form: Form = form_of(version)
        self.names = names_of(version)
        self.sheets = [sheet for sheet in sheets if sheet is not None]
        definition = version.definition
        self.items = {item["id"]: item for item in definition["items"]}
        self.groups = {group["id"]: group for group in definition.get("groups", ())}

    def lines(self) -> Iterator[dict[str, Any]]:
        yield from self.members(self.form.top_items, self.form.top_groups, 0)
        points = [sheet.evaluation.points for sheet in self.sheets]
        yield _line(
            "total", "", 0, say("sheet.total"), self.aggregate(self.form.total),
            _summed(points), self.form.maximum,
        )  # fmt: skip

    def members(
        self, items: Sequence[str], groups: Sequence[str], depth: int
    ) -> Iterator[dict[str, Any]]:
        for name in items:
            yield self.item(self.form.items[name], depth)
        for name in groups:
            group = self.form.groups[name]
            yield self.group(group, depth)
            yield from self.members(group.items, group.groups, depth + 1)

    def item(self, item: Item, depth: int) -> dict[str, Any]:
        cells = [self.cell(item, sheet.evaluation.items[item.id]) for sheet in self.sheets]
        return _line(
            "item", item.id, depth, labelled(item.label, item.id), self.item_rule(item), cells,
            item.bounds[1] if item.ranked else None,
        )  # fmt: skip

    def cell(self, item: Item, result: ItemResult) -> dict[str, Any]:
        if item.ranked:
            return {"value": shown_value(item, result), "points": exact(result.points)}
        known = None if result.number is None else numbered(result.number)
        return {"value": shown_value(item, result) or known, "points": None}

    def item_rule(self, item: Item) -> Iterator[Text]:
        definition = self.items[item.id]
        if item.expression is not None:
            yield say("item.computed", formula=formula(definition["expression"], self.names))
        points = item.map
        if points is not None and points.type in ("table", "steps"):
            yield say(f"item.{points.type}")
        elif points is not None and points.expression is not None:
            told = formula(definition["map"]["expression"], self.names)
            yield say("item.formula", formula=told)
        elif points is not None and (points.factor, points.offset) != (1, 0):
            yield say("item.formula", formula=_linear(points.factor, points.offset))
        if item.weight != _ONE and item.ranked:
            yield say("item.weight", weight=item.weight)
        if not item.ranked:
            yield say("item.collected")

    def group(self, group: Group, depth: int) -> dict[str, Any]:
        points = [sheet.evaluation.groups[group.id] for sheet in self.sheets]
        return _line(
            "group", group.id, depth, labelled(group.label, group.id), self.group_rule(group),
            _summed(points),
        )  # fmt: skip

    def group_rule(self, group: Group) -> Iterator[Text]:
        yield from self.aggregate(group.aggregate)
        if group.gate is not None:
            told = formula(self.groups[group.id]["gate"], self.names)
            yield say("group.gate", formula=told)
        if group.weight != _ONE:
            yield say("item.weight", weight=group.weight)
        if not group.ranked:
            yield say("item.collected")

    def aggregate(self, rule: Aggregate) -> Iterator[Text]:
        yield say(f"group.{rule.method}", k=rule.k)
        if rule.cap is not None:
            yield say("group.cap", cap=rule.cap)
        if rule.floor is not None:
            yield say("group.floor", floor=rule.floor)


def _line(
    kind: str,
    id_: str,
    depth: int,
    label: Text,
    rules: Iterator[Text],
    cells: list[dict[str, Any]],
    maximum: Fraction | None = None,
) -> dict[str, Any]:
    held = list(rules)
    return {
        "id": id_,
        "kind": kind,
        "depth": depth,
        "label": label,
        "rule": join(held, "; ") if held else None,
        "maximum": exact(maximum),
        "cells": cells,
    }


def _summed(points: Sequence[Fraction | None]) -> list[dict[str, Any]]:
    """Cells of a line that nobody fills in."""
    return [{"value": None, "points": exact(each)} for each in points]


def _linear(factor: Fraction, offset: Fraction) -> Text:
    of: dict[str, Any] = {"*": [{"var": "value"}, factor]}
    if offset:
        of = {"+" if offset > 0 else "-": [of, abs(offset)]}
    return formula(of, same)


def facts(values: Mapping[str, Any], names: Names) -> list[dict[str, Any]]:
    """What was measured or imported once for an attempt, not by a judge: [{label, value}]."""
    shown = []
    for name, value in values.items():
        if name in ("value", "chosen") or value is None:
            continue
        told = numbered(value) if isinstance(value, Fraction) else same(_plain(value))
        shown.append({"label": names(name), "value": told})
    return shown


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
