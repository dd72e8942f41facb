"""The append-only history, guarded by triggers, with what is known of accounts, cards and links.

No row is changed. Deleted may be, a year later, what people's sign-ins left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARDS = {
    "sqlite": (
        """CREATE TRIGGER accounts_auditevent_unchanged BEFORE UPDATE ON accounts_auditevent
        BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
        """CREATE TRIGGER accounts_auditevent_kept BEFORE DELETE ON accounts_auditevent
        WHEN NOT (
            (OLD.kind LIKE 'sign_in.%' OR OLD.kind LIKE 'session.%' OR OLD.kind LIKE 'permission.%')
            AND OLD.at < datetime('now', '-365 days')
        )
        BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION accounts_auditevent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND (
                OLD.kind LIKE 'sign\\_in.%' OR OLD.kind LIKE 'session.%'
                OR OLD.kind LIKE 'permission.%'
            ) AND OLD.at < now() - interval '365 days' THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'the history is append-only' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
        """CREATE TRIGGER accounts_auditevent_guard BEFORE UPDATE OR DELETE ON accounts_auditevent
        FOR EACH ROW EXECUTE FUNCTION accounts_auditevent_guard()""",
    ),
}
UNGUARDS = {
    "sqlite": (
        "DROP TRIGGER accounts_auditevent_unchanged",
        "DROP TRIGGER accounts_auditevent_kept",
    ),
    "postgresql": (
        "DROP TRIGGER accounts_auditevent_guard ON accounts_auditevent",
        "DROP FUNCTION accounts_auditevent_guard()",
    ),
}


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in GUARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)  # no placeholders


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNGUARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)  # no placeholders


def write_what_is_known(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Accounts by whom, nobody knows; cards and links by who made them."""
    event = apps.get_model("accounts", "AuditEvent")
    rows = [
        {"kind": "account.created", "at": at, "subject_id": pk}
        for pk, at in apps.get_model("accounts", "User").objects.values_list("pk", "date_joined")
    ]
    for name in ("card", "link"):
        for way in apps.get_model("accounts", f"SignIn{name.title()}").objects.all():
            rows.extend(_of(name, way))
    rows.sort(key=lambda row: row["at"])
    event.objects.bulk_create(
        (event(**{**row, "facts": {**row.get("facts", {}), "upgrade": True}}) for row in rows),
        batch_size=500,
    )


def _of(name: str, way: Any) -> Iterator[dict[str, Any]]:
    facts = {name: way.pk, "ends_at": way.expires_at.isoformat()}
    if way.label:
        facts["label"] = way.label
    common = {"subject_id": way.user_id, "about": way.made_for, "root": _root(way.made_for)}
    made = "card.printed" if name == "card" else "link.made"
    yield {**common, "kind": made, "at": way.created_at, "actor_id": way.created_by_id, "facts": facts}
    if way.used_at:
        by = {"actor_id": way.user_id, "way": f"{name}/{way.pk}"}
        yield {**common, **by, "kind": "sign_in.succeeded", "at": way.used_at}
    if way.revoked_at:
        yield {**common, "kind": f"{name}.revoked", "at": way.revoked_at, "facts": facts}


def _root(about: str) -> str:
    return "".join(f"{part}/" for part in about.split("/")[:2] if part)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_ends_and_scopes")]

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("kind", models.CharField(max_length=40)),
                ("about", models.CharField(blank=True, max_length=120)),
                ("root", models.CharField(blank=True, max_length=40)),
                ("way", models.CharField(blank=True, max_length=40)),
                ("facts", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["root", "-id"], name="accounts_audit_root"),
                    models.Index(fields=["kind", "-id"], name="accounts_audit_kind"),
                ],
            },
        ),
        migrations.RunPython(write_what_is_known, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
