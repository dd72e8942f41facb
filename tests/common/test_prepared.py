"""Queries built once answer as those that are built each time."""

import pytest

from common.prepared import Prepared
from common.tuples import tuples
from contests.models import Contest, Division, Round
from judging.models import RoundResult
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry

pytestmark = pytest.mark.django_db

_divisions = Prepared(
    lambda contest, least: (
        Division.objects.filter(contest_id=contest, pk__gte=least, code__in=["A", "B"])
        .order_by("code")
        .values_list("code", "contest__slug")
    )
)
_values = Prepared(
    lambda round_: RoundResult.objects.filter(round_id=round_).values_list("value", "updated_at")
)


def test_prepared_query_answers_for_each_argument():
    first, _ = make_judged_contest()
    second, _ = make_judged_contest()
    for contest in (first, second, first):
        expected = Division.objects.filter(contest=contest, code__in=["A", "B"]).order_by("code")
        assert _divisions(contest.pk, 0) == list(expected.values_list("code", "contest__slug"))
    assert _divisions(first.pk, 2_000_000_000) == []


def test_prepared_query_converts_what_it_reads():
    contest, round_ = make_judged_contest()
    make_scored_entry(contest, round_, [make_judge(contest)], [(7, 8)])
    stored = RoundResult.objects.get(round=round_)
    assert _values(round_.pk) == [(stored.value, stored.updated_at)]


def test_prepared_query_is_asked_with_all_arguments():
    with pytest.raises(TypeError):
        _divisions(1)


def test_tuples_are_the_rows():
    contest, round_ = make_judged_contest()
    rows = Round.objects.filter(contest=contest).values_list("pk", "code")
    assert tuples(rows) == [(round_.pk, round_.code)]
    assert tuples(Contest.objects.filter(pk__in=[]).values_list("pk")) == []
