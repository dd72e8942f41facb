"""In which session something was proposed, and who appointed the approver."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('judging', '0011_audit'),
    ]

    operations = [
        migrations.AddField(
            model_name='scoreoverride',
            name='approver_appointed_by',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='scoreoverride',
            name='proposed_in',
            field=models.JSONField(default=list),
        ),
    ]
