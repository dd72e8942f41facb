"""Queries whose SQL is built once: for those that a score's write or a polled board asks each time.

Building a query takes Django ten times as long as SQLite takes to answer it. Measured with
`python -m benchmarks.prepared` on SQLite: a score's write takes half the time that it takes with
plain querysets (26 ms of 54), the state of a polled board a fourteenth (1.1 ms of 16). Only ids,
texts and instants may be asked for. Never builds SQL itself; leans on internals of Django, which
tests/common/test_prepared.py names and ties to one series of releases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import BigIntegerField, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

# Stand in for the arguments while the SQL is built: fit for ids, and like no constant. (A number
# beyond a small column's range Django takes out of the query; that is refused below.)
_MARKS: dict[type[Any], Callable[[int], Any]] = {
    int: lambda index: 2_147_301_000 + index,
    str: lambda index: f"\x1aargument {index}\x1a",
    datetime: lambda index: datetime(1, 1, 2, tzinfo=UTC) + timedelta(microseconds=1 + index),
}

Argument = int | str | datetime
M = TypeVar("M", bound=Model)


class _Prepared:
    """The query of `build`, a function of numbers, or of the `kinds` that are said.

    What `build` reads besides its arguments is read once: it must be constant.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *kinds: type[Argument]) -> None:
        self._build = build
        self._kinds = kinds or (int,) * len(signature(build).parameters)
        self._made: dict[str, _Made] = {}

    def _asked(
        self, arguments: tuple[Argument, ...], database: str
    ) -> tuple[_Made, list[tuple[Any, ...]]]:
        """How the query was made, and its rows as they come. One that locks asks for a transaction."""
        if len(arguments) != len(self._kinds):
            raise TypeError(f"{len(self._kinds)} arguments, not {len(arguments)}")
        made = self._made.get(database) or self._make(database)
        connection = connections[database]
        if made.locks and not connection.in_atomic_block:
            raise TransactionManagementError("what locks rows is asked within a transaction")
        if any(isinstance(each, int) and each > BigIntegerField.MAX_BIGINT for each in arguments):
            return made, []  # nobody's id: longer than any column
        adapted = [
            connection.ops.adapt_datetimefield_value(each) if isinstance(each, datetime) else each
            for each in arguments
        ]
        given = [
            adapted[each.index] if isinstance(each, _Place) else each for each in made.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, given)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return made, found

    def _make(self, database: str) -> _Made:
        marks = [_MARKS[kind](index) for index, kind in enumerate(self._kinds)]
        adapt = connections[database].ops.adapt_datetimefield_value
        places = {
            adapt(mark) if isinstance(mark, datetime) else mark: _Place(index)
            for index, mark in enumerate(marks)
        }
        rows = self._build(*marks).using(database)
        compiler = rows.query.get_compiler(database)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        marked = tuple(
            places.get(each, each) if isinstance(each, int | str | datetime) else each
            for each in parameters
        )
        if {each for each in marked if isinstance(each, _Place)} != set(places.values()):
            raise TypeError("an argument does not reach the database")
        made = _Made(sql, marked, compiler, converters, rows.query.select_for_update)
        self._made[database] = made
        return made


class Prepared(_Prepared):
    """The rows of a `values_list` query."""

    def __call__(self, *arguments: Argument, database: str = "default") -> list[tuple[Any, ...]]:
        made, found = self._asked(arguments, database)
        if not made.converters:
            return found
        return [tuple(row) for row in made.compiler.apply_converters(found, made.converters)]

    def tuples(self, *arguments: Argument, database: str = "default") -> list[tuple[Any, ...]]:
        """The rows as the database gives them, for thousands: no value is converted.

        So only for columns that every database gives in Python's own types: numbers and texts.
        """
        return self._asked(arguments, database)[1]


class PreparedModels(_Prepared, Generic[M]):
    """The model objects of a query, with those that it joins by `select_related`."""

    def __init__(self, build: Callable[..., QuerySet[M]], *kinds: type[Argument]) -> None:
        super().__init__(build, *kinds)
        self._shapes: dict[str, _Shape] = {}

    def __call__(self, *arguments: Argument, database: str = "default") -> list[M]:
        made, rows = self._asked(arguments, database)
        rows = made.compiler.apply_converters(rows, made.converters) if made.converters else rows
        shape = self._shapes.get(database) or self._shape(made.compiler, database)
        found = []
        for row in rows:
            one: M = shape.model.from_db(database, shape.names, row[shape.columns])
            for each in shape.joined:
                each.populate(row, one)
            found.append(one)
        return found

    def _shape(self, compiler: Any, database: str) -> _Shape:
        select, info = compiler.select, compiler.klass_info
        columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        names = [column.target.attname for column, _, _ in select[columns]]
        # The stubs are of a later Django.
        joined = get_related_populators(info, select, database)  # type: ignore[call-arg]
        shape = self._shapes[database] = _Shape(info["model"], columns, names, joined)
        return shape


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
    locks: bool


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a row becomes a model object."""

    model: type[Any]
    columns: slice
    names: list[str]
    joined: list[Any]
