"""Queries built once answer as those that are built each time, and Django is the one they lean on."""

from datetime import datetime, timedelta
from fractions import Fraction
from inspect import signature

import django
import pytest
from django.db import transaction
from django.db.models.query import get_related_populators
from django.forms import model_to_dict
from django.utils import timezone

from common.prepared import Prepared, PreparedModels
from contests.models import Contest, Division
from judging.models import RoundResult
from submissions.models import Entry
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

_results = PreparedModels(
    lambda round_, since: (
        RoundResult.objects.select_for_update(of=("self",))
        .filter(round_id=round_, updated_at__gte=since)
        .select_related("round__contest", "entry")
        .defer("entry__title")
        .order_by("pk")
    ),
    int,
    datetime,
)
_contests = PreparedModels(lambda slug: Contest.objects.filter(slug=slug), str)


def test_prepared_query_answers_for_each_argument():
    first, _ = make_judged_contest()
    second, _ = make_judged_contest()
    for contest in (first, second, first):
        expected = Division.objects.filter(contest=contest, code__in=["A", "B"]).order_by("code")
        assert _divisions(contest.pk, 0) == list(expected.values_list("code", "contest__slug"))
    assert _divisions(first.pk, 2_000_000_000) == []
    assert _divisions(10**25, 0) == []


def test_prepared_query_converts_what_it_reads():
    contest, round_ = make_judged_contest()
    make_scored_entry(contest, round_, [make_judge(contest)], [(7, 8)])
    stored = RoundResult.objects.get(round=round_)
    assert _values(round_.pk) == [(stored.value, stored.updated_at)]


def test_prepared_models_are_those_of_the_query(django_assert_num_queries):
    contest, round_ = make_judged_contest()
    judge = make_judge(contest)
    for marks in [(7, 8), (1, 2)]:
        make_scored_entry(contest, round_, [judge], [marks])
    expected = list(RoundResult.objects.filter(round=round_).order_by("pk"))
    moment = expected[1].updated_at
    with django_assert_num_queries(1):
        found = _results(round_.pk, expected[0].updated_at)
        assert [each.entry.code for each in found] == ["B-001", "B-002"]
        assert {each.round.contest for each in found} == {contest}
    assert [model_to_dict(each) for each in found] == [model_to_dict(each) for each in expected]
    assert found[0].entry.get_deferred_fields() == {"title"}
    assert found[0]._state.db == "default"
    assert not found[0]._state.adding
    assert _results(round_.pk, moment) == expected[1:]
    assert _results(round_.pk, moment + timedelta(microseconds=1)) == []


def test_prepared_query_is_asked_by_text():
    contest, _ = make_judged_contest()
    assert _contests(contest.slug) == [contest]
    assert _contests("' OR 1=1 --") == []


@pytest.mark.django_db(transaction=True)
def test_prepared_query_that_locks_is_refused_outside_of_a_transaction():
    _, round_ = make_judged_contest()
    with transaction.atomic():
        assert _results(round_.pk, timezone.now()) == []
    with pytest.raises(transaction.TransactionManagementError):
        _results(round_.pk, timezone.now())


def test_prepared_query_is_asked_with_all_arguments():
    with pytest.raises(TypeError):
        _divisions(1)


def test_prepared_tuples_are_the_rows_unconverted():
    contest, round_ = make_judged_contest()
    make_scored_entry(contest, round_, [make_judge(contest)], [("7.5", 8)])
    assert [points for points, _ in _values.tuples(round_.pk)] == ["15.5"]


def test_prepared_queries_were_checked_with_this_series_of_django():
    """Fails at an upgrade: look at what the next test names, measure (python -m benchmarks.prepared:
    do they still pay?), then write the new series here."""
    assert django.VERSION[:2] == (5, 2)


def test_django_has_the_internals_that_prepared_queries_lean_on():
    contest, round_ = make_judged_contest()
    entry = make_scored_entry(contest, round_, [make_judge(contest)], [(7, 8)])
    query = RoundResult.objects.select_related("entry").filter(entry__code="B-001", round_id=7)
    compiler = query.query.get_compiler("default")
    sql, parameters = compiler.as_sql()
    # Arguments reach the parameters as they are, in the order of the SQL's places.
    assert (sql.count("%s"), parameters) == (2, ("B-001", 7))

    # The model's own columns come first and side by side, then those of each joined model.
    own = [field.attname for field in RoundResult._meta.concrete_fields]
    info = compiler.klass_info
    assert info["model"] is RoundResult
    assert info["select_fields"] == list(range(len(own)))
    assert [column.target.attname for column, _, _ in compiler.select[: len(own)]] == own

    # Converters by the column's place; applied to rows of any kind, they make lists.
    converters = compiler.get_converters([column for column, _, _ in compiler.select])
    value = own.index("value")
    row = tuple("15.5" if place == value else None for place in range(len(compiler.select)))
    (converted,) = compiler.apply_converters([row], {value: converters[value]})
    assert converted[value] == Fraction(31, 2)

    # Populators hang joined objects on the first.
    assert list(signature(get_related_populators).parameters) == ["klass_info", "select", "db"]
    (populator,) = get_related_populators(info, compiler.select, "default")
    stored = RoundResult.objects.get(round=round_)
    joined = iter(Entry.objects.filter(pk=entry.pk).values_list().get())
    populator.populate([None] * len(own) + list(joined), stored)
    assert stored._state.fields_cache["entry"] == entry
