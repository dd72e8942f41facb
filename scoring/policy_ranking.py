"""Reading how a policy ranks: combination of rounds, rank keys, prizes."""

from collections.abc import Mapping
from typing import cast

from scoring.form import Form
from scoring.reading import TOKEN, Cursor
from scoring.rules import Combine, Order, Prize, RankKey, Rounding, RoundPolicy

MAX_PRIZES = 200

COMBINE = ("weighted_sum", "rank_sum", "product", "skating", "lexicographic", "none")
REDUCE = ("best_attempt", "sum", "mean", "max", "min", "last")
KEYS: dict[str, tuple[str, ...]] = {
    "points": (),
    "round": ("round", "of", "order"),
    "attempts_sorted": ("round", "order"),
    "item": ("round", "item", "reduce", "order"),
    "iterated_drop": ("round", "order"),
    "time": ("round", "item", "reduce"),
    "earliest": (),
    "closest": ("round", "item", "reduce", "target"),
    "head_to_head": ("round",),
    "extra_run": ("round", "order"),
    "draw": (),
    "decision": (),
}
ASCENDING_KEYS = frozenset({"time", "earliest", "closest", "draw", "decision"})


def read_order(cursor: Cursor, default: str) -> Order:
    return cast(Order, cursor.choice(("desc", "asc"), default))


def read_combine(cursor: Cursor, rounds: Mapping[str, RoundPolicy]) -> Combine:
    method, names = "weighted_sum", list(rounds)
    if cursor.empty or not cursor.mapping({"method", "rounds", "order", "rounding"}):
        return Combine(method, tuple(names), _combined_order(method, rounds, names), None)
    method = cursor.get("method").choice(COMBINE, method)
    if cursor.has("rounds"):
        names = []
        for spot in cursor.get("rounds").elements(required=True, most=len(rounds)):
            if not isinstance(spot.value, str) or spot.value not in rounds:
                spot.fail(
                    "unknown-round", round=spot.value if isinstance(spot.value, str) else None
                )
            elif spot.value in names:
                spot.fail("duplicate-id", id=spot.value)
            else:
                names.append(spot.value)
    if method == "none" and len(names) > 1:
        cursor.get("rounds").fail("one-round-expected")
    order = _combined_order(method, rounds, names)
    directions = {rounds[n].round.points_order for n in names}
    if method in ("weighted_sum", "product") and len(directions) > 1 and not cursor.has("order"):
        cursor.get("order").fail("mixed-orders")
    pair = cursor.get("rounding").rounding()
    return Combine(
        method,
        tuple(names),
        read_order(cursor.get("order"), order),
        None if pair is None else Rounding(*pair),
    )


def _combined_order(method: str, rounds: Mapping[str, RoundPolicy], names: list[str]) -> Order:
    if method in ("rank_sum", "skating"):
        return "asc"
    if method == "lexicographic" or not names:
        return "desc"
    return rounds[names[0]].round.points_order


def read_key(
    cursor: Cursor,
    rounds: Mapping[str, RoundPolicy],
    combine: Combine,
    forms: Mapping[str, Form] | None,
) -> RankKey | None:
    if not cursor.mapping():
        return None
    kind = cursor.get("type").choice(KEYS, "")
    if not kind:
        cursor.get("type").fail("not-allowed", allowed=sorted(KEYS))
        return None
    fields = KEYS[kind]
    cursor.mapping({"type", *fields})
    name = item = target = ""
    if "round" in fields:
        spot = cursor.get("round")
        if isinstance(spot.value, str) and spot.value in rounds:
            name = spot.value
        else:
            spot.fail("unknown-round", round=spot.value if isinstance(spot.value, str) else None)
    if "item" in fields:
        item = cursor.get("item").identifier()
        form = (forms or {}).get(name)
        if form is not None and item and item not in form.items:
            cursor.get("item").fail("unknown-name", name=item)
    if "target" in fields:
        target = cursor.get("target").identifier()
    of = cursor.get("of").choice(("value", "points", "rank"), "points")
    reduce = cursor.get("reduce").choice(REDUCE, "best_attempt")
    parts = [
        kind,
        ".".join(part for part in (name, item) if part),
        of if of != "points" else "",
        reduce if reduce != "best_attempt" else "",
    ]
    return RankKey(
        id=":".join(part for part in parts if part),
        type=kind,
        order=read_order(cursor.get("order"), _key_order(kind, of, name, rounds, combine)),
        round=name,
        item=item,
        of=of,
        reduce=reduce,
        target=target,
    )


def _key_order(
    kind: str, of: str, name: str, rounds: Mapping[str, RoundPolicy], combine: Combine
) -> Order:
    if kind in ASCENDING_KEYS or (kind == "round" and of == "rank"):
        return "asc"
    if kind == "points":
        return combine.order
    if not name or kind in ("item", "head_to_head"):
        return "desc"
    rule = rounds[name]
    if kind == "round":
        return rule.round.points_order if of == "points" else rule.round.order
    return rule.attempts.order


def read_prizes(cursor: Cursor) -> tuple[Prize, ...]:
    prizes: list[Prize] = []
    taken: set[str] = set()
    for place in cursor.elements(most=MAX_PRIZES):
        if not place.mapping({"code", "label", "quota", "minimum", "shared", "divisions"}):
            continue
        code = place.get("code").identifier(TOKEN)
        if code in taken:
            place.get("code").fail("duplicate-id", id=code)
        taken.add(code)
        quota, share = place.get("quota"), None
        if isinstance(quota.value, Mapping) and quota.mapping({"share"}):
            share = quota.get("share").require_number()
            if not 0 < share <= 1:
                quota.get("share").fail("share-range")
        count = None if share is not None else quota.integer(None, least=0)
        divisions = [d.value for d in place.get("divisions").elements() if isinstance(d.value, str)]
        shared = place.get("shared").choice(("all", "none"), "all")
        prizes.append(
            Prize(
                code,
                place.get("label").label(),
                count,
                share,
                place.get("minimum").number(),
                shared,
                tuple(divisions),
            )
        )
    return tuple(prizes)
