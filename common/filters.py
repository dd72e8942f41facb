"""Filters of lists that are not of any one domain."""

from typing import Any

import django_filters as filters
from django import forms
from django.core.validators import MaxValueValidator

LARGEST_ID = 2**63 - 1
"""What an id column can hold; the database driver fails at more."""


class IdFilter(filters.NumberFilter):  # type: ignore[misc]  # the library has no types
    """A row's id; what cannot be one is refused, not looked for."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1, **kwargs)

    def get_max_validator(self) -> MaxValueValidator:
        return MaxValueValidator(LARGEST_ID)
