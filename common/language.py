"""Texts in the two languages of the product, and which of them the current request wants.

The language is the one that Django activated (Accept-Language), Vietnamese unless said otherwise.
"""

from collections.abc import Mapping

from django.utils import translation

Text = Mapping[str, str]
"""A text shown to people: {"vi": …, "en": …}; "vi" is required, the other falls back to it."""

LANGUAGES = ("vi", "en")


def current_language() -> str:
    """The language of the current request: "vi" or "en"."""
    language = (translation.get_language() or "vi").split("-")[0]
    return language if language in LANGUAGES else "vi"


def in_language(text: str | Text, language: str | None = None) -> str:
    """`text` in `language` (by default the current one); a plain string stays as it is."""
    if isinstance(text, str):
        return text
    return text.get(language or current_language()) or text["vi"]
