"""Tests of the exact number field, on a table of its own."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models

from common.fields import FractionField
from common.serializers import ExactNumberField


class Measure(models.Model):
    value = FractionField(null=True)

    class Meta:
        app_label = "common"
        managed = False


@pytest.fixture
def table(transactional_db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Measure)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Measure)


LONG = Fraction(10**80 + 1, 3**90)  # longer than any number that is read


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (Fraction(1, 3), Fraction(1, 3)),
        ("0.50", Fraction(1, 2)),
        (185, Fraction(185)),
        (None, None),
        (LONG, LONG),
    ],
)
def test_value_returns_exactly_as_stored(table: None, value: object, exact: object) -> None:
    pk = Measure.objects.create(value=value).pk
    assert Measure.objects.get(pk=pk).value == exact


def test_equal_numbers_are_found_whatever_their_text(table: None) -> None:
    Measure.objects.create(value="0.50")
    assert Measure.objects.filter(value=Fraction(1, 2)).count() == 1
    assert Measure.objects.filter(value="1/2").count() == 1


def test_text_that_is_no_number_is_refused(table: None) -> None:
    with pytest.raises(ValidationError):
        Measure.objects.create(value="ten")


def test_serializer_field_writes_text_and_reads_both_forms() -> None:
    field = ExactNumberField()
    assert field.to_representation(Fraction(1, 2)) == "0.5"
    assert field.run_validation("1/3") == Fraction(1, 3)
    assert field.run_validation(0.1) == Fraction(1, 10)
