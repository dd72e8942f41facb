"""A comparison as JSON: columns, rows with a cell a column, flips, judges. Shape only."""

from __future__ import annotations

from typing import Any

import orjson

from contests.models import Contest
from leaderboards.board import exact
from leaderboards.display import shown_texts
from leaderboards.whatif.comparing import Column, Comparison, Severity
from scoring.field import Standing
from scoring.severity import STRONG, Refusal
from submissions.selectors import entry_rows

_DIGITS = 6
"""Of estimates, which are floats: as many as an adjusted value has."""


def document(contest: Contest, found: Comparison) -> dict[str, Any]:
    """The whole answer; names of entries and judges in full, for those who run the contest."""
    rounds = [each for each in contest.rounds.all() if each.code in _named(found)]
    return {
        "contest": contest.slug,
        "round": _titled(found.round),
        "rounds": [_titled(each) for each in rounds],
        "policy": found.policy.number,
        "policies": list(
            contest.policies.order_by("-number").values("number", "reason", "created_at")
        ),
        "model": found.rule.severity,
        "comparable": found.comparable,
        "prizes": [
            {
                "code": prize["code"],
                "title": prize["label"]["vi"],
                "title_en": prize["label"].get("en", ""),
            }
            for prize in found.policy.definition.get("prizes") or ()
        ],
        "columns": [_column(column) for column in found.columns],
        "flips": [
            {
                "column": flip.column,
                "entry": flip.entry,
                "division": flip.division,
                "before": flip.before,
                "after": flip.after,
            }
            for flip in found.flips
        ],
        "divisions": _divisions(contest, found),
        "severity": _severity(found, found.severity),
    }


def _named(found: Comparison) -> set[str]:
    return set(found.policy.definition["rounds"])


def _titled(row: Any) -> dict[str, str]:
    return {"code": row.code, "title": row.title, "title_en": row.title_en}


def _column(column: Column) -> dict[str, Any]:
    return {
        "id": column.id,
        "computed": column.standings is not None,
        "unusable": column.unusable,
        "refusal": _refusal(column.refusal),
        "warnings": list(column.warnings),
    }


def _refusal(refusal: Refusal | None) -> dict[str, Any] | None:
    return None if refusal is None else {"code": refusal.code, "judges": list(refusal.judges)}


def _divisions(contest: Contest, found: Comparison) -> list[dict[str, Any]]:
    """Rows in the order of the policy in force; withdrawn and disqualified entries are left out."""
    people = shown_texts(contest, None, entry_rows(contest))
    cells: dict[str, dict[str, Any]] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for column in found.columns:
        for row in column.standings.rows if column.standings else ():
            cells.setdefault(row.entry, {})[column.id] = _cell(found, column, row)
    current = found.columns[0].standings
    for row in current.rows if current else ():
        if row.state in ("ranked", "unranked"):
            attempts = row.rounds[found.round.code].attempts
            sheets = sum(sheet.points is not None for a in attempts for sheet in a.sheets)
            rows.setdefault(row.division, []).append(
                {
                    "entry": orjson.loads(people[row.entry]),
                    "sheets": sheets,
                    "cells": cells[row.entry],
                }
            )
    return [
        {**division, "rows": rows.get(division["code"], [])}
        for division in contest.divisions.order_by("order", "code").values(
            "code", "title", "title_en"
        )
    ]


def _cell(found: Comparison, column: Column, row: Standing) -> dict[str, Any]:
    place = row.rounds.get(found.round.code)
    return {
        "rank": row.rank,
        "tied": row.tied,
        "points": exact(row.points),
        "value": None if place is None else exact(place.value),
        "prize": (column.prizes or {}).get(row.entry),
    }


def _severity(found: Comparison, severity: Severity) -> dict[str, Any]:
    adjustment = severity.adjustment
    judges = {} if adjustment is None else adjustment.judges
    return {
        "model": severity.model,
        "refusal": _refusal(severity.refusal),
        "warnings": [] if adjustment is None else list(adjustment.warnings),
        "connected": severity.linked.connected,
        "lambda2": severity.linked.lambda2,
        "strong_from": STRONG,
        "components": [
            {"judges": list(part.judges), "entries": len(part.entries)}
            for part in severity.linked.components
        ],
        "residual_deviation": _float(None if adjustment is None else adjustment.residual_deviation),
        "judge_deviation": _float(None if adjustment is None else adjustment.judge_deviation),
        "judges": [
            {
                "code": code,
                "full_name": found.judges.get(code, code),
                "entries": found.scores[code],
                "severity": _float(judges[code].severity if code in judges else None),
                "error": _float(judges[code].error if code in judges else None),
            }
            for code in sorted(found.scores)
        ],
    }


def _float(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
