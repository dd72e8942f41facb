"""Model fields that are not of any one domain: the exact number."""

from fractions import Fraction
from functools import lru_cache
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy

from scoring.exact import number, text


@lru_cache(maxsize=4096)
def stored_number(value: str) -> Fraction:
    """The number of a stored text."""
    # A field of thousands shares a few hundred totals: 10,000 take 0.6 ms, each read anew 19.
    return Fraction(value)


class FractionField(models.TextField):  # type: ignore[type-arg]  # no generics at run time
    """An exact rational number: a `Fraction` in Python, text in the database and in JSON.

    The text is canonical ("185", "0.5", "1/3"), so equality works in queries; order does not
    (it would be that of letters): a model that sorts keeps a decimal column beside it.
    Input is read by `scoring.exact.number`.
    """

    # What the type checker takes for the values that models hold and are given.
    _pyi_private_set_type: Fraction | str | int | None  # type: ignore[assignment]
    _pyi_private_get_type: Fraction  # type: ignore[assignment]

    description = gettext_lazy("Exact number")
    default_error_messages = {"invalid": gettext_lazy("“%(value)s” is not an exact number.")}

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Fraction | None:
        # What was stored is trusted: derived numbers may be longer than any that is read.
        return None if value is None else stored_number(value)

    def to_python(self, value: Any) -> Fraction | None:
        if value is None or value == "":
            return None
        if isinstance(value, Fraction):
            return value
        try:
            return number(value)
        except ValueError as error:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": value}
            ) from error

    def get_prep_value(self, value: Any) -> str | None:
        if hasattr(value, "resolve_expression"):
            return cast(str, value)  # an expression of a query, not a value
        exact = self.to_python(value)
        return None if exact is None else text(exact)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"widget": forms.TextInput, **kwargs})
