"""Who stands behind what opens an account: from now on, and of the addresses that are confirmed."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.credentials import mailbox


def confirmed_addresses(apps: Any, schema_editor: Any) -> None:
    """An address that was confirmed before is its account's: its mail was read."""
    changes = apps.get_model("accounts", "CredentialChange").objects
    confirmed = apps.get_model("account", "EmailAddress").objects.filter(verified=True)
    changes.bulk_create(
        changes.model(
            user_id=user_id, kind="address", key=str(key), mailbox=mailbox(email), behind=[]
        )
        for key, user_id, email in confirmed.values_list("pk", "user", "email").iterator()
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_audit'),
        ('account', '0009_emailaddress_unique_primary_email'),
    ]

    operations = [
        migrations.CreateModel(
            name='CredentialChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('password', 'Password'), ('second_factor', 'Second Factor'), ('address', 'Address'), ('in_person', 'In Person')], max_length=20)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('mailbox', models.CharField(blank=True, max_length=320)),
                ('behind', models.JSONField(default=list)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credential_changes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['mailbox'], name='accounts_credential_mailbox')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'address'), _negated=True), models.Q(('mailbox', ''), _negated=True), _connector='XOR'), name='accounts_credential_mailbox_given')],
            },
        ),
        migrations.RunPython(confirmed_addresses, migrations.RunPython.noop, elidable=False),
    ]
