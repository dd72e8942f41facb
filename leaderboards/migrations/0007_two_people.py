"""In which session something was proposed, and who appointed the approver."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('leaderboards', '0006_imports'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='approver_appointed_by',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='publication',
            name='proposed_in',
            field=models.JSONField(default=list),
        ),
    ]
