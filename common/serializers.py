"""Serializers and fields that are not of any one domain."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.names import refuse_unknown
from common.text import many_lines, single_line
from scoring.exact import number, text


# Mixed into what reads a body: a member that is not known is refused, with the nearest name. Left
# alone, a mistyped optional member would be answered 200 and change nothing.
class Strict:  # no docstring: the API's description would give it to every shape
    def to_internal_value(self: Any, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = [name for name, field in self.fields.items() if not field.read_only]
            refuse_unknown(data, known)
        return super().to_internal_value(data)  # type: ignore[misc]


@extend_schema_field(OpenApiTypes.STR)
class ExactNumberField(serializers.Field[Fraction, Any, str, Any]):
    """An exact number: leaves as text ("185", "0.5", "1/3"), comes as text or JSON number."""

    default_error_messages = {"invalid": gettext_lazy("Enter a number.")}

    def to_internal_value(self, data: Any) -> Fraction:
        try:
            return number(data)
        except ValueError:
            self.fail("invalid")

    def to_representation(self, value: Fraction) -> str:
        return text(value)


class NameField(serializers.CharField):
    """One line of text, brought to `common.text.single_line`."""

    def to_internal_value(self, data: Any) -> str:
        return single_line(super().to_internal_value(data))


class ParagraphField(serializers.CharField):
    """Several lines of text, brought to `common.text.many_lines`."""

    def to_internal_value(self, data: Any) -> str:
        return many_lines(super().to_internal_value(data))
