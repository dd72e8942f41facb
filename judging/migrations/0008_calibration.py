from django.db import migrations
from django.db.models import Exists, OuterRef
from django.utils import timezone


def mark_scored_rounds(apps, schema_editor):
    Round = apps.get_model("contests", "Round")
    Scoresheet = apps.get_model("judging", "Scoresheet")
    written = Scoresheet.objects.filter(attempt__round=OuterRef("pk"), revision__gt=0)
    Round.objects.filter(Exists(written), scored_at=None).update(scored_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0003_calibration"),
        ("judging", "0007_paper"),
    ]

    operations = [
        migrations.RunPython(mark_scored_rounds, migrations.RunPython.noop),
    ]
