"""Tests of the Vietnamese for what the libraries say to people (common/locale)."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import polib
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import translation
from rest_framework import exceptions, fields, relations, serializers, validators

from common.fields import FractionField
from common.problems import exception_handler
from leaderboards.whatif import serializers as whatif

SOURCE = settings.BASE_DIR / "common/locale/vi/LC_MESSAGES/django.po"


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
    assert told("en") == {
        "/name": "Ensure this field has no more than 3 characters.",
        "/count": "A valid integer is required.",
        "/kind": '"{b}" is not a valid choice.',
        "/on": "This field may not be null.",
    }


def test_every_fault_of_a_field_of_the_api_is_told_in_vietnamese():
    import_module(settings.ROOT_URLCONF)  # loads every serializer
    english = set()
    for field in _fields_of_the_api():
        for text in field.error_messages.values():
            with translation.override("en"):
                said = str(text)
            with translation.override("vi"):
                if str(text) == said:
                    english.add(said)
    assert english == set()


def test_every_translated_sentence_is_still_said():
    with translation.override("en"):
        said = {str(text) for text in _said()}
    assert {entry.msgid for entry in polib.pofile(SOURCE)} <= said


def test_the_compiled_catalogue_is_that_of_the_sentences():
    compiled = SOURCE.with_suffix(".mo").read_bytes()
    assert polib.pofile(SOURCE).to_binary() == compiled, "make messages"


def _fields_of_the_api() -> Iterator[fields.Field]:
    """The fields of the product's serializers, and those within lists and dictionaries."""
    waiting = list(serializers.Serializer.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.split(".")[0] in _OWN:
            for field in kind().fields.values():
                while field is not None:
                    yield field
                    field = getattr(field, "child", getattr(field, "child_relation", None))


_OWN = {path.parent.name for path in Path(settings.BASE_DIR).glob("*/apps.py")}


def _said() -> Iterator[Any]:
    for module in (fields, relations, serializers, whatif):
        for _, kind in inspect.getmembers(module, inspect.isclass):
            yield from getattr(kind, "default_error_messages", {}).values()
    yield from FractionField.default_error_messages.values()
    yield validators.ProhibitSurrogateCharactersValidator.message
    yield ProhibitNullCharactersValidator.message
    yield from DefaultAccountAdapter.error_messages.values()
