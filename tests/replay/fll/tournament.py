"""Makes a contest package of a tournament: every rule from its descriptor, every sheet as written."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from fractions import Fraction
from typing import Any

from scoring.exact import text
from tests.replay.fll.descriptor import PERFORMANCE, Category
from tests.replay.fll.expressions import option_id
from tests.replay.fll.tables import Event, Row, flag, number, standardised

MEAN, DEVIATION = 100, 20
"""Standardised scores have this mean and population deviation for each judge."""

IMPORTED = "official"
"""The judge whose sheets hold scores that are known only as a result."""


def package(event: Event, *, seeding_runs: int = 3) -> dict[str, Any]:
    """The tournament as a contest package; the best of the seeding runs counts."""
    rounds = [_round(event, category) for category in event.descriptor.categories]
    sheets = [
        sheet for category in event.descriptor.categories for sheet in _sheets(event, category)
    ]
    teams = sorted({row["teamnumber"] for rows in _all_tables(event) for row in rows})
    return {
        "format": "contest-package",
        "version": 1,
        "contest": {
            "slug": event.name,
            "title": event.descriptor.title,
            "kind": "robotics",
            "team_max": 10,
        },
        "forms": [_form(category) for category in event.descriptor.categories]
        + [_imported_form(c) for c in event.descriptor.categories if _is_imported(event, c)],
        "rounds": rounds,
        "policy": _policy(event, seeding_runs),
        "judges": _judges(sheets),
        "entries": [
            {"code": team, "title": f"Team {team}", "team": f"Team {team}"} for team in teams
        ],
        "attempts": list(_attempts(event)),
        "sheets": sheets,
    }


def _all_tables(event: Event) -> list[list[Row]]:
    return [*event.tables.values(), event.official]


def _is_imported(event: Event, category: Category) -> bool:
    """Whether only the category's final score is known, not its sheets."""
    sourced = any(source in event.tables for source, _ in category.sources.values())
    if category.name in event.tables or sourced:
        return False
    return any(row.get(category.name) for row in event.official)


def _form(category: Category) -> dict[str, Any]:
    return {"code": category.name, "title": category.title, "definition": category.form}


def _imported_form(category: Category) -> dict[str, Any]:
    item = {
        "id": "score",
        "kind": "number",
        "label": {"vi": category.title, "en": category.title},
        "source": "import",
    }
    return {
        "code": f"{category.name}_imported",
        "title": category.title,
        "definition": {"schema": 1, "items": [item]},
    }


def _round(event: Event, category: Category) -> dict[str, Any]:
    imported = _is_imported(event, category)
    runs = [int(row["runnumber"]) for row in event.tables.get(PERFORMANCE, ())]
    return {
        "code": category.name,
        "title": category.title,
        "form": f"{category.name}_imported" if imported else category.name,
        "attempts_max": max(runs, default=1) if category.name == PERFORMANCE else 1,
    }


def _policy(event: Event, seeding_runs: int) -> dict[str, Any]:
    descriptor = event.descriptor
    scaled = {"method": "z", "mean": MEAN, "deviation": DEVIATION}
    rounds: dict[str, Any] = {}
    for category in descriptor.categories:
        rules: dict[str, Any] = {
            "judges": {"method": "mean"},
            "attempts": {"method": "single"},
            "round": {"method": "raw"},
            "weight": category.weight,
            "missing": "unranked",
        }
        if category.name == PERFORMANCE:
            rules |= {
                "judges": {"method": "single"},
                "attempts": {"method": "best", "counted": seeding_runs, "order": descriptor.order},
                "round": scaled if standardised(event) else {"method": "share_of_max"},
            }
        elif category.name in event.tables:
            if standardised(event):
                rules["standardise"] = {**scaled, "over": "judge"}
            else:
                rules["round"] = {"method": "share_of_max"}
        rounds[category.name] = rules
    keys: list[dict[str, Any]] = [{"type": "points"}]
    keys += [
        {
            "type": "item",
            "round": PERFORMANCE,
            "item": item,
            "reduce": "best_attempt",
            "order": order,
        }
        for item, order in descriptor.tie_breaks
    ]
    policy: dict[str, Any] = {
        "schema": 1,
        "rounds": rounds,
        "combine": {
            "method": "weighted_sum",
            "rounds": [category.name for category in descriptor.categories],
            "order": descriptor.order,
        },
        "rank_keys": keys,
        "display": {"digits": 2},
    }
    if descriptor.awards:
        # Awards without a rank: no place gives them, the committee does.
        policy["prizes"] = [
            {"code": _slug(title), "label": {"vi": title, "en": title}, "quota": 0}
            for title in descriptor.awards
        ]
    return policy


