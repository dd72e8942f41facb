"""The markup of printed pages: the apps' templates, filled with values that are ready to be shown.

Every value is escaped. Reads template files alone, each once a process, and needs no Django app to
be set up: the processes that lay out certificates start without any.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine

_APPS = Path(__file__).resolve().parent.parent


def from_template(name: str, context: Mapping[str, Any]) -> str:
    """The template "<app>/print/<page>.html" with the values; LookupError where one is missing."""
    # Numbers are written as they are, not as the request's language writes them: most are lengths.
    values = Context(dict(context), use_l10n=False, use_tz=False)
    return str(_engine().get_template(name).render(values))


@cache
def _engine() -> Engine:
    folders = [str(folder) for folder in sorted(_APPS.glob("*/templates"))]
    return Engine(dirs=folders, string_if_invalid=_Missing("%s"))


class _Missing(str):
    """What Django prints for a name that the context lacks: here an error instead of a gap."""

    def __mod__(self, name: object) -> str:
        raise LookupError(f"the template has no value for {name}")
