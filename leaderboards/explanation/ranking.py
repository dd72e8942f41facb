"""From round points to the rank: the total, each rank key against the neighbours, the prize."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import prod
from typing import Any

from common.language import Text
from contests.models import Round
from leaderboards.explanation.rounds import rounding
from leaderboards.explanation.sheets import names_of
from leaderboards.explanation.source import Row, Seen
from leaderboards.explanation.words import (
    join,
    labelled,
    moment_in,
    numbered,
    of_title,
    same,
    say,
)
from scoring.exact import number
from scoring.rules import Combine, Prize, RankKey

Rounds = Mapping[str, Round]


def total(seen: Seen) -> dict[str, Any]:
    """{rules, working}: how the rounds come to the entry's points."""
    combine = seen.policy.combine
    if seen.round_code is not None:
        return {"rules": [say("combine.none")], "working": None}
    rules = [say(f"combine.{_method(seen, combine)}")]
    if combine.rounding is not None:
        rules.append(rounding(combine.rounding, "combine"))
    return {"rules": rules, "working": _working(seen, combine)}


def _method(seen: Seen, combine: Combine) -> str:
    if combine.method != "weighted_sum" or len(combine.rounds) > 1:
        return combine.method
    return "single" if seen.policy.rounds[combine.rounds[0]].weight == 1 else combine.method


def _working(seen: Seen, combine: Combine) -> Text | None:
    """The total by hand; None where it does not come to the points that stand."""
    stands = seen.trace["points"]
    results = {code: seen.trace["rounds"].get(code) for code in combine.rounds}
    member = "rank" if combine.method == "rank_sum" else "points"
    given = {
        code: number(result[member])
        for code, result in results.items()
        if result is not None and result[member] is not None
    }
    if stands is None or not given or combine.method not in ("weighted_sum", "rank_sum", "product"):
        return None
    weights = {code: seen.policy.rounds[code].weight for code in given}
    if combine.method == "product":
        made = prod(given.values(), start=Fraction(1))
        sign, parts = " × ", [numbered(value) for value in given.values()]
    else:
        made = sum((weights[code] * value for code, value in given.items()), Fraction(0))
        sign = " + "
        parts = [_weighted(weights[code], value) for code, value in given.items()]
    if len(parts) < 2 and all(weight == 1 for weight in weights.values()):
        return None
    value = made if combine.rounding is None else combine.rounding.of(made)
    if value != number(stands):
        return None
    if value == made:
        return say("working", sum=join(parts, sign), value=value)
    return say("working.rounded", sum=join(parts, sign), exact=made, value=value)


def _weighted(weight: Fraction, value: Fraction) -> Text:
    if weight == 1:
        return numbered(value)
    return join([numbered(weight), numbered(value)], " × ")


def keys(seen: Seen, rounds: Rounds) -> list[dict[str, Any]]:
    """The rank keys in their order, with the neighbours' values and which of them decided."""
    known = {key.id: key for key in seen.policy.rank_keys}
    near, found = seen.near, []
    for each in seen.trace["keys"]:
        name, value = each["type"], each["value"]
        key = known.get(name) or RankKey(name, "points", seen.policy.combine.order)
        above = None if near.above is None else near.above.keys.get(name)
        below = None if near.below is None else near.below.keys.get(name)
        moment = key.type == "earliest"
        found.append(
            {
                "type": name,
                "label": key_label(key, rounds),
                "order": say("order.moment" if moment else f"order.{_order(seen, key)}"),
                "value": value,
                "shown": _shown(value, moment=moment),
                "above": _shown(above, moment=moment),
                "below": _shown(below, moment=moment),
                "decides_above": near.above is not None and seen.trace["decided_by"] == name,
                "decides_below": near.below is not None and near.below.decided_by == name,
            }
        )
    return found


def _order(seen: Seen, key: RankKey) -> str:
    if seen.round_code is not None:
        return seen.policy.rounds[seen.round_code].round.points_order
    return key.order


def key_label(key: RankKey, rounds: Rounds) -> Text:
    round_ = rounds.get(key.round)
    title = same(key.round) if round_ is None else of_title(round_)
    item = same(key.item)
    if round_ is not None and key.item:
        item = names_of(round_.form_version)(key.item)
    name = f"key.round.{key.of}" if key.type == "round" else f"key.{key.type}"
    return say(name, round=title, item=item)


def _shown(value: Any, *, moment: bool) -> Text | None:
    """A key's value as people read it; None where there is none."""
    if value is None or value == []:
        return None
    if isinstance(value, list):
        return join((numbered(number(part)) for part in value if part is not None), " · ")
    return same(moment_in(number(value))) if moment else numbered(number(value))


def decided(seen: Seen, told: list[dict[str, Any]]) -> list[Text]:
    """What put the entry behind the one above and ahead of the one below, in words."""
    if seen.trace["rank"] is None:
        return [say(f"decided.{seen.trace['state']}")]
    found = [
        say(f"decided.{side}", key=each["label"])
        for side in ("above", "below")
        for each in told
        if each[f"decides_{side}"]
    ]
    if seen.near.tied_with > 0:
        found.append(say("decided.tied", count=seen.near.tied_with))
    return found


def neighbour(row: Row | None) -> dict[str, Any] | None:
    return None if row is None else {"rank": row.rank, "entry": dict(row.entry)}


def award(seen: Seen) -> dict[str, Any] | None:
    """The prize with its rule: {code, title, title_en, rule}."""
    given = seen.award
    if given is None:
        return None
    prize = next((each for each in seen.policy.prizes if each.code == given["code"]), None)
    rules = [] if prize is None else list(_prize(prize, by_division=seen.policy.by_division))
    if given["decided"]:
        rules = [say("prize.decided")]
    return {
        **{name: given[name] for name in ("code", "title", "title_en")},
        "rule": join(rules, ", ") if rules else None,
    }


def _prize(prize: Prize, *, by_division: bool) -> Iterator[Text]:
    yield say("prize", prize=labelled(prize.label, prize.code))
    if prize.share is not None:
        yield say("prize.share", share=prize.share)
    elif prize.quota is not None:
        yield say("prize.quota" if by_division else "prize.quota.whole", quota=prize.quota)
    if prize.minimum is not None:
        yield say("prize.minimum", minimum=prize.minimum)
