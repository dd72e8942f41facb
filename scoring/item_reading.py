"""Reading items from a definition: domains, options, levels, comment rules, bounds of points."""

from bisect import bisect
from collections.abc import Mapping
from fractions import Fraction

from scoring.errors import ExpressionError
from scoring.expression import Expression, Known, read
from scoring.items import KINDS, SOURCES, CommentRule, Item, Level, Option, ValueProblem
from scoring.maps import Bounds, PointsMap, read_map
from scoring.operators import bounded, total
from scoring.reading import TOKEN, Cursor

RESERVED = frozenset({"value"})
MAX_OPTIONS = 200
MAX_LEVELS = 200
MAX_PHRASES = 20
MAX_PROMPTS = 5

_KEYS = frozenset({
    "id", "label", "help", "kind", "min", "max", "step", "levels", "options", "unit", "source",
    "map", "weight", "required", "comment", "phrases", "prompts", "initial", "expression",
    "ranked",
})  # fmt: skip


def read_item(cursor: Cursor, known: Known) -> Item | None:
    """Read one item; `known` holds the names that its expressions may use."""
    if not cursor.mapping(_KEYS):
        return None
    name = cursor.get("id").identifier()
    cursor = cursor.named(name or None)
    if name in RESERVED:
        cursor.get("id").fail("reserved-id", id=name)
    kind = cursor.get("kind").choice(KINDS, "")
    if not kind:
        cursor.get("kind").fail("not-allowed", allowed=list(KINDS))
        return None
    options = _read_options(cursor, kind)
    levels = _read_levels(cursor, kind)
    low, high, step = _read_domain(cursor, kind, levels)
    expression = _read_computed(cursor, kind, known)
    names = list(options) if options else None
    points_map = read_map(cursor.get("map"), known, names, kind == "boolean")
    weight = cursor.get("weight").number(Fraction(1))
    required = cursor.get("required").flag(kind != "computed")
    unit = cursor.get("unit").value
    if unit is not None and not isinstance(unit, str):
        cursor.get("unit").fail("text-expected")
    check_phrases(cursor.get("phrases"))
    check_prompts(cursor.get("prompts"))
    item = Item(
        id=name, kind=kind, label=cursor.get("label").label(),
        help=cursor.get("help").label(required=False),
        minimum=low, maximum=high, step=step, levels=levels, options=options,
        unit=unit if isinstance(unit, str) else None,
        source=cursor.get("source").choice(SOURCES, "judge"),
        map=points_map, weight=Fraction(1) if weight is None else weight,
        required=required, comment=_read_comment(cursor.get("comment")),
        initial=cursor.get("initial").value, expression=expression,
        ranked=cursor.get("ranked").flag(True),
        bounds=_read_bounds(cursor, kind, (low, high), options, points_map, weight),
    )  # fmt: skip
    if item.initial is not None and kind != "computed":
        try:
            item.read_value(item.initial)
        except (ValueProblem, ExpressionError) as problem:
            cursor.get("initial").fail(problem.code, **problem.params)
    return item


def check_phrases(cursor: Cursor) -> None:
    """Ready phrases for comments: texts that clients offer, and that score nothing."""
    for phrase in cursor.elements(most=MAX_PHRASES):
        phrase.label()


def _read_options(cursor: Cursor, kind: str) -> dict[str, Option]:
    options: dict[str, Option] = {}
    place = cursor.get("options")
    if kind not in ("choice", "multi", "answer"):
        if not place.empty:
            place.fail("not-for-kind", kind=kind)
        return options
    for entry in place.elements(required=kind != "answer", most=MAX_OPTIONS):
        if entry.mapping({"id", "label", "points"}):
            name = entry.get("id").identifier(TOKEN)
            if name in options:
                entry.get("id").fail("duplicate-id", id=name)
            points = entry.get("points").number(Fraction(0)) or Fraction(0)
            options[name] = Option(name, entry.get("label").label(), points)
    return options


