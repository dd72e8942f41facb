"""Queries whose SQL is built once: for the few that a score's write asks each time.

Building a query takes Django ten times as long as SQLite takes to answer it. Only ids may be
asked for. Never builds SQL itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import Any

from django.db import connections
from django.db.models import QuerySet

# Stand in for the arguments while the SQL is built: fit for ids, and like no constant. (A number
# beyond a small column's range Django takes out of the query; that is refused below.)
_FIRST = 2_147_301_000


class Prepared:
    """The rows of `build`, a function of integers that returns a `values_list` query.

    What `build` reads besides its arguments is read once: it must be constant.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._arguments = len(signature(build).parameters)
        self._made: dict[str, _Made] = {}

    def __call__(self, *arguments: int, database: str = "default") -> list[tuple[Any, ...]]:
        if len(arguments) != self._arguments:
            raise TypeError(f"{self._arguments} arguments, not {len(arguments)}")
        made = self._made.get(database) or self._make(database)
        given = [
            arguments[each.index] if isinstance(each, _Place) else each for each in made.parameters
        ]
        with connections[database].cursor() as cursor:
            cursor.execute(made.sql, given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if made.converters and found:
            return [tuple(row) for row in made.compiler.apply_converters(found, made.converters)]
        return found

    def _make(self, database: str) -> _Made:
        places = {_FIRST + index: _Place(index) for index in range(self._arguments)}
        rows = self._build(*places).using(database)
        compiler = rows.query.get_compiler(database)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        marked = tuple(
            places.get(each, each) if isinstance(each, int) else each for each in parameters
        )
        if {each for each in marked if isinstance(each, _Place)} != set(places.values()):
            raise TypeError("an argument does not reach the database")
        made = self._made[database] = _Made(sql, marked, compiler, converters)
        return made


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an argument goes."""

    index: int


@dataclass(frozen=True, slots=True)
class _Made:
    """A query as one database is asked it."""

    sql: str
    parameters: tuple[Any, ...]
    compiler: Any
    converters: Any
