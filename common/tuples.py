"""Rows as the database gives them, for reads of thousands. Never makes model objects."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet


def tuples(rows: QuerySet[Model, Any]) -> list[tuple[Any, ...]]:
    """The rows of a `values_list` at half its price: fetched at once, no value converted.

    So only for columns that every database gives in Python's own types: numbers and texts.
    """
    database = rows.db
    try:
        sql, parameters = rows.query.get_compiler(database).as_sql()
    except EmptyResultSet:  # the conditions exclude each other, so no query is needed
        return []
    with connections[database].cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