def _read_levels(cursor: Cursor, kind: str) -> tuple[Level, ...]:
    place = cursor.get("levels")
    if kind != "level":
        if not place.empty:
            place.fail("not-for-kind", kind=kind)
        return ()
    levels: list[Level] = []
    apart: list[tuple[Fraction, Fraction]] = []  # those that do not overlap, ascending
    for entry in place.elements(required=True, most=MAX_LEVELS):
        if not entry.mapping({"value", "from", "to", "label", "descriptor"}):
            continue
        if entry.has("value"):
            if entry.has("from") or entry.has("to"):
                entry.fail("value-or-range")
            start = end = entry.get("value").require_number()
        else:
            start, end = entry.get("from").require_number(), entry.get("to").require_number()
        if start > end:
            entry.get("to").fail("min-above-max")
        spot = bisect(apart, (start, end))
        if (spot and apart[spot - 1][1] >= start) or (spot < len(apart) and apart[spot][0] <= end):
            entry.fail("levels-overlap")
        else:
            apart.insert(spot, (start, end))
        descriptor = entry.get("descriptor").label(required=False)
        levels.append(Level(start, end, entry.get("label").label(), descriptor))
    return tuple(levels)


def _read_domain(
    cursor: Cursor, kind: str, levels: tuple[Level, ...]
) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    if kind in ("boolean", "choice", "multi", "computed") or cursor.has("options"):
        for key in ("min", "max", "step"):
            if cursor.has(key):
                cursor.get(key).fail("not-for-kind", kind=kind)
        return None, None, None
    low, high, step = (cursor.get(key).number() for key in ("min", "max", "step"))
    if kind in ("count", "testcase") and low is None:
        low = Fraction(0)
    if kind == "count" and step is None:
        step = Fraction(1)
    if kind == "testcase" and high is None:
        high = Fraction(1)
    if kind == "level" and levels:
        low = min(lv.start for lv in levels) if low is None else low
        high = max(lv.end for lv in levels) if high is None else high
        if step is None and any(lv.start != lv.end for lv in levels):
            step = Fraction(1)
    if step is not None and step <= 0:
        cursor.get("step").fail("step-not-positive")
        step = None
    if low is not None and high is not None and low > high:
        cursor.get("max").fail("min-above-max")
    return low, high, step


def _read_computed(cursor: Cursor, kind: str, known: Known) -> Expression | None:
    place = cursor.get("expression")
    if kind == "computed":
        if "expression" not in cursor.value:
            place.fail("missing-key", key="expression")
        return read(place, known)
    if not place.empty:
        place.fail("not-for-kind", kind=kind)
    return None


def check_prompts(cursor: Cursor) -> None:
    """What the judge is asked to write about: texts for people, at most MAX_PROMPTS."""
    for prompt in cursor.elements(most=MAX_PROMPTS):
        prompt.label()


def _read_comment(cursor: Cursor) -> CommentRule:
    if isinstance(cursor.value, Mapping):
        cursor.mapping({"required_below", "required_from", "private"})
        below, start = cursor.get("required_below").number(), cursor.get("required_from").number()
        return CommentRule("optional", below, start, cursor.get("private").flag(False))
    return CommentRule(cursor.choice(("none", "optional", "required"), "optional"))


def _read_bounds(
    cursor: Cursor, kind: str, domain: Bounds, options: Mapping[str, Option],
    points_map: PointsMap | None, weight: Fraction | None,
) -> Bounds:  # fmt: skip
    try:
        return _bounds(kind, domain, options, points_map, weight or Fraction(0))
    except ExpressionError:
        cursor.fail("numbers-too-long")
        return None, None


def _bounds(
    kind: str, domain: Bounds, options: Mapping[str, Option],
    points_map: PointsMap | None, weight: Fraction,
) -> Bounds:  # fmt: skip
    """Lowest and highest points that the item can give."""
    if kind == "computed":
        return None, None
    if kind == "boolean":
        domain = Fraction(0), Fraction(1)
    if options and not (points_map and points_map.type == "table"):
        points = [option.points for option in options.values()]
        domain = min(points), max(points)
        if kind == "multi":
            domain = _any_selection(points)
    low, high = domain if points_map is None else points_map.bounds(*domain)
    if kind == "multi" and points_map and points_map.type == "table":
        low, high = _any_selection(list((points_map.table or {}).values()))
    ends = [None if end is None else bounded(end * weight) for end in (low, high)]
    return (ends[0], ends[1]) if weight >= 0 else (ends[1], ends[0])


def _any_selection(points: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Lowest and highest sum of any selection."""
    return (
        total(p for p in points if p < 0),
        total(p for p in points if p > 0),
    )
