"""All that an installation holds at a moment, to be compared with a later one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection


def everything() -> dict[str, Any]:
    """Every row of every table and the name of every uploaded file."""
    tables = set(connection.introspection.table_names())  # tests may know models without a table
    rows = {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in tables
    }
    folder = Path(settings.MEDIA_ROOT)
    return {**rows, "files": sorted(str(path) for path in folder.rglob("*") if path.is_file())}
