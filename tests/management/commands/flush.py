"""Empties the database after a test that commits, instead of Django's command of the same name.

Django's empties each of a hundred tables and then makes permissions and content types anew, which
takes longer than most tests. This one deletes what is there, apart from those two.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.core.management.commands import flush
from django.db import connections, transaction

_KEPT = {"django_migrations", "django_content_type", "auth_permission"}


class Command(flush.Command):
    """Takes what TransactionTestCase tells Django's own, and asks nobody."""

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        quote = connection.ops.quote_name
        tables = sorted(set(connection.introspection.table_names()) - _KEPT)
        filled = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})" for table in tables
        )
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            # Keys between the tables are looked at when the transaction ends.
            cursor.execute(filled)
            for (table,) in cursor.fetchall():
                for statement in _emptying(connection.vendor, table):
                    cursor.execute(statement)


def _emptying(vendor: str, table: str) -> list[str]:
    """The history is guarded against DELETE."""
    if table != "accounts_auditevent":
        return [f'DELETE FROM "{table}"']
    if vendor == "postgresql":
        return [f'TRUNCATE "{table}"']
    guard = import_module("accounts.migrations.0004_audit").GUARDS["sqlite"][1]
    return ["DROP TRIGGER accounts_auditevent_kept", f'DELETE FROM "{table}"', guard]
