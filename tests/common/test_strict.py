"""A member that nobody knows is refused in words that name the nearest known one."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from rest_framework import serializers

from common.serializers import Strict


class Line(Strict, serializers.Serializer[Any]):
    full_name = serializers.CharField()


class Shape(Strict, serializers.Serializer[Any]):
    id = serializers.IntegerField(read_only=True)
    title = serializers.CharField(required=False)
    people = Line(many=True, required=False)


@pytest.mark.parametrize(
    ("language", "name", "words"),
    [
        ("vi", "titel", "Ở đây không nhận “titel”; có phải bạn muốn gửi “title”?"),
        ("en", "titel", "“titel” is not taken here; did you mean “title”?"),
        ("en", "id", "“id” is not taken here; leave it out. What is taken: people, title."),
        ("en", "", "“” is not taken here; leave it out. What is taken: people, title."),
    ],
)
def test_unknown_member_is_refused_with_the_nearest_name(
    language: str, name: str, words: str
) -> None:
    shape = Shape(data={name: "Cây lúa"})

    with translation.override(language):
        assert not shape.is_valid()

    assert shape.errors == {name: [words]}


def test_unknown_member_of_a_line_is_refused_by_its_pointer() -> None:
    shape = Shape(data={"people": [{"full_name": "An"}, {"full_name": "Bình", "fullname": "B"}]})

    assert not shape.is_valid()

    assert list(shape.errors["people"][1]) == ["fullname"]


def test_answer_repeats_little_of_what_came() -> None:
    shape = Shape(data={f"{number}{'x' * 1000}": 1 for number in range(1000)})

    assert not shape.is_valid()

    assert len(shape.errors) == 8
    assert max(map(len, shape.errors)) == 60
