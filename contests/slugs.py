"""Makes the name of a contest in addresses from its Vietnamese title."""

from __future__ import annotations

import re
import unicodedata

from common.text import safe_marks
from contests.models import Contest

_LENGTH = 80


def slug_of(title: str) -> str:
    """Letters, digits and hyphens: "Đường đua số" becomes "duong-dua-so"."""
    slug = re.sub(r"[^a-z0-9]+", "-", _plain(title)).strip("-")
    return slug[:_LENGTH].rstrip("-") or "contest"


def free_slug(title: str) -> str:
    """The slug of `title`, with -2, -3 … if contests have it already."""
    base = slug_of(title)[: _LENGTH - 5].rstrip("-")
    taken = set(Contest.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def _plain(text: str) -> str:
    """Lower-case letters without marks; đ is a letter of its own, no d with a mark."""
    decomposed = unicodedata.normalize("NFKD", safe_marks(text).replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
