"""Parts of what a publication froze, read where they lie: the whole is megabytes for thousands of
entries, and who asks about one of them needs little of it. Never writes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, F, JSONField
from django.db.models.sql.compiler import SQLCompiler

from leaderboards.models import Publication


def parts(publication: Publication, **keys: Sequence[str]) -> dict[str, Any]:
    """What lies under each list of keys in the payload, by its name; None where nothing does."""
    found = {name: Under(*path) for name, path in keys.items()}
    return dict(Publication.objects.values(**found).get(pk=publication.pk))


class Under(Expression):
    """The JSON value under keys of objects. Django's lookups take a code of digits for a place in
    a list, and one with two underscores for two keys."""

    output_field = JSONField()

    def __init__(self, *keys: str, column: str = "payload") -> None:
        super().__init__()
        self.column: Any = F(column)
        self.keys = keys

    def get_source_expressions(self) -> list[Any]:
        return [self.column]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        (self.column,) = exprs

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.column)
        path = "".join(f".{json.dumps(key)}" for key in self.keys)
        return f"JSON_EXTRACT({column}, %s)", [*params, f"${path}"]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        column, params = compiler.compile(self.column)
        return f"({column} #> %s)", [*params, list(self.keys)]
