"""Ballroom dancing by the skating system: majorities of judges' places, rules 5 to 11."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.replay import stage
from tests.replay.packages import Json, form, number_item, package, sheet
from tests.replay.panel.files import documents, slug
from tests.replay.tally import Tally

Marks = Mapping[str, Sequence[int]]

_FORM = form(number_item("place", min=1, step=1))
_MAJORITY = {"judges": {"method": "majority", "order": "asc"}}
_PLACE = {"judges": {"method": "single"}, "round": {"method": "raw", "order": "asc"}}


def replay(folder: Path) -> Tally:
    """Places of single dances, and of several dances together."""
    tally = Tally()
    for path, document in documents(folder):
        if not isinstance(document, Mapping) or "single_dance" not in document:
            continue
        dances: Mapping[str, Any] = document["single_dance"]
        for name, dance in dances.items():
            tally += _single(slug(path, name), dance)
        for name, example in document.items():
            if "overall" not in example:
                continue
            if "dances" in example:
                marks = {dance: dances[dance]["marks"] for dance in example["dances"]}
                tally += _several(slug(path, name), marks, _MAJORITY, example["overall"])
            elif "dance_places" in example:
                tally += _several(
                    slug(path, name), _by_dance(example["dance_places"]), _PLACE, example["overall"]
                )
    return tally


def _by_dance(places: Marks) -> dict[str, dict[str, list[int]]]:
    """Each dance with the one place that every couple had in it."""
    count = len(next(iter(places.values())))
    return {
        f"dance{n + 1}": {couple: [given[n]] for couple, given in places.items()}
        for n in range(count)
    }


def _sheets(dance: str, marks: Marks) -> list[Json]:
    return [
        sheet(couple, dance, f"J{judge}", {"place": place})
        for couple, places in marks.items()
        for judge, place in enumerate(places, 1)
    ]


def _single(name: str, dance: Mapping[str, Any]) -> Tally:
    return _compare(
        name,
        {"dance": dance["marks"]},
        {"rounds": {"dance": _MAJORITY}, "combine": {"method": "none", "rounds": ["dance"]}},
        dance["places"],
    )


def _several(
    name: str, dances: Mapping[str, Marks], rule: Json, official: Mapping[str, int]
) -> Tally:
    policy = {
        "rounds": dict.fromkeys(dances, rule),
        "combine": {"method": "skating", "rounds": list(dances)},
    }
    return _compare(name, dances, policy, official)


def _compare(
    name: str, dances: Mapping[str, Marks], policy: Json, official: Mapping[str, int]
) -> Tally:
    tally = Tally()
    played = stage.play(
        package(
            name,
            name,
            form=_FORM,
            rounds=list(dances),
            policy=policy,
            entries={couple: couple for couple in official},
            sheets=[row for dance, marks in dances.items() for row in _sheets(dance, marks)],
        )
    )
    standings = played.standings()
    for couple, place in official.items():
        tally.equal(f"{name} {couple}", place, standings.of(couple).rank)
    return tally
