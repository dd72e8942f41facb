"""Entries that have fewer judges than their round asks for. Expressions only; reads nothing."""

from __future__ import annotations

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from judging.models import RoundResult, Scoresheet
from judging.selectors.awaited import AWAITED
from submissions.models import Entry


def judged() -> QuerySet[RoundResult]:
    """The results of entries that are to be judged in the rounds that count."""
    return RoundResult.objects.filter(round__calibration=False).exclude(
        entry__state__in=Entry.NOT_JUDGED
    )


def judges_of() -> Coalesce:
    """Of a result: how many judges' sheets count, in however many attempts."""
    sheets = Scoresheet.objects.filter(
        AWAITED, attempt__entry=OuterRef("entry"), attempt__round=OuterRef("round")
    )
    counts = (
        sheets.order_by()
        .values("attempt__round")
        .annotate(count=Count("judge", distinct=True))
        .values("count")
    )
    return Coalesce(Subquery(counts), 0, output_field=IntegerField())


def short() -> Q:
    """Of results with `judges=judges_of()`: fewer judges than asked for, in an open round.

    The stored number of sheets says for most that they are not, without a look at the sheets.
    """
    return Q(
        round__locked_at=None,
        sheets_expected__lt=F("round__judges_per_entry") * F("round__attempts_max"),
        judges__lt=F("round__judges_per_entry"),
    )
