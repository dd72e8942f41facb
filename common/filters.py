"""Filters of lists that are not of any one domain."""

from django import forms
from django.core.validators import MaxValueValidator
from django_filters import rest_framework as filters

_LARGEST = 2**63 - 1
"""What an id column can hold; the database driver fails at more."""


class IdFilter(filters.NumberFilter):
    """A row's id; what cannot be one is refused, not looked for."""

    field_class = forms.IntegerField

    def get_max_validator(self) -> MaxValueValidator:
        return MaxValueValidator(_LARGEST)
