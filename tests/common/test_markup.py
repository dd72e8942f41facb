"""Filling a template: what is put in is escaped, as it is, and never missing."""

import pytest
from django.utils import translation

from common.markup import from_template

LINES = "judging/print/lines.html"
SPAN = '<span class="line first">{}</span>'


def filled(**members):
    return from_template(LINES, {"lines": {"asks": "", "more": (), **members}}).strip()


def test_from_template_escapes_values():
    assert filled(first="a < b & 'c'") == SPAN.format("a &lt; b &amp; &#x27;c&#x27;")


def test_from_template_writes_numbers_the_same_in_every_language():
    for language in ("vi", "en"):
        with translation.override(language):
            assert filled(first=1234.5) == SPAN.format("1234.5")


def test_from_template_refuses_a_missing_value():
    with pytest.raises(LookupError, match=r"lines\.first"):
        filled()
