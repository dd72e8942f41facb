"""Every card and token gets an end, tokens a scope, cards and links what they were made for.

What is alive goes on for a month (cards) or three (tokens), with all that it could do.
"""

from datetime import timedelta

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def give_ends(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    now = timezone.now()
    apps.get_model("accounts", "SignInCard").objects.filter(expires_at=None).update(
        expires_at=now + timedelta(days=30)
    )
    apps.get_model("accounts", "ApiToken").objects.update(
        expires_at=now + timedelta(days=90), scope="organise"
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_sign_in_link")]

    operations = [
        migrations.AddField(
            "signincard", "made_for", models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            "signinlink", "made_for", models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            "apitoken",
            "scope",
            models.CharField(
                choices=[
                    ("read", "read"),
                    ("score", "read, and record scores"),
                    ("organise", "all that the person may do by the API"),
                ],
                default="read",
                max_length=10,
            ),
        ),
        migrations.AddField("apitoken", "expires_at", models.DateTimeField(null=True)),
        migrations.RunPython(give_ends, migrations.RunPython.noop),
        migrations.AlterField("signincard", "expires_at", models.DateTimeField()),
        migrations.AlterField("apitoken", "expires_at", models.DateTimeField()),
        migrations.AddConstraint(
            "apitoken",
            models.CheckConstraint(
                condition=models.Q(("scope__in", ("read", "score", "organise"))),
                name="accounts_apitoken_scope_known",
            ),
        ),
    ]
