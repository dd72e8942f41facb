"""Tests of the Vietnamese for what DRF says of a field."""

import inspect
from typing import Any

import pytest
from django.utils import translation
from rest_framework import exceptions, fields, relations, serializers

from common import field_texts
from common.field_texts import vietnamese
from common.problems import exception_handler


class Form(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=3)
    count = serializers.IntegerField(min_value=1)
    kind = serializers.ChoiceField(choices=["a"])
    on = serializers.BooleanField(allow_null=False)


def told(language: str) -> dict[str, str]:
    with translation.override(language):
        form = Form(data={"name": "dài {quá}", "count": "x", "kind": "{b}", "on": None})
        with pytest.raises(exceptions.ValidationError) as raised:
            form.is_valid(raise_exception=True)
        answer = exception_handler(raised.value, {})
    assert answer is not None
    return {fault["pointer"]: fault["detail"] for fault in answer.data["errors"]}


def test_faults_of_fields_are_told_in_the_language_of_the_request():
    assert told("vi") == {
        "/name": "Nhiều nhất 3 ký tự.",
        "/count": "Nhập một số nguyên.",
        "/kind": "Không có lựa chọn “{b}”.",
        "/on": "Không được để trống.",
    }
    assert told("en")["/count"] == "A valid integer is required."


def test_a_text_that_is_not_of_drf_stays_as_it_is():
    assert vietnamese("Trường này là bắt buộc.") == "Trường này là bắt buộc."
    assert vietnamese("") == ""


def test_every_sentence_is_still_one_of_drf():
    with translation.override("en"):
        said = {
            str(text)
            for module in (fields, relations, serializers)
            for _, kind in inspect.getmembers(module, inspect.isclass)
            for text in getattr(kind, "default_error_messages", {}).values()
        }
    assert set(field_texts._TEXTS) <= said
