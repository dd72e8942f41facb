"""The history begins with the grants that are held, and takes over organizations' events."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def write_what_is_known(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Grants by whom, nobody knows, but for those on organizations."""
    now, rows = timezone.now(), []
    events = apps.get_model("contests", "OrganizationEvent").objects
    for event in events.select_related("before", "organization").order_by("pk"):
        row: dict[str, Any] = {"at": event.created_at, "actor_id": event.actor_id}
        if event.kind == "moved":
            about = f"contest/{event.contest_id}/"
            facts = {"from": event.before.name, "to": event.organization.name}
            rows.append({**row, "kind": "contest.moved", "about": about, "facts": facts})
        else:
            row |= {"subject_id": event.user_id, "about": f"organization/{event.organization_id}/"}
            facts = {"grant": event.grant}
            rows.append({**row, "kind": f"grant.{event.kind}", "facts": facts})
    for table in ("user", "group"):
        held = apps.get_model("contests", f"Contest{table.title()}Grant").objects.order_by("pk")
        for each in held.select_related("permission", table):
            facts = {"grant": each.permission.codename, "upgrade": True}
            if table == "group":
                facts["group"] = each.group.name
            rows.append({
                "at": now,
                "kind": "grant.given",
                "about": f"contest/{each.content_object_id}/",
                "subject_id": each.user_id if table == "user" else None,
                "facts": facts,
            })  # fmt: skip
    model = apps.get_model("accounts", "AuditEvent")
    model.objects.bulk_create((model(root=row["about"], **row) for row in rows), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_audit"), ("contests", "0005_imports")]

    operations = [
        migrations.RunPython(write_what_is_known, migrations.RunPython.noop),
        migrations.DeleteModel("OrganizationEvent"),
    ]
