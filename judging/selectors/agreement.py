"""How far the judges of a round agree, over the entries that all of them scored."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

from contests.models import Round
from judging.models import Scoresheet
from judging.selectors.field import NOT_COUNTED_ROLES, SUBMITTED_STATES
from scoring.agreement import judge_against_rest, kendall_w


def agreement(round_: Round) -> dict[str, Any]:
    """{entries, w, p, judges: {code: correlation with the rest}} of first attempts.

    Statistics, never rank keys; w and p are None where fewer than two judges or entries are shared.
    """
    rows = (
        Scoresheet.objects.filter(
            attempt__round=round_,
            attempt__number=1,
            state__in=SUBMITTED_STATES,
            points__isnull=False,
        )
        .exclude(judge__role__in=NOT_COUNTED_ROLES)
        .order_by("judge__code", "attempt__entry__code")
        .values_list("judge__code", "attempt__entry__code", "points")
    )
    points: defaultdict[str, dict[str, Fraction]] = defaultdict(dict)
    for judge, entry, given in rows:
        if given is not None:
            points[judge][entry] = Fraction(given)
    shared = sorted(set.intersection(*(set(given) for given in points.values())) if points else ())
    ratings = {judge: [given[entry] for entry in shared] for judge, given in points.items()}
    concordance = kendall_w(ratings)
    return {
        "entries": len(shared),
        "w": None if concordance is None else float(concordance.w),
        "p": None if concordance is None else concordance.p,
        "judges": judge_against_rest(ratings),
    }
