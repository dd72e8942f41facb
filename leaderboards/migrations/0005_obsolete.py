"""Proposals older than what is in force can no longer be approved: they become obsolete. Contests with
published results stay their organization's.
"""

from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone


def close_older_proposals(apps, schema_editor):
    publications = apps.get_model("leaderboards", "Publication").objects
    for row in publications.filter(state="published").values("contest", "round", "number"):
        publications.filter(
            contest=row["contest"], round=row["round"], state="proposed", number__lt=row["number"]
        ).update(state="obsolete")
    # Imported ones may say so; what was never approved replaced nothing.
    publications.exclude(state__in=["published", "superseded"]).update(supersedes=None)
    _settle(schema_editor)


def open_them_again(apps, schema_editor):
    publications = apps.get_model("leaderboards", "Publication").objects
    publications.filter(state="obsolete").update(state="proposed")
    _settle(schema_editor)


def _settle(schema_editor):
    """PostgreSQL alters no table whose foreign keys still wait to be checked."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def fix_organizations(apps, schema_editor):
    """What was published stays in the name of whose it was."""
    publications = apps.get_model("leaderboards", "Publication").objects
    published = publications.filter(state__in=["published", "superseded"]).order_by()
    apps.get_model("contests", "Contest").objects.filter(
        pk__in=published.values("contest")
    ).update(organization_fixed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0004_organization_grants"),
        ("leaderboards", "0004_carried"),
    ]

    operations = [
        migrations.AlterField(
            model_name="publication",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("published", "Published"),
                    ("superseded", "Superseded"),
                    ("rejected", "Rejected"),
                    ("obsolete", "Obsolete"),
                ],
                default="proposed",
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(
            model_name="publication", name="leaderboards_pub_published_at"
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["proposed", "rejected", "obsolete"])
                | Q(published_at__isnull=False),
                name="leaderboards_pub_published_at",
            ),
        ),
        migrations.RunPython(close_older_proposals, open_them_again),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["published", "superseded"]) | Q(supersedes__isnull=True),
                name="leaderboards_pub_supersedes",
            ),
        ),
        migrations.RunPython(fix_organizations, migrations.RunPython.noop),
    ]
