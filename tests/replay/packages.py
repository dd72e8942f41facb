"""Short ways to write the packages of replays. Plain data; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Json = dict[str, Any]


def number_item(name: str, **members: Any) -> Json:
    """An item that takes a number."""
    return {"id": name, "kind": "number", "label": {"vi": name, "en": name}, **members}


def fact_item(name: str) -> Json:
    """A number that belongs to the attempt, not to any judge; it is not summed."""
    return number_item(name, source="import", required=False, ranked=False)


def form(*items: Json) -> Json:
    return {"schema": 1, "items": list(items)}


def package(
    slug: str,
    title: str,
    *,
    form: Json,
    rounds: Sequence[str],
    policy: Json,
    entries: Mapping[str, str],
    sheets: Iterable[Json],
    attempts: Iterable[Json] = (),
    matches: Iterable[Json] = (),
    attempts_max: int = 1,
) -> Json:
    """A package with one form for all rounds; `entries` are titles by code."""
    document: Json = {
        "format": "contest-package",
        "version": 1,
        "contest": {"slug": slug, "title": title},
        "forms": [{"code": "sheet", "definition": form}],
        "rounds": [{"code": code, "attempts_max": attempts_max} for code in rounds],
        "policy": {"schema": 1, **policy},
        "entries": [{"code": code, "title": name} for code, name in entries.items()],
        "matches": list(matches),
        "attempts": list(attempts),
        "sheets": list(sheets),
    }
    return document


def codes(names: Iterable[str], letter: str = "E") -> dict[str, str]:
    """A code for each name, in their order: {"XIONG Ni": "E001", ...}."""
    return {name: f"{letter}{n:03}" for n, name in enumerate(dict.fromkeys(names), 1)}


def sheet(entry: str, round_: str, judge: str, values: Json, attempt: int = 1) -> Json:
    return {
        "entry": entry, "round": round_, "attempt": attempt, "judge": judge, "values": values,
    }  # fmt: skip
