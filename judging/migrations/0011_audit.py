"""The history begins with the judges that there are."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def write_what_is_known(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Appointed by whom, nobody knows; who left and came back, the changes say."""
    now = timezone.now()
    judges = apps.get_model("judging", "Judge").objects.order_by("pk")
    rows = [
        {
            "at": now,
            "kind": "judge.appointed",
            "subject_id": judge.user_id,
            "about": f"contest/{judge.contest_id}/judge/{judge.pk}/",
            "root": f"contest/{judge.contest_id}/",
            "facts": {"code": judge.code, "role": judge.role, "upgrade": True},
        }
        for judge in judges
    ]
    model = apps.get_model("accounts", "AuditEvent")
    model.objects.bulk_create((model(**row) for row in rows), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_audit"), ("judging", "0010_imports")]

    operations = [migrations.RunPython(write_what_is_known, migrations.RunPython.noop)]
