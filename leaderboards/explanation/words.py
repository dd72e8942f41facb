"""Putting numbers and names into the rules' words, as each language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any

from common.dates import HANOI
from common.language import LANGUAGES, Text
from leaderboards.explanation.catalogue import CATALOGUE
from scoring.exact import rounded, text

LONGEST = 4
"""Decimals of a number that people read; what is compared is always the exact one."""


def say(name: str, **params: Any) -> Text:
    """The text of `name` with numbers and texts as each language writes them."""
    return {
        language: CATALOGUE[name][language].format(
            **{key: _spoken(value, language) for key, value in params.items()}
        )
        for language in LANGUAGES
    }


def join(texts: Iterable[Text], between: str = " ") -> Text:
    """Texts one after another."""
    held = list(texts)
    return {language: between.join(each[language] for each in held) for language in LANGUAGES}


def same(words: str) -> Text:
    """A text that is the same in both languages."""
    return dict.fromkeys(LANGUAGES, words)


def labelled(label: Text, fallback: str = "") -> Text:
    """A label from a form or a policy in both languages; Vietnamese where one is missing."""
    known = label.get("vi") or fallback
    return {language: label.get(language) or known for language in LANGUAGES}


def of_title(thing: Any) -> Text:
    """The title of a round, a division, a prize."""
    return labelled({"vi": thing.title, "en": thing.title_en}, thing.code)


def number_in(value: Fraction, language: str) -> str:
    """7.5 as "7,5" in Vietnamese; no more than four decimals, a real minus."""
    plain = text(value)
    if "/" in plain or len(plain.partition(".")[2]) > LONGEST:
        plain = text(rounded(value, LONGEST, "half_up"))
    plain = plain.replace("-", "−")
    return plain.replace(".", ",") if language == "vi" else plain


def moment_in(value: Fraction) -> str:
    """Epoch milliseconds as 14:30:05 03/10/2026, on Vietnamese time; milliseconds where there are."""
    milliseconds = int(value)
    when = datetime.fromtimestamp(milliseconds // 1000, HANOI)
    rest = milliseconds % 1000
    return f"{when:%H:%M:%S}{f'.{rest:03}' if rest else ''} {when:%d/%m/%Y}"


def numbered(value: Fraction) -> Text:
    return {language: number_in(value, language) for language in LANGUAGES}


def _spoken(value: Any, language: str) -> str:
    if isinstance(value, Fraction):
        return number_in(value, language)
    if isinstance(value, dict):
        return str(value[language])
    return "–" if value is None else str(value)
