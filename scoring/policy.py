"""Reading a scoring policy from its definition. The language is described in docs/scoring.md."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, cast

from scoring.discrepancy import read_bands
from scoring.errors import DefinitionError, Problem
from scoring.expression import Known, read
from scoring.form import Form
from scoring.policy_ranking import read_combine, read_key, read_order, read_prizes
from scoring.reading import TOKEN, Cursor
from scoring.rules import (
    RANKING_JUDGES,
    SEVERITY_MODELS,
    AttemptsRule,
    Drop,
    JudgesRule,
    Order,
    Policy,
    RankKey,
    Rounding,
    RoundMethod,
    RoundPolicy,
    Standardise,
)

__all__ = ["Policy", "RoundPolicy", "parse_policy"]

SCHEMA = 1
MAX_ROUNDS = 50
MAX_KEYS = 50
MAX_ROWS = 100
JUDGES = ("mean", "median", "trimmed", "drop", "sum", "single", "rank_sum", "majority")
ATTEMPTS = ("best", "last", "sum", "mean", "best_k", "drop_lowest", "chosen", "single")
ROUNDS = ("raw", "share_of_max", "share_of_best", "z", "rank", "rank_average")
_ON_SHEET_SCALE = ("mean", "median", "trimmed", "drop", "single")
PLACES = ("sheet", "judges", "severity", "attempt", "round")


def parse_policy(definition: Mapping[str, Any], forms: Mapping[str, Form] | None = None) -> Policy:
    """Parse a policy; raise DefinitionError with every problem found.

    With `forms` (by round code), rounds and items are checked against them, and a share of the
    maximum takes the form's.
    """
    problems: list[Problem] = []
    root = Cursor(definition, "", problems)
    allowed = {
        "schema", "rounds", "combine", "rank_keys", "by_division", "prizes",
        "one_award_an_entry", "display",
    }  # fmt: skip
    if not root.fits() or not root.mapping(allowed):
        raise DefinitionError(problems)
    if root.get("schema").value != SCHEMA or isinstance(root.get("schema").value, bool):
        root.get("schema").fail("unknown-schema", expected=SCHEMA)
    rounds: dict[str, RoundPolicy] = {}
    place = root.get("rounds")
    if place.mapping() and not place.value:
        place.fail("list-empty")
    elif isinstance(place.value, Mapping) and len(place.value) > MAX_ROUNDS:
        place.fail("too-many", most=MAX_ROUNDS)
        raise DefinitionError(problems)
    for code, cursor in place.entries():
        if not TOKEN.fullmatch(code):
            cursor.fail("bad-id", value=code)
        if forms is not None and code not in forms:
            cursor.fail("unknown-round", round=code)
        rounds[code] = _read_round(cursor, code, None if forms is None else forms.get(code))
    combine = read_combine(root.get("combine"), rounds)
    keys = tuple(
        key
        for spot in root.get("rank_keys").elements(most=MAX_KEYS)
        if (key := read_key(spot, rounds, combine, forms)) is not None
    )
    display = root.get("display")
    if not display.empty:
        display.mapping({"digits"})
    policy = Policy(
        rounds=rounds,
        combine=combine,
        rank_keys=keys or (RankKey("points", "points", combine.order),),
        by_division=root.get("by_division").flag(True),
        prizes=read_prizes(root.get("prizes")),
        one_award_an_entry=root.get("one_award_an_entry").flag(True),
        digits=display.get("digits").integer(2, least=0, most=12) or 0,
    )
    if problems:
        raise DefinitionError(problems)
    return policy


def _read_round(cursor: Cursor, code: str, form: Form | None) -> RoundPolicy:
    allowed = {
        "judges", "standardise", "attempt", "attempts", "round", "weight", "rounding", "missing",
        "discrepancy", "severity",
    }  # fmt: skip
    if not cursor.mapping(allowed):
        return RoundPolicy(code)
    judges = _read_judges(cursor.get("judges"))
    default = "asc" if judges.method in RANKING_JUDGES else "desc"
    expression = None
    attempt = cursor.get("attempt")
    if not attempt.empty and attempt.mapping({"expression"}):
        names = None if form is None else {"value", *form.items}
        expression = read(attempt.get("expression"), Known(lambda n: names is None or n in names))
    rounding: dict[str, Rounding] = {}
    place = cursor.get("rounding")
    if not place.empty and place.mapping(PLACES):
        for name, spot in place.entries():
            if (pair := spot.rounding()) is not None:
                rounding[name] = Rounding(*pair)
    weight = cursor.get("weight").number(Fraction(1))
    method = _read_method(cursor.get("round"), default, form)
    missing = cursor.get("missing").choice(("unranked", "skip", "zero"), "unranked")
    if missing == "zero" and method.order == "asc":
        cursor.get("missing").fail("zero-is-best")
    standardise = _read_standardise(cursor.get("standardise"))
    return RoundPolicy(
        code=code,
        judges=judges,
        standardise=standardise,
        attempt=expression,
        attempts=_read_attempts(cursor.get("attempts"), default),
        round=method,
        weight=Fraction(1) if weight is None else weight,
        rounding=rounding,
        missing=missing,
        discrepancy=read_bands(
            cursor.get("discrepancy"),
            None if form is None else form.maximum,
            judges=judges.method,
            plain=standardise is None and (judges.method, judges.aggregate) != ("drop", "sum"),
        ),
        severity=_read_severity(
            cursor.get("severity"),
            judges,
            plain=standardise is None and cursor.get("discrepancy").empty,
        ),
    )


def _read_severity(cursor: Cursor, judges: JudgesRule, *, plain: bool) -> str | None:
    """The severity model; its values lie on the scale of a sheet, so the raw ones must as well."""
    if cursor.empty or not cursor.mapping({"model"}):
        return None
    if judges.method not in _ON_SHEET_SCALE or (judges.method, judges.aggregate) == ("drop", "sum"):
        cursor.fail("not-for-method", method=judges.method)
    if not plain:
        cursor.fail("severity-alone")
    model = cursor.get("model")
    if model.empty:
        model.fail("missing-key", key="model")
    return model.choice(SEVERITY_MODELS, SEVERITY_MODELS[0])


def _read_judges(cursor: Cursor) -> JudgesRule:
    if cursor.empty or not cursor.mapping(
        {"method", "share", "high", "low", "aggregate", "minimum_sheets", "order"}
    ):
        return JudgesRule()
    share = cursor.get("share").number(Fraction(0)) or Fraction(0)
    if not 0 <= share < Fraction(1, 2):
        cursor.get("share").fail("share-range")
    return JudgesRule(
        method=cursor.get("method").choice(JUDGES, "mean"),
        share=share,
        high=cursor.get("high").integer(0, least=0, most=50) or 0,
        low=cursor.get("low").integer(0, least=0, most=50) or 0,
        aggregate=cursor.get("aggregate").choice(("mean", "sum"), "mean"),
        minimum_sheets=cursor.get("minimum_sheets").integer(1, least=1, most=100) or 1,
        order=read_order(cursor.get("order"), "desc"),
    )


def _read_standardise(cursor: Cursor) -> Standardise | None:
    if cursor.empty or not cursor.mapping({"method", "mean", "deviation", "over"}):
        return None
    cursor.get("method").choice(("z",), "z")
    mean, deviation = _mean_deviation(cursor)
    return Standardise(
        mean, deviation, cursor.get("over").choice(("judge", "judge_division"), "judge")
    )


def _mean_deviation(cursor: Cursor) -> tuple[Fraction, Fraction]:
    mean = cursor.get("mean").number(Fraction(0)) or Fraction(0)
    deviation = cursor.get("deviation").number(Fraction(1)) or Fraction(0)
    if deviation <= 0:
        cursor.get("deviation").fail("not-positive")
    return mean, deviation


def _read_attempts(cursor: Cursor, default: str) -> AttemptsRule:
    if cursor.empty or not cursor.mapping(
        {"method", "k", "table", "counted", "order", "disqualified", "no_show"}
    ):
        return AttemptsRule(order=cast(Order, default))
    table = []
    method = cursor.get("method").choice(ATTEMPTS, "best")
    for row in cursor.get("table").elements(required=method == "drop_lowest", most=MAX_ROWS):
        if row.mapping({"from", "to", "drop"}):
            start = row.get("from").integer(1, least=1) or 1
            end = row.get("to").integer(None, least=start)
            drop = row.get("drop").integer(0, least=0) or 0
            if drop >= start:
                row.get("drop").fail("drops-everything")
            table.append(Drop(start, end, drop))
    if method == "best_k" and not cursor.has("k"):
        cursor.get("k").fail("missing-key", key="k")
    return AttemptsRule(
        method=method,
        k=cursor.get("k").integer(1, least=1) or 1,
        table=tuple(table),
        counted=cursor.get("counted").integer(None, least=1),
        order=read_order(cursor.get("order"), default),
        disqualified=cursor.get("disqualified").choice(("skip", "zero"), "skip"),
        no_show=cursor.get("no_show").choice(("skip", "zero"), "skip"),
    )


def _read_method(cursor: Cursor, default: str, form: Form | None) -> RoundMethod:
    if cursor.empty or not cursor.mapping(
        {"method", "scale", "maximum", "mean", "deviation", "order"}
    ):
        return RoundMethod(order=cast(Order, default))
    method = cursor.get("method").choice(ROUNDS, "raw")
    maximum = cursor.get("maximum").number()
    if maximum is None and form is not None:
        maximum = form.maximum
    if maximum is not None and maximum <= 0:
        cursor.get("maximum").fail("not-positive")
    if method == "share_of_max" and maximum is None:
        cursor.get("maximum").fail("maximum-unknown")
    mean, deviation = _mean_deviation(cursor)
    scale = cursor.get("scale").number(Fraction(100))
    return RoundMethod(
        method,
        Fraction(100) if scale is None else scale,
        maximum,
        mean,
        deviation,
        read_order(cursor.get("order"), default),
    )
