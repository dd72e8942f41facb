"""The names of a publication stand beside its hashed payload from now on; a ceremony's script knows
entries by their code alone. Publications that were made before keep their payload and its hash.
"""

from django.db import migrations, models


def codes_alone(apps, schema_editor):
    ceremonies = apps.get_model("leaderboards", "Ceremony").objects
    for ceremony in ceremonies.iterator():
        ceremony.script["entries"] = sorted(ceremony.script["entries"])
        ceremony.save(update_fields=["script"])


class Migration(migrations.Migration):

    dependencies = [
        ('leaderboards', '0007_two_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='names',
            field=models.JSONField(blank=True, default=dict),
        ),
        # The screens read names from the publication, so the way back leaves the codes.
        migrations.RunPython(codes_alone, migrations.RunPython.noop),
    ]
