"""Calibration rounds and the spread of their marks, criterion by criterion and sample by sample."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from contests.models import Round
from contests.permissions import Person
from judging.definitions import form_of
from judging.models import JudgeAssignment, Scoresheet
from judging.permissions import ModerationPolicy, signed_in
from judging.selectors.awaited import SUBMITTED_STATES
from scoring.exact import rounded, text
from scoring.form import Form, evaluate
from scoring.spread import Spread, spread
from submissions.models import Entry

_SHEETS = Scoresheet.objects.exclude(state=Scoresheet.State.VOID)
_DIGITS = 2


def calibrations(user: Person) -> QuerySet[Round]:
    """Those of contests that `user` oversees, and those that `user` scores in; with sheet counts."""
    if not signed_in(user):
        return Round.everything.none()
    mine = JudgeAssignment.objects.filter(
        round=OuterRef("pk"), judge__user=user.pk, judge__active=True
    )
    readable = ModerationPolicy.readable(user, "contest") | Q(Exists(mine))
    live = ~Q(attempts__scoresheets__state=Scoresheet.State.VOID)
    sent = Q(attempts__scoresheets__state__in=SUBMITTED_STATES)
    return (
        Round.everything.filter(calibration=True)
        .filter(Q() if user.is_staff else readable)
        .select_related("contest", "form_version")
        .annotate(
            samples=Count("attempts", distinct=True),
            expected=Count("attempts__scoresheets", filter=live, distinct=True),
            submitted=Count("attempts__scoresheets", filter=sent, distinct=True),
        )
        .order_by("contest", "pk")
    )


def may_see_spread(user: Person, round_: Round) -> bool:
    """For a judge: the head judge has opened it, and every own sheet is in."""
    own = _SHEETS.filter(attempt__round=round_, judge__user=user.pk)
    states = set(own.values_list("state", flat=True))
    return round_.locked_at is not None and bool(states) and states <= set(SUBMITTED_STATES)


def spread_of(round_: Round, *, judge_of: Person | None = None) -> dict[str, Any]:
    """{items, samples, judges}: each sample with its total's and its criteria's spread.

    With `judge_of` the marks carry no names but for that person's own.
    """
    form = form_of(round_.form_version)
    sheets = list(
        _SHEETS.filter(attempt__round=round_)
        .select_related("judge", "attempt")
        .order_by("judge__code")
    )
    marks: defaultdict[tuple[int, str], dict[str, Fraction]] = defaultdict(dict)
    judges: dict[str, dict[str, Any]] = {}
    for sheet in sheets:
        code = sheet.judge.code
        row = judges.setdefault(
            code,
            {
                "code": code,
                "full_name": sheet.judge.full_name,
                "role": sheet.judge.role,
                "own": judge_of is not None and sheet.judge.user_id == judge_of.pk,
                "submitted": 0,
                "expected": 0,
                "far": 0,
            },
        )
        row["expected"] += 1
        if sheet.state not in SUBMITTED_STATES or sheet.points is None:
            continue
        row["submitted"] += 1
        marks[sheet.attempt.entry_id, ""][code] = Fraction(sheet.points)
        for item, result in evaluate(form, sheet.values).items.items():
            if result.number is not None and item in _items(form):
                marks[sheet.attempt.entry_id, item][code] = result.number
    entries = (
        Entry.objects.filter(attempts__round=round_)
        .prefetch_related("submissions")
        .order_by("code")
    )
    samples = [_sample(entry, form, marks, judges) for entry in entries]
    hidden = judge_of is not None
    return {
        "items": [{"id": item, "label": dict(form.items[item].label)} for item in _items(form)],
        "samples": _unnamed(samples, judges) if hidden else samples,
        "judges": [row for row in judges.values() if row["own"]]
        if hidden
        else list(judges.values()),
    }


def _items(form: Form) -> list[str]:
    """The criteria that judges put a number to."""
    return [item.id for item in form.items.values() if item.kind != "computed" and item.ranked]


def _width(form: Form, item: str) -> Fraction | None:
    if not item:
        return form.maximum
    found = form.items[item]
    ends = [end for level in found.levels for end in (level.start, level.end)]
    ends += [option.points for option in found.options.values()]
    ends += [end for end in (found.minimum, found.maximum) if end is not None]
    return max(ends) - min(ends) if len(set(ends)) > 1 else None


def _sample(
    entry: Entry,
    form: Form,
    marks: defaultdict[tuple[int, str], dict[str, Fraction]],
    judges: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    links = [submission.link for submission in entry.submissions.all()]
    rows = []
    for item in ("", *_items(form)):
        given = marks[entry.pk, item]
        found = spread(given, _width(form, item))
        for judge in found.far if found is not None and item else ():
            judges[judge]["far"] += 1
        rows.append({"item": item, **_figures(found), "marks": _marks(given, found)})
    return {
        "id": entry.pk,
        "code": entry.code,
        "title": entry.title,
        "link": links[0] if links else "",
        "rows": rows,
    }


def _figures(found: Spread | None) -> dict[str, Any]:
    if found is None:
        return {"count": 0, "least": None, "most": None, "mean": None, "deviation": None}
    return {
        "count": found.count,
        "least": text(found.least),
        "most": text(found.most),
        "mean": _short(found.mean),
        "deviation": None if found.deviation is None else _short(found.deviation),
    }


def _short(value: Fraction) -> str:
    return text(rounded(value, _DIGITS, "half_up"))


def _marks(given: dict[str, Fraction], found: Spread | None) -> list[dict[str, Any]]:
    far = frozenset() if found is None else found.far
    return [
        {"judge": judge, "value": text(value), "far": judge in far}
        for judge, value in sorted(given.items(), key=lambda pair: (pair[1], pair[0]))
    ]


def _unnamed(
    samples: list[dict[str, Any]], judges: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    for sample in samples:
        for row in sample["rows"]:
            row["marks"] = [
                mark if judges[mark["judge"]]["own"] else {**mark, "judge": ""}
                for mark in row["marks"]
            ]
    return samples
