"""Whether judges see the others' scores after they submitted their own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("contests", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="contest",
            name="peers_after_submit",
            field=models.BooleanField(default=False),
        ),
    ]
