"""How far the judges of a round agree: by panel, on the whole sheet and on each criterion.

From submitted sheets that count, in a few queries. Statistics for people, never rank keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from contests.models import FormVersion, Round
from judging.definitions import form_of
from judging.models import Attempt, Judge, Panel, Scoresheet
from judging.selectors.awaited import NOT_COUNTED_ROLES, SUBMITTED_STATES
from scoring.agreement import intraclass, judge_against_rest, kendall_w, krippendorff_alpha
from scoring.form import evaluate
from scoring.interpretation import Statistic, reading
from submissions.models import Entry

MIN_SHARED = 3
"""Fewer attempts that every judge scored say nothing."""

MIN_FOR_P = 8
"""The chi-square tail of W is for more than 7 objects (Siegel & Castellan 1988, 9.3.2)."""

_NOT_HELD = (*Attempt.NOT_COUNTED, Attempt.State.NO_SHOW)
_WHOLE = ""  # the sheet's points, beside the items' ids

Marks = Mapping[int, Mapping[int, Fraction]]
"""Points by judge and attempt."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A counted sheet: who scored which attempt, with points by item and on the whole."""

    judge: int
    attempt: int
    points: Mapping[str, Fraction]


def agreement(
    round_: Round, *, division: int | None = None, panel: int | None = None
) -> list[dict[str, Any]]:
    """One report a panel; judges of no panel stand together.

    {id, name, judges: [{code, full_name, sheets, against_rest}], attempts, shared, rows: [{item,
    title, title_en, statistics, p}]}; `shared` attempts were scored by every judge of the panel.
    A statistic is {value, reading} or {refused: why it says nothing}.
    """
    sheets = _sheets(round_, division)
    wanted = {sheet.judge for sheet in sheets}
    judges = Judge.objects.filter(pk__in=wanted).select_related("panel").order_by("code")
    if panel is not None:
        judges = judges.filter(panel=panel)
    seated: defaultdict[Panel | None, list[Judge]] = defaultdict(list)
    for judge in judges:
        seated[judge.panel].append(judge)
    items = _items(round_)
    return [
        _report(seat, seated[seat], sheets, items)
        for seat in sorted(seated, key=lambda each: (each is None, each.code if each else ""))
    ]


def _sheets(round_: Round, division: int | None) -> list[Sheet]:
    rows = (
        Scoresheet.objects.filter(
            attempt__round=round_,
            attempt__entry__state=Entry.State.SUBMITTED,
            state__in=SUBMITTED_STATES,
            kind=Scoresheet.Kind.SCORED,
            points__isnull=False,
        )
        .exclude(judge__role__in=NOT_COUNTED_ROLES)
        .exclude(attempt__state__in=_NOT_HELD)
        .order_by("pk")
    )
    if division is not None:
        rows = rows.filter(attempt__entry__division=division)
    versions = FormVersion.objects.filter(scoresheets__in=rows).distinct().in_bulk()
    sheets = []
    for judge, attempt, version, values, points in rows.values_list(
        "judge_id", "attempt_id", "form_version_id", "values", "points"
    ):
        if points is None:
            continue
        found = evaluate(form_of(versions[version]), values).items
        by_item = {item: one.points for item, one in found.items() if one.points is not None}
        sheets.append(Sheet(judge, attempt, {**by_item, _WHOLE: points}))
    return sheets


def _items(round_: Round) -> list[tuple[str, str, str]]:
    """Id and labels of the criteria that give points, after the whole sheet."""
    definition = round_.form_version.definition
    labels = [(each["id"], each["label"]) for each in definition["items"]]
    return [
        (_WHOLE, "", ""),
        *((item, label["vi"], label.get("en", "")) for item, label in labels),
    ]


def _report(
    panel: Panel | None,
    judges: Sequence[Judge],
    sheets: Sequence[Sheet],
    items: Sequence[tuple[str, str, str]],
) -> dict[str, Any]:
    own = {judge.pk for judge in judges}
    given: defaultdict[str, dict[int, dict[int, Fraction]]] = defaultdict(
        lambda: {judge.pk: {} for judge in judges}
    )
    for sheet in sheets:
        if sheet.judge in own:
            for item, points in sheet.points.items():
                given[item][sheet.judge][sheet.attempt] = points
    whole = given[_WHOLE]
    shared = _shared(whole)
    against = (
        judge_against_rest({str(judge): [m[a] for a in shared] for judge, m in whole.items()})
        if len(shared) >= MIN_SHARED
        else {}
    )
    return {
        "id": None if panel is None else panel.pk,
        "name": None if panel is None else panel.name,
        "judges": [
            {
                "code": judge.code,
                "full_name": judge.full_name,
                "sheets": len(whole[judge.pk]),
                "against_rest": against.get(str(judge.pk)),
            }
            for judge in judges
        ],
        "attempts": len({attempt for marks in whole.values() for attempt in marks}),
        "shared": len(shared),
        "rows": [
            {"item": item or None, "title": title, "title_en": title_en, **_figures(given[item])}
            for item, title, title_en in items
            if item == _WHOLE or any(given[item].values())
        ],
    }


def _shared(marks: Marks) -> list[int]:
    """The attempts that every judge scored."""
    return sorted(set.intersection(*(set(one) for one in marks.values())) if marks else ())


def _figures(marks: Marks) -> dict[str, Any]:
    """The four statistics of one criterion and the chance of such a W without any agreement."""
    shared = _shared(marks)
    refused = _refusal(marks, shared)
    statistics: dict[str, dict[str, Any]] = {}
    p: float | None = None
    if refused is None:
        ratings = {str(judge): [one[attempt] for attempt in shared] for judge, one in marks.items()}
        concordance, correlation = kendall_w(ratings), intraclass(ratings)
        statistics["kendall_w"] = _read("kendall_w", concordance.w if concordance else None)
        statistics["icc_single"] = _read(
            "icc_single", correlation.icc2_single if correlation else None
        )
        statistics["icc_mean"] = _read("icc_mean", correlation.icc2_mean if correlation else None)
        if concordance is not None and len(shared) >= MIN_FOR_P:
            p = concordance.p
    else:
        statistics = {name: _refuse(refused) for name in ("kendall_w", "icc_single", "icc_mean")}
    statistics["alpha"] = _alpha(marks)
    return {**statistics, "p": p}


def _refusal(marks: Marks, shared: Sequence[int]) -> str | None:
    """Why what needs every judge on every attempt cannot be told."""
    if len(marks) < 2:
        return "one_judge"
    if not shared:
        return "none_shared"
    return "few_shared" if len(shared) < MIN_SHARED else None


def _alpha(marks: Marks) -> dict[str, Any]:
    """Krippendorff's alpha on the interval level: gaps are allowed, pairs are not to be missed."""
    if len(marks) < 2:
        return _refuse("one_judge")
    attempts = sorted({attempt for one in marks.values() for attempt in one})
    doubled = [a for a in attempts if sum(a in one for one in marks.values()) > 1]
    if len(doubled) < MIN_SHARED:
        return _refuse("few_doubled")
    ratings = {str(judge): [one.get(a) for a in doubled] for judge, one in marks.items()}
    return _read("alpha", krippendorff_alpha(ratings, "interval"))


def _read(statistic: Statistic, value: Fraction | None) -> dict[str, Any]:
    if value is None:
        return _refuse("no_variance")
    return {"value": float(value), "reading": reading(statistic, value), "refused": None}


def _refuse(why: str) -> dict[str, Any]:
    return {"value": None, "reading": None, "refused": why}
