"""A scoring form: parsed once from its definition, then evaluated on many sheets.

`parse_form` finds every problem of a definition; `evaluate` (in `scoring.evaluation`) never raises
on a sheet's values. The language of definitions is described in docs/scoring.md.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.errors import DefinitionError, ExpressionError, Problem, Severity
from scoring.evaluation import Evaluation, ItemResult, evaluate
from scoring.expression import Expression, Known, read
from scoring.groups import Aggregate, Group, read_group, read_total
from scoring.item_reading import check_phrases, check_prompts, read_item
from scoring.items import Item
from scoring.maps import Bounds
from scoring.reading import Cursor

__all__ = [
    "Evaluation", "Form", "ItemResult", "Rule", "evaluate", "form_digest", "parse_form",
]  # fmt: skip

SCHEMA = 1
MAX_ITEMS = 500
MAX_GROUPS = 100
MAX_RULES = 200
_KEYS = frozenset({
    "schema", "title", "help", "items", "groups", "total", "rules", "phrases", "prompts", "comment",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that must hold; `items` are those to point at when it does not."""

    id: str
    expression: Expression
    severity: Severity
    message: Mapping[str, str]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A parsed form. `maximum` is the highest total that the items' domains allow, if known.

    `comment_private`: the comment on the whole sheet is not for the entrants.
    """

    items: Mapping[str, Item]
    groups: Mapping[str, Group]
    top_items: tuple[str, ...]
    top_groups: tuple[str, ...]
    total: Aggregate
    rules: tuple[Rule, ...]
    maximum: Fraction | None
    comment_private: bool = False

    @property
    def ranks(self) -> bool:
        """Whether any top-level member counts towards the total."""
        return any(self.items[i].ranked for i in self.top_items) or any(
            self.groups[g].ranked for g in self.top_groups
        )


def parse_form(definition: Mapping[str, Any]) -> Form:
    """Parse a form definition; raise DefinitionError with every problem found."""
    problems: list[Problem] = []
    root = Cursor(definition, "", problems)
    if not root.fits() or not root.mapping(_KEYS):
        raise DefinitionError(problems)
    if root.get("schema").value != SCHEMA or isinstance(root.get("schema").value, bool):
        root.get("schema").fail("unknown-schema", expected=SCHEMA)
    names: set[str] = set()
    known = Known(names.__contains__)
    items = _read_items(root.get("items"), names, known)
    groups = _read_groups(root.get("groups"), items, known)
    rules = _read_rules(root.get("rules"), items, known)
    total = read_total(root.get("total"))
    check_phrases(root.get("phrases"))
    check_prompts(root.get("prompts"))
    comment_private = _read_comment_private(root.get("comment"))
    if problems:
        raise DefinitionError(problems)
    owned_items = {i for group in groups.values() for i in group.items}
    owned_groups = {g for group in groups.values() for g in group.groups}
    top_items = tuple(i for i in items if i not in owned_items)
    top_groups = tuple(g for g in groups if g not in owned_groups)
    try:
        maximum = total.bounds(list(_members(top_items, top_groups, items, groups)))[1]
    except ExpressionError:
        root.get("total").fail("numbers-too-long")
        raise DefinitionError(problems) from None
    return Form(items, groups, top_items, top_groups, total, rules, maximum, comment_private)


def _read_comment_private(cursor: Cursor) -> bool:
    """The rule of the comment on the whole sheet: {"private": true}."""
    if cursor.empty or not cursor.mapping({"private"}):
        return False
    return cursor.get("private").flag(False)


def form_digest(definition: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the definition as canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(
        definition, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _read_items(cursor: Cursor, names: set[str], known: Known) -> dict[str, Item]:
    """Read items in order, adding the names that stand for them in expressions.

    Maps may use earlier entered items, computed items all entered ones and earlier computed ones;
    so entered items are read first.
    """
    places = cursor.elements(required=True, most=MAX_ITEMS)
    found: dict[int, Item] = {}
    for wanted in (False, True):
        for index, place in enumerate(places):
            if (place.get("kind").value == "computed") is not wanted:
                continue
            item = read_item(place, known)
            if item is not None:
                found[index] = item
                names |= {item.id, f"{item.id}.points"}
                if item.options:
                    names.add(f"{item.id}.option")
    items: dict[str, Item] = {}
    for index in sorted(found):
        item = found[index]
        if item.id in items:
            places[index].get("id").fail("duplicate-id", id=item.id)
        items[item.id] = item
    return items


def _read_groups(cursor: Cursor, items: Mapping[str, Item], known: Known) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    places: dict[str, Cursor] = {}
    for place in cursor.elements(most=MAX_GROUPS):
        group = read_group(place, known)
        if group is None:
            continue
        if group.id in groups or group.id in items:
            place.get("id").fail("duplicate-id", id=group.id)
        if not group.items and not group.groups:
            place.fail("group-empty", group=group.id)
        groups[group.id] = group
        places[group.id] = place
    owners: dict[str, str] = {}
    for group in groups.values():
        for key, members, there in (
            ("items", group.items, items.keys()),
            ("groups", group.groups, groups.keys()),
        ):
            for index, member in enumerate(members):
                spot = Cursor(None, f"{places[group.id].pointer}/{key}/{index}", cursor.problems)
                if member not in there:
                    spot.fail("unknown-name", name=member)
                elif member in owners:
                    spot.fail("two-groups", name=member, group=owners[member])
                owners[member] = group.id
    for group_id in groups:
        above, seen = owners.get(group_id), {group_id}
        while above is not None and above not in seen:
            seen.add(above)
            above = owners.get(above)
        if above is not None:
            places[group_id].fail("group-cycle", group=group_id)
    return groups


def _read_rules(cursor: Cursor, items: Mapping[str, Item], known: Known) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    taken: set[str] = set()
    for place in cursor.elements(most=MAX_RULES):
        if not place.mapping({"id", "expression", "severity", "message", "items"}):
            continue
        name = place.get("id").identifier()
        if name in taken:
            place.get("id").fail("duplicate-id", id=name)
        taken.add(name)
        if "expression" not in place.value:
            place.get("expression").fail("missing-key", key="expression")
        pointed = []
        for spot in place.get("items").elements(most=MAX_ITEMS):
            pointed.append(spot.identifier())
            if pointed[-1] and pointed[-1] not in items:
                spot.fail("unknown-name", name=pointed[-1])
        severity: Severity = (
            "warn"
            if place.get("severity").choice(("block", "warn"), "block") == "warn"
            else "block"
        )
        expression = read(place.get("expression"), known)
        rules.append(Rule(name, expression, severity, place.get("message").label(), tuple(pointed)))
    return tuple(rules)


def _members(
    item_ids: tuple[str, ...], group_ids: tuple[str, ...],
    items: Mapping[str, Item], groups: Mapping[str, Group],
) -> Iterator[tuple[Bounds, bool]]:  # fmt: skip
    """Ranked members' bounds, and whether each always has points."""
    for name in item_ids:
        if items[name].ranked:
            yield items[name].bounds, items[name].required
    for name in group_ids:
        group = groups[name]
        if group.ranked:
            inner = list(_members(group.items, group.groups, items, groups))
            if inner:
                yield group.bounds(inner), any(there for _, there in inner)