def _slug(title: str) -> str:
    ascii_ = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", ascii_).strip("_")[:40]


def _judges(sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    roles = {
        sheet["judge"]: "referee" if sheet["round"] == PERFORMANCE else "judge" for sheet in sheets
    }
    return [{"code": code, "role": role} for code, role in sorted(roles.items())]


def _attempts(event: Event) -> Any:
    """Runs that were not scored: the team did not come, sat out, or the sheet is unverified."""
    for row in event.tables.get(PERFORMANCE, ()):
        state = None
        if flag(row, "bye"):
            state = "void"
        elif flag(row, "noshow"):
            state = "no_show"
        elif not flag(row, "verified", True):
            state = "void"
        if state:
            yield {
                "entry": row["teamnumber"],
                "round": PERFORMANCE,
                "number": int(row["runnumber"]),
                "state": state,
            }


def scored_run(row: Row) -> bool:
    """Whether a run was played and scored."""
    return not flag(row, "noshow") and not flag(row, "bye")


def _sheets(event: Event, category: Category) -> list[dict[str, Any]]:
    if category.sources:
        return _virtual_sheets(event, category)
    if _is_imported(event, category):
        return [
            {
                "entry": row["teamnumber"],
                "round": category.name,
                "judge": IMPORTED,
                "values": {"score": number(row[category.name])},
            }
            for row in event.official
            if row.get(category.name)
        ]
    sheets: list[dict[str, Any]] = []
    for row in event.tables.get(category.name, ()):
        if category.name == PERFORMANCE and not scored_run(row):
            continue
        sheet: dict[str, Any] = {
            "entry": row["teamnumber"],
            "round": category.name,
            "judge": row.get("judge") or "table",
        }
        if category.name == PERFORMANCE:
            sheet["attempt"] = int(row["runnumber"])
        if flag(row, "noshow"):
            sheet["kind"] = "no_show"
        else:
            sheet["values"] = values(category, row)
        sheets.append(sheet)
    return sheets


def values(category: Category, row: Row) -> dict[str, Any]:
    """The values of a row for the category's form; empty cells stay empty."""
    found: dict[str, Any] = {}
    for item, kind in category.kinds.items():
        written = row.get(item, "")
        if kind == "computed" or not written:
            continue
        if kind == "choice":
            found[item] = option_id(written)
        elif kind == "boolean":
            found[item] = number(written) == "1" if written[0].isdigit() else flag(row, item)
        else:
            found[item] = number(written)
    return found


def _virtual_sheets(event: Event, category: Category) -> list[dict[str, Any]]:
    """One sheet a team: each item is the mean of its goal over the judges who scored it."""
    marks: defaultdict[str, defaultdict[str, list[Fraction]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for item, (source, goal) in category.sources.items():
        for row in event.tables.get(source, ()):
            if not flag(row, "noshow") and row.get(goal):
                marks[row["teamnumber"]][item].append(Fraction(number(row[goal])))
    return [
        {
            "entry": team,
            "round": category.name,
            "judge": IMPORTED,
            "values": {item: text(sum(given) / len(given)) for item, given in items.items()},
        }
        for team, items in sorted(marks.items())
        if set(items) == set(category.sources)
    ]
